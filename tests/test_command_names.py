"""Two sources with one name under one --output: the second gets a name of its own, and a document that moved is not another."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.delivery import deliver_files
from adapters.film_names import folder_of, settle_name
from adapters.film_sources import find_other, hold_folder
from adapters.input import list_inputs
from model.assets import Asset, DeliveredFile
from model.audio import VoiceChoice
from model.errors import ConfigError
from model.inputs import FetchedFile, InputConfig
from model.result import PipelineResult
from tests.film_maker import FilmMaker

FIRST, SECOND = b"# Guide\n\nThe first guide.\n", b"# Guide\n\nThe second guide.\n"


def deliver(config: InputConfig, state: Path) -> Path:
    """Deliver something for an input, as its run would."""
    folder, inputs = folder_of(config), list_inputs(config)
    result = PipelineResult(
        success=True, video_id=folder.name, title="Guide", language="en", request="0" * 64, inputs=inputs, files=(),
        video=f"{folder.name}.mp4", voice=VoiceChoice(engine="silent", voice="male", version="1"), total_duration=1.0,
        frames=30, loudness=-14.0, true_peak=-1.0, scenes=(), coverage=(),
    )  # fmt: skip

    def name_files(files: tuple[DeliveredFile, ...]) -> PipelineResult:
        return result.model_copy(update={"files": files})

    with hold_folder(config.source, inputs, folder, state):
        deliver_files(folder, {result.video: b"a film"}, name_files)
    return folder


class Desk:
    """A folder with sources, an output folder and a state directory."""

    def __init__(self, root: Path) -> None:
        self.root, self.state, self.output = root, root / "state", root / "videos"

    def write(self, name: str, data: bytes) -> InputConfig:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return self.ask(str(path))

    def ask(self, source: str, **more: object) -> InputConfig:
        return InputConfig(source=source, output=str(self.output), **more)

    def settle(self, config: InputConfig, *taken: Path) -> str:
        return folder_of(settle_name(config, self.state, taken)).name

    def make(self, config: InputConfig) -> str:
        return deliver(settle_name(config, self.state), self.state).name


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_another_documents_film_is_not_replaced(desk: Desk) -> None:
    first, second = desk.write("one/guide.md", FIRST), desk.write("two/guide.md", SECOND)
    assert [desk.make(first), desk.make(second)] == ["guide", "guide-two"]
    assert [desk.make(second), desk.make(first)] == ["guide-two", "guide"]
    with pytest.raises(ConfigError, match=r"one/guide\.md, which has the same name as yours\. Run the command again"):
        deliver(second, desk.state)


def test_names_are_told_apart_by_more_folders_where_one_is_not_enough(desk: Desk) -> None:
    texts = [FIRST, SECOND, b"# Third\n", b"# Fourth\n"]
    sources = [desk.write(f"{place}/use/guide.md", text) for place, text in zip("abcd", texts, strict=True)]
    assert [desk.make(one) for one in sources] == ["guide", "guide-use", "guide-c-use", "guide-d-use"]


def test_what_is_to_come_is_taken(desk: Desk) -> None:
    second = desk.write("two/guide.md", SECOND)
    assert desk.settle(second, desk.output / "guide") == "guide-two"
    taken = [desk.output / name for name in ("guide", "guide-two")]
    around = desk.root.name.replace("_", "-")
    assert desk.settle(second, *taken) == f"guide-{around}-two"[:80]


def test_a_name_that_was_chosen_stays_after_the_other_is_gone(desk: Desk) -> None:
    first, second = desk.write("one/guide.md", FIRST), desk.write("two/guide.md", SECOND)
    desk.make(first)
    desk.make(second)
    Path(first.source).unlink()
    assert desk.settle(second) == "guide-two"


def test_the_same_document_is_replaced_wherever_it_lies(desk: Desk) -> None:
    first = desk.write("one/guide.md", FIRST)
    desk.make(first)
    assert desk.settle(desk.write("copy/guide.md", FIRST)) == "guide"
    first = desk.write("one/guide.md", FIRST + b"More.\n")
    assert desk.make(first) == "guide"
    Path(first.source).rename(desk.root / "moved.md")
    assert desk.make(desk.write("two/guide.md", SECOND)) == "guide"


def test_a_folder_and_its_index_are_two_sources(desk: Desk) -> None:
    index = desk.write("docs/index.md", b"# Guide\n\nAll of it.\n")
    desk.write("docs/more.md", b"# More\n\nThe rest.\n")
    folder = desk.ask(str(desk.root / "docs"))
    assert desk.make(folder) == "guide"
    assert desk.make(index) == "guide-docs"
    assert desk.make(folder) == "guide"


def test_two_addresses_are_two_sources(desk: Desk) -> None:
    store = desk.root / "cache" / "store"

    def fetched(url: str, data: bytes) -> InputConfig:
        from adapters.store import Store

        file: Asset = Store(store).put(data, ".bin")
        page = FetchedFile(url=url, final_url=url, media_type="text/markdown", file=file)
        return desk.ask(url, fetched=(page,), cache_dir=str(desk.root / "cache"))

    first = fetched("https://one.example/a/guide.md", FIRST)
    assert desk.make(first) == "guide"
    assert desk.make(fetched("https://two.example/guide.md", SECOND)) == "guide-two-example"
    assert desk.settle(fetched("https://three.example/guide.md", FIRST)) == "guide"  # says the same
    assert desk.make(fetched("https://one.example/a/guide.md", FIRST + b"More.\n")) == "guide"


def test_standard_input_does_not_replace_a_document(desk: Desk) -> None:
    desk.make(desk.write("one/guide.md", FIRST))
    piped = desk.ask("-", text=SECOND.decode())
    assert desk.make(piped) == "guide-standard-input"


def test_a_folder_that_was_removed_is_free_and_forgotten(desk: Desk) -> None:
    first, second = desk.write("one/guide.md", FIRST), desk.write("two/guide.md", SECOND)
    folder = deliver(first, desk.state)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert find_other(second.source, lambda: list_inputs(second), folder, desk.state) is None
    deliver(desk.write("other.md", SECOND), desk.state)
    assert len(list((desk.state / "films").iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1, 2]", b"\xff", b'["elsewhere", "x"]'])
def test_a_damaged_record_says_nothing(desk: Desk, damage: bytes) -> None:
    desk.make(desk.write("one/guide.md", FIRST))
    (record,) = (desk.state / "films").iterdir()
    record.write_bytes(damage)
    assert desk.make(desk.write("two/guide.md", SECOND)) == "guide"


@pytest.mark.slow
def test_the_command_makes_both(tmp_path: Path, command_state: Path) -> None:
    maker = FilmMaker(tmp_path, command_state)
    desk = Desk(tmp_path)
    sources = [desk.write("one/guide.md", FIRST), desk.write("two/guide.md", SECOND)]
    made = [maker.make(one.source) for one in sources]
    assert [result.video_id for result in made] == ["guide", "guide-two"]
    assert [maker.make(one.source).run.unchanged for one in sources] == [True, True]
