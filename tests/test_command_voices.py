"""`video-gen voices`, and the voices of a film by the real command."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from adapters.voice_engine import known_engines
from tests.edge_service import EdgeService
from tests.film_maker import FilmMaker

MODULE = "deployments.command"
AWAY = "ws://127.0.0.1:1/"

SHOUT = '''
"""An engine of somebody else's: the silent voice under another name."""
from adapters.engines import silent
from adapters.voice_engine import Survey
from model.audio import VoiceChoice
RATES = PITCHES = (0, 0)
find_problem, find_limit, open_voice = silent.find_problem, silent.find_limit, silent.open_voice
def choose(voice, language):
    return VoiceChoice(engine="shout", voice=voice, version="3")
async def survey(language, service):
    return Survey(lacks="It has no megaphone.", remedy="Buy one.")
'''


def run(
    maker: FilmMaker, service: EdgeService, *arguments: str, module: str = MODULE
) -> subprocess.CompletedProcess[str]:
    async def serve() -> subprocess.CompletedProcess[str]:
        async with service:
            return await asyncio.to_thread(maker.run, *arguments, module=module, VIDEO_GEN_EDGE_URL=service.url)

    return asyncio.run(serve())


def test_what_is_usable_is_listed_with_a_sample_of_each(maker: FilmMaker, tmp_path: Path) -> None:
    folder = tmp_path / "samples"
    done = run(maker, EdgeService(), "voices", "--language", "de", "--sample", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    engines = {engine["engine"]: engine for engine in json.loads(done.stdout)["engines"]}
    assert set(engines) == set(known_engines()) - {"silent"}
    assert engines["edge"]["usable"]
    assert engines["espeak"]["usable"]
    assert {"voice": "female", "id": "de+f4", "sample": str(folder / "espeak-de-f4.wav")} in engines["espeak"]["voices"]
    assert "de" in engines["edge"]["languages"]
    assert not engines["elevenlabs"]["usable"]
    assert "ELEVENLABS_API_KEY" in engines["elevenlabs"]["remedy"]
    assert "--voice piper:/path/voice.onnx" in engines["piper"]["remedy"]
    assert len(list(folder.iterdir())) == 8
    for path in folder.iterdir():
        with wave.open(str(path)) as sound:
            assert 0.4 <= sound.getnframes() / sound.getframerate() <= 4


def test_what_is_not_usable_is_told_with_its_remedy(maker: FilmMaker) -> None:
    done = maker.run("voices", "--language", "xx", module=MODULE, VIDEO_GEN_EDGE_URL=AWAY)
    assert done.returncode == 0, done.stderr
    assert "edge        not usable" in done.stdout
    assert "Edge cannot be reached" in done.stdout
    assert "no voice for xx" in done.stdout
    assert all(len(line) <= 110 for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("--language", "../x"), "--language cannot be '../x'"), (("--voice", "piper:/nowhere/x.onnx"), "no such file"),
     (("--voice", "nobody"), "No engine has a voice 'nobody'")],
)  # fmt: skip
def test_what_cannot_be_listed_is_a_usage_error(maker: FilmMaker, arguments: tuple[str, ...], says: str) -> None:
    done = maker.run("voices", *arguments, module=MODULE, VIDEO_GEN_EDGE_URL=AWAY)
    assert done.returncode == 2
    assert says in done.stderr


def test_an_engine_of_somebody_elses_is_found_by_its_entry_point(maker: FilmMaker, tmp_path: Path) -> None:
    (tmp_path / "shouting.py").write_text(SHOUT)
    info = tmp_path / "shout-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shout\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[video_gen.voices]\nshout = shouting\nedge = shouting\n")
    code = (
        "from adapters.voice_engine import *; from adapters.voice import *; import asyncio;"
        "print(known_engines()[-1], find_engine('edge').__name__);"
        "print(check_voice('auto', 'shout:female'), asyncio.run(choose_voice('shout', 'female', 'en')))"
    )
    environment = maker.world()
    environment["PYTHONPATH"] += f":{tmp_path}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.startswith("shout adapters.engines.edge\n()")
    assert "engine='shout'" in done.stdout
    (tmp_path / "shouting.py").write_text("RATES = (0, 0)\n")
    broken = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert "is no engine of voices: it has no PITCHES and no find_problem" in broken.stderr


DOCUMENT = """\
# Lighthouse

Lighthouse is a small tool that watches a folder and tells you when something changes.

## Use

<!-- voice: female -->

It follows every folder below the one that you name. <!-- pause: 2s --> It writes one line for each file.
"""


@pytest.mark.slow
def test_a_film_has_the_voices_that_its_document_asks_for(maker: FilmMaker, tmp_path: Path) -> None:
    source = tmp_path / "lighthouse.md"
    source.write_text(DOCUMENT)
    service = EdgeService()
    given = ("--source", str(source), "--engine", "auto", "--rate", "+20%", "--pitch", "-2", "--json")
    done = run(maker, service, *given, module="flows.make_video")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["voice"] | {"version": ""} == {
        "engine": "edge", "voice": "en-US-GuyNeural", "version": "", "rate": 20, "pitch": -2
    }  # fmt: skip
    (role,) = result["roles"]
    assert (role["name"], role["voice"]["voice"]) == ("female", "en-US-AriaNeural")
    assert {voice.split(", ")[1].rstrip(")") for voice in service.voices} == {"GuyNeural", "AriaNeural"}
    assert {spoken["rate"] for spoken in service.prosody[1:]} == {"+20%"}
    assert {spoken["pitch"] for spoken in service.prosody[1:]} == {"-13Hz", "-23Hz"}
    script = (maker.output / "lighthouse" / "script.yaml").read_text()
    assert "voice: female" in script
    assert "pause_after: 2000" in script


@pytest.mark.slow
def test_a_voice_that_is_nobodys_ends_the_run_before_anything_is_spoken(maker: FilmMaker, tmp_path: Path) -> None:
    source = tmp_path / "lighthouse.md"
    source.write_text(DOCUMENT.replace("female", "batman"))
    done = maker.run("--source", str(source), "--engine", "espeak")
    assert done.returncode == 3
    assert "'batman'" in done.stderr
    assert "Traceback" not in done.stderr
