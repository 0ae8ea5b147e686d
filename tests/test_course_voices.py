"""Voices of a course file: by film, scene, sentence and speaker, with their rate and pitch; and back from script.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.casting import Cast, embody
from adapters.input import adapt_input
from adapters.store import Store
from model.audio import VoiceChoice
from model.errors import ConfigError, ValidationError
from model.script import VideoScript
from tasks.narrate import cast_scene, wish_for
from tests.course_reading import find_problems, read_scripts, write_course
from tests.film_maker import FilmMaker

FILM = """\
title: Two at a table
engine: espeak
rate: 5
pitch: 1
speakers:
  Anna: {voice: female, rate: 10, pitch: 2}
  Ben: male_warm
  Cleo:
scenes:
- {scene_type: title, title: Two at a table, say: Welcome to the talk about a lamp.}
- scene_type: list
  header: The lamp
  items: [It burns, It hums, It glows]
  narration:
  - {say: The lamp burns., voice: Anna}
  - {say: It hums., speaker: Ben}
  - {say: It glows., voice: cleo}
- {scene_type: callout, message: Oil it, voice: Anna, rate: -20, say: Oil it once a year.}
- {scene_type: outro, title: Bye, pitch: -3, say: That was all.}
"""


def cast_film(folder: Path, text: str = FILM) -> tuple[VideoScript, Cast]:
    config = write_course(folder, text).model_copy(update={"stated": (), "engine": "auto"})
    (script,) = read_scripts(config, folder)
    (video,) = adapt_input(config, Store(folder / "store")).videos
    return script, embody(wish_for(script, config.spoken_as(video)), "espeak", "en")


def test_each_scene_and_sentence_is_spoken_by_whom_the_file_says(tmp_path: Path) -> None:
    script, cast = cast_film(tmp_path)
    manners = [[(one.voice, one.rate, one.pitch) for one in cast_scene(scene, cast)] for scene in script.scenes]
    male, female, warm = "en-us+m3", "en-us+f4", "en-us+m7"
    (cleo,) = [role.voice.voice for role in cast.roles if role.name == "cleo"]
    assert cleo not in (male, warm)
    assert manners == [
        [(male, 5, 1)], [(female, 15, 3), (warm, 5, 1), (cleo, 5, 1)], [(female, -5, 3)], [(male, 5, -2)],
    ]  # fmt: skip
    assert not script.warnings


def test_the_user_wins_over_the_file(tmp_path: Path) -> None:
    config = write_course(tmp_path, FILM).model_copy(
        update={"stated": ("rate", "engine"), "rate": 0, "engine": "espeak", "speakers": (("anna", "male"),)}
    )
    (script,) = read_scripts(config, tmp_path)
    (video,) = adapt_input(config, Store(tmp_path / "store")).videos
    cast = embody(wish_for(script, config.spoken_as(video)), "espeak", "en")
    anna: VoiceChoice = cast_scene(script.scenes[2], cast)[0]
    assert (anna.voice, anna.rate, anna.pitch) == ("en-us+m3", -10, 3)


@pytest.mark.parametrize(
    ("written", "told", "line"),
    [("rate: 5", "rate: 500", 3), ("rate: 10", "rate: 101", 6), ("pitch: 2", "pitch: high", 6),
     ("Ben: male_warm", "Ben: [a]", 7), ("speaker: Ben", "speaker: {}", 16), ("voice: Anna, rate: -20", "rate: -90", 18),
     ("voice: female, rate", "voices: female, rate", 6), ("speakers:", "speakers: Anna\nvariables:", 5)],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_with_its_line(written: str, told: str, line: int, tmp_path: Path) -> None:
    problems = find_problems(write_course(tmp_path, FILM.replace(written, told, 1)))
    assert problems[0].line == line and problems[0].remedy


def test_a_file_of_this_machine_is_not_a_courses_to_name(tmp_path: Path) -> None:
    for text in (FILM.replace("male_warm", "piper:/etc/passwd"), FILM.replace("speaker: Ben", "voice: ../a.onnx")):
        with pytest.raises(ValidationError, match="not a script's to name"):
            cast_film(tmp_path, text)


def test_what_no_engine_can_speak_is_refused_before_it_speaks(tmp_path: Path) -> None:
    script, cast = cast_film(tmp_path, FILM.replace("pitch: -3", "pitch: 6").replace("rate: 10, pitch: 2", "pitch: 5"))
    with pytest.raises(ConfigError, match="what the script's `rate` or `pitch` comes to"):
        cast_scene(script.scenes[3], cast)
    (script, cast) = cast_film(tmp_path, FILM.replace("rate: -20", "rate: 0"))
    assert cast_scene(script.scenes[2], cast)[0].rate == 15


@pytest.mark.slow
def test_a_slower_scene_lasts_longer_and_the_delivered_script_gives_the_same_film(
    maker: FilmMaker, tmp_path: Path
) -> None:
    quick = ("--quality", "draft", "--resolution", "720p", "--motion", "none", "--fps", "24", "--engine", "espeak")
    source = tmp_path / "talk.yaml"
    source.write_text(FILM)
    first = maker.make(source, *quick)
    assert [role.name for role in first.roles] == ["Anna", "Ben", "cleo"]
    script = tmp_path / "again" / "script.yaml"
    script.parent.mkdir()
    script.write_bytes((maker.folder(first) / "script.yaml").read_bytes())
    again = maker.make(script, *quick, "--output", str(tmp_path / "other"))
    assert again.run and again.run.spoken == 0
    assert [file.sha256 for file in again.files] == [file.sha256 for file in first.files]
    source.write_text(FILM.replace("rate: -20", "rate: 0"))
    brisk = maker.make(source, *quick)
    assert brisk.run and brisk.run.spoken == 1
    assert brisk.scenes[2].speech < 0.9 * first.scenes[2].speech
