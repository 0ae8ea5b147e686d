"""Whole films in several languages: one each, or one with a track of sound and of captions for each."""

from __future__ import annotations

import array
import json
import subprocess
from pathlib import Path

import av
import pytest
import yaml

from adapters.files import digest_file
from adapters.probing import probe_film
from model.language import find_language
from model.result import PipelineResult
from render.cue_text import line_room, text_width
from tests.film_maker import FilmMaker

DOCUMENT = """\
# Lighthouse

Lighthouse watches a folder and tells you when something in it changes.

## Install

One command is enough.

```sh
pip install lighthouse
```
"""
SPANISH = {
    "Lighthouse watches a folder and tells you when something in it changes": "Lighthouse vigila una carpeta y avisa",
    "Lighthouse watches a folder and tells you when something in it changes.": (
        "Lighthouse vigila una carpeta y avisa en cuanto cambia algo en ella, por pequeño que sea, de día o de noche."
    ),
    "One command is enough.": "Basta una orden.", "Install": "Instalación", "That was Lighthouse.": "Esto fue Lighthouse.",
    "Install it with pip.": "Se instala con pip.", "Here's how to install it.": "Así se instala.",
    "Install lighthouse with pip.": "Instale lighthouse con pip.",
    "To begin, try `pip install lighthouse`.": "Para empezar, pruebe `pip install lighthouse`.",
    "You can read all of it in the document, `lighthouse.md`.": "Todo está en el documento `lighthouse.md`.",
}  # fmt: skip
QUICK = ("--resolution", "720p", "--quality", "draft", "--fps", "24")


def translate(maker: FilmMaker, source: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return maker.run("translate", str(source), *arguments, module="deployments.command")


def fill(path: Path, words: dict[str, str]) -> None:
    """Fill in a template as a translator would, in an editor; whatever has no translation is written large."""
    lines, source = [], ""
    for line in path.read_text().split("\n"):
        if line.startswith("  - source: "):
            source = json.loads(line.removeprefix("  - source: "))
        empty = line == '    target: ""'
        lines.append(
            f"    target: {json.dumps(words.get(source, source.upper()), ensure_ascii=False)}" if empty else line
        )
    path.write_text("\n".join(lines))


@pytest.fixture(scope="module")
def maker(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> FilmMaker:
    return FilmMaker(tmp_path_factory.mktemp("languages"), command_state)


@pytest.fixture(scope="module")
def source(maker: FilmMaker) -> Path:
    path = maker.home / "documents" / "lighthouse.md"
    path.parent.mkdir()
    path.write_text(DOCUMENT)
    done = translate(maker, path, "--to", "es", "--template")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(path.with_name("script.es.yaml"))
    fill(path.with_name("script.es.yaml"), SPANISH)
    return path


@pytest.fixture(scope="module")
def films(maker: FilmMaker, source: Path) -> tuple[PipelineResult, PipelineResult]:
    done = maker.run("--source", str(source), "--languages", "en,es", "--json", *QUICK)
    assert done.returncode == 0, done.stderr
    english, spanish = read_results(done.stdout)
    return english, spanish


def read_results(text: str) -> list[PipelineResult]:
    found, decoder, at = [], json.JSONDecoder(), 0
    while at < len(text.rstrip()):
        value, at = decoder.raw_decode(text, at)
        found.append(PipelineResult.model_validate(value | {"run": None}, strict=False))
        at += len(text[at:]) - len(text[at:].lstrip())
    return found


@pytest.mark.slow
def test_each_language_has_a_film_of_its_own(films: tuple[PipelineResult, ...], maker: FilmMaker) -> None:
    english, spanish = films
    assert (english.video_id, spanish.video_id) == ("lighthouse", "lighthouse-es")
    assert (english.language, spanish.language) == ("en", "es")
    for film, code in ((english, "eng"), (spanish, "spa")):
        facts = probe_film(maker.output / film.video_id / film.video)
        assert (facts.sounds, facts.subtitles) == ((code,), (code,))
    captions = (maker.output / spanish.video_id / "lighthouse-es.srt").read_text()
    assert "por pequeño que sea" in " ".join(captions.split())
    assert "pip install lighthouse" in (maker.output / spanish.video_id / "script.yaml").read_text()
    assert [scene.scene_type for scene in spanish.scenes] == [scene.scene_type for scene in english.scenes]


@pytest.mark.slow
def test_the_first_language_is_the_film_that_is_made_without_the_others(
    films: tuple[PipelineResult, ...], maker: FilmMaker, source: Path
) -> None:
    again = maker.make(source, *QUICK)
    assert again.run is not None
    assert again.run.unchanged
    assert again.request == films[0].request


@pytest.fixture(scope="module")
def many(
    films: tuple[PipelineResult, ...], maker: FilmMaker, source: Path, tmp_path_factory: pytest.TempPathFactory
) -> PipelineResult:
    output = str(tmp_path_factory.mktemp("tracks"))
    return maker.make(source, "--languages", "en,es", "--multi-track", "--output", output, *QUICK)


@pytest.mark.slow
def test_one_film_has_all_languages_on_one_timeline(films: tuple[PipelineResult, ...], many: PipelineResult) -> None:
    assert many.run is not None
    film = Path(many.run.folder) / many.video
    facts = probe_film(film)
    assert facts.sounds == facts.subtitles == ("eng", "spa")
    assert facts.shown_first == ("eng", "eng")
    assert [track.language for track in many.tracks] == ["es"]
    assert (many.run.spoken, [scene.scene_type for scene in many.scenes]) == (
        0, [scene.scene_type for scene in films[0].scenes],
    )  # fmt: skip
    with av.open(str(film)) as opened:
        lengths = {float(track.duration * track.time_base) for track in opened.streams.audio}
        names = [track.metadata["handler_name"] for track in opened.streams.audio]
    assert lengths == {many.frames / 24}
    assert names == ["English", "español"]
    # Each scene lasts as long as the longer of its takes: the Spanish title is the longer one, and nothing is cut.
    title = many.scenes[0]
    assert title.speech == max(films[0].scenes[0].speech, films[1].scenes[0].speech) == films[1].scenes[0].speech
    for scene in zip(many.scenes, *(one.scenes for one in films), strict=True):
        assert scene[0].duration >= max(other.speech for other in scene[1:])


@pytest.mark.slow
def test_every_languages_captions_lie_beside_the_film(many: PipelineResult) -> None:
    assert many.run is not None
    folder = Path(many.run.folder)
    names = {file.name for file in many.files}
    assert {"lighthouse.srt", "lighthouse.vtt", "lighthouse.es.srt", "lighthouse.es.vtt"} <= names
    assert "por pequeño que sea" in " ".join((folder / "lighthouse.es.srt").read_text().split())
    for name in ("lighthouse.srt", "lighthouse.es.srt"):
        times = [line for line in (folder / name).read_text().split("\n") if " --> " in line]
        assert times[0].startswith("00:00:00,000 --> ")
        minutes, seconds = times[-1].split(" --> ")[1].replace(",", ".").split(":")[1:]
        assert int(minutes) * 60 + float(seconds) <= many.total_duration


@pytest.mark.slow
def test_what_is_missing_or_out_of_date_is_told_in_one_line_for_each_language(
    maker: FilmMaker, source: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "lighthouse.md"
    changed.write_text(DOCUMENT.replace("One command is enough.", "One short command is enough."))
    (tmp_path / "script.es.yaml").write_bytes(source.with_name("script.es.yaml").read_bytes())
    done = maker.run(
        "--source", str(changed), "--languages", "en,es,fr,pt-BR", "--output", str(tmp_path / "out"), *QUICK
    )
    assert done.returncode == 3
    problems = [line for line in done.stderr.split("\n") if line.startswith("error:")]
    assert len(problems) == 3
    assert "1 of " in problems[0]
    assert "(the first: “One short command is enough.”), 1 of them are not in the file" in problems[0]
    assert "1 translations are of texts that have changed. Run `video-gen translate" in problems[0]
    assert "script.fr.yaml: There is no such translation." in problems[1]
    assert not (tmp_path / "out").exists()
    again = translate(maker, changed, "--to", "es", "--template")
    assert "1 of earlier texts are kept at the end" in again.stderr
    whole = yaml.safe_load((tmp_path / "script.es.yaml").read_text())
    assert [one["source"] for one in whole["unused"]] == ["One command is enough."]


@pytest.mark.parametrize(
    ("languages", "more", "complaint"),
    [("en,xx", (), "There is no film in the language 'xx'."), ("en,E S", (), "'E S' is no code of a language."),
     (",", (), "--languages names no language."), ("es,en", ("--multi-track",), "Write --languages en,es.")],
)  # fmt: skip
def test_languages_that_cannot_be_meant_are_refused(
    languages: str, more: tuple[str, ...], complaint: str, maker: FilmMaker, source: Path
) -> None:
    done = maker.run("--source", str(source), "--languages", languages, *more)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


def test_tracks_need_languages_and_a_translation_another_language(maker: FilmMaker, source: Path) -> None:
    done = maker.run("--source", str(source), "--multi-track")
    assert (done.returncode, "Name them: --languages en,es." in done.stderr) == (2, True)
    same = translate(maker, source, "--to", "en-GB", "--template")
    assert (same.returncode, "is written in en already" in same.stderr) == (2, True)
    nobody = translate(maker, source, "--to", "es")
    assert (nobody.returncode, "add --template" in nobody.stderr) == (2, True)


@pytest.mark.slow
def test_each_track_is_heard_for_as_long_as_its_own_take(maker: FilmMaker, source: Path, tmp_path: Path) -> None:
    """Where the Spanish title goes on and the English one has ended, one track speaks and the other is silent."""
    arguments = ("--engine", "espeak", "--output", str(tmp_path), *QUICK)
    english = maker.make(source, *arguments)
    many = maker.make(source, "--languages", "en,es", "--multi-track", *arguments)
    until, longer = english.scenes[0].speech, many.scenes[0].speech
    assert longer > until + 1
    film = tmp_path / many.video_id / many.video
    both = [measure(film, track, 0.1, until - 0.1) for track in (0, 1)]
    after = [measure(film, track, until + 0.1, longer - 0.1) for track in (0, 1)]
    assert min(both) > 0.01
    assert after[0] < 0.001
    assert after[1] > 0.01


def measure(film: Path, track: int, start: float, end: float) -> float:
    """Return the mean size of a stretch of a sound track, in seconds of the film."""
    with av.open(str(film)) as opened:
        samples = [
            abs(value)
            for frame in opened.decode(opened.streams.audio[track])
            if start <= float(frame.pts * frame.time_base) < end
            for value in array.array("f", bytes(frame.planes[0])[: 4 * frame.samples])
        ]
    return sum(samples) / len(samples)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["ar", "de", "es", "fr", "he", "hi", "ja", "ko", "ru", "th", "vi", "zh"])
def test_a_translated_film_speaks_with_the_embedded_voice(code: str, maker: FilmMaker, tmp_path: Path) -> None:
    """From one document by way of phrases of the language's own book: what is said is heard, captioned and tagged."""
    from writing.phrase_book import find_phrases

    book = find_phrases(code)
    source, path = tmp_path / "lighthouse.md", tmp_path / f"script.{code}.yaml"
    source.write_text(DOCUMENT)
    assert translate(maker, source, "--to", code, "--template").returncode == 0
    spoken = dict.fromkeys(SPANISH, book.begin_look) | {"Install": book.introduction}
    fill(path, spoken)
    result = maker.make(source, "--languages", code, "--engine", "espeak", "--output", str(tmp_path / "out"), *QUICK)
    assert result.language == code
    assert result.voice.engine == "espeak"
    folder = tmp_path / "out" / f"lighthouse-{code}"
    captions = (folder / f"lighthouse-{code}.srt").read_text()
    assert book.begin_look.split()[0][:4] in captions
    lines = [line for block in captions.split("\n\n") for line in block.split("\n")[2:]]
    assert all(text_width(line) <= line_room(find_language(code)) for line in lines)
    assert digest_file(folder / result.video) == next(file.sha256 for file in result.files if file.name == result.video)
