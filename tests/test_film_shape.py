"""Resolution, aspect, frame rate and quality: from the option to the pictures, and every wrong one at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.adapting import adapt_document
from adapters.documents.parsing import parse_content
from adapters.files import digest_file
from adapters.probing import probe_film
from adapters.recognition import digest_request
from adapters.settings import PROJECT_FILE, load_settings
from adapters.store import Store
from adapters.videos.script_reading import read_script
from deployments.request import read_request
from model.errors import ConfigError
from model.format import FormatChoice, VideoFormat
from model.inputs import InputConfig
from render.script_file import script_yaml
from tasks.look import look_of
from tasks.workplace import Workplace
from tests.film_maker import FilmMaker
from writing.script import write_script

SHAPE = {"resolution": "720p", "aspect": "9:16", "fps": "60", "quality": "draft"}
CHOICE = FormatChoice(resolution="720p", aspect="9:16", fps=60, quality="draft")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "guide.md"
    path.write_text("# Harbor\n\nHarbor makes backups of databases.\n\n- It is quick.\n- It is safe.\n")
    return path


def test_options_reach_the_pictures(document: Path, tmp_path: Path) -> None:
    config, _ = read_request(str(document), SHAPE)
    assert config.format == CHOICE
    store = Store(tmp_path / "store")
    (video,) = adapt_document(config, store).videos
    script = write_script(parse_content(video, store), video)
    again = read_script(script_yaml(script))
    assert again == script
    assert look_of(again, Workplace(cache_dir=str(tmp_path))).format == VideoFormat(
        width=720, height=1280, fps=60, quality="draft"
    )


def test_a_script_says_its_shape_where_it_is_not_the_usual(document: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    written = []
    for options in ({}, SHAPE):
        (video,) = adapt_document(read_request(str(document), options)[0], store).videos
        written.append(script_yaml(write_script(parse_content(video, store), video)).decode())
    assert "format:" not in written[0]
    assert all(part in written[1] for part in ("format:", "resolution: 720p", "aspect: '9:16'", "fps: 60"))
    edited = written[1].replace("aspect: '9:16'", "aspect: 4:5").replace("fps: 60", "fps: 24")
    assert read_script(edited.encode()).format.measure() == VideoFormat(width=720, height=900, fps=24, quality="draft")


def test_variables_and_files_say_it_too(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (document.parent / PROJECT_FILE).write_text('resolution = "2160p"\nfps = 25\naspect = "1:1"\nquality = "high"\n')
    monkeypatch.setenv("VIDEO_GEN_FPS", "50")
    settings = load_settings(document.parent, {"aspect": "4:5"})
    assert (settings.resolution, settings.fps, settings.aspect, settings.quality) == ("2160p", 50, "4:5", "high")
    assert settings.hardware == "off"


def test_everything_that_cannot_be_meant_is_said_at_once(document: Path) -> None:
    wrong = {"resolution": "4k", "aspect": "21:9", "fps": "29.97", "quality": "best", "hardware": "on"}
    with pytest.raises(ConfigError) as raised:
        read_request(str(document), wrong)
    for name, value in wrong.items():
        assert f"--{name} cannot be '{value}'." in str(raised.value)
    for choice in ("1440p", "4:5", "24, 25, 30, 50 or 60", "draft, standard or high", "auto or off"):
        assert choice in raised.value.remedy


@pytest.mark.parametrize("fps", ["0", "29", "-30", "٣٠", "30 fps", "300000000000000000000000000000"])
def test_other_frame_rates_are_refused(document: Path, fps: str) -> None:
    with pytest.raises(ConfigError, match="--fps cannot be"):
        read_request(str(document), {"fps": fps})


@pytest.mark.parametrize("change", [{"fps": 25}, {"aspect": "4:5"}, {"quality": "high"}, {"hardware": "auto"}])
def test_another_shape_is_another_film(change: dict[str, object]) -> None:
    config = InputConfig(source="a.md")
    other = InputConfig.model_validate({**config.model_dump(), **change})
    assert digest_request(config, ()) != digest_request(other, ())


@pytest.mark.slow
def test_a_tall_film_is_the_same_bytes_however_many_workers_make_it(tmp_path: Path, command_state: Path) -> None:
    digests = []
    for jobs in ("1", "5"):
        maker = FilmMaker(tmp_path / jobs, command_state)
        maker.home.mkdir()
        (maker.home / "guide.md").write_text("# Harbor\n\nHarbor makes backups.\n\n- It is quick.\n- It is safe.\n")
        options = ("--aspect", "9:16", "--resolution", "720p", "--fps", "24", "--quality", "draft")
        result = maker.make(maker.home / "guide.md", *options, VIDEO_GEN_JOBS=jobs)
        film = maker.folder(result) / result.video
        facts = probe_film(film)
        assert (facts.width, facts.height, facts.fps, facts.frames) == (720, 1280, 24, result.frames)
        digests.append(digest_file(film))
    assert digests[0] == digests[1]
