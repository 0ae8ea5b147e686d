"""What a set is named by -> its films; what is there already; what is said of it; how many calls go on at once."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.sets.planning import plan_films, read_stated, report_failure
from adapters.sets.sources import expand_sources
from adapters.settings import Settings, load_settings
from deployments.command import create
from deployments.sets import OWN_OF_FILMS
from model.errors import ConfigError, IncompleteSetError, Problem, ResourceError, ValidationError
from model.inputs import InputConfig
from model.sets import FilmReport, SetConfig, SetReport, sum_up
from render.set_summary import say_failures, say_film, say_set, summarise_set

COURSE = """\
videos:
- {video_id: one, title: One, scenes: [{scene_type: title, title: One}]}
- {video_id: two, title: Two, scenes: [{scene_type: title, title: Two}]}
"""


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of documents, in the working folder."""
    monkeypatch.chdir(tmp_path)
    texts = {
        "index.md": "# Home\n", "10-last.md": "# Last\n", "2-middle.md": "# Middle\n", "empty.md": "\n",
        "use/linux.md": "# Linux\n", "install/linux.rst": "Linux\n=====\n", "paper.pdf": "%PDF-", "notes.txt": "Notes.\n",
        "_draft.md": "# Draft\n", "node_modules/x.md": "# X\n",
    }  # fmt: skip
    for name, text in texts.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "docs"


def expand(*named: str, per: str = "file", stdin: str = "") -> list[str]:
    return [one.source for one in expand_sources(named, per, lambda: stdin)]


def test_a_folder_is_a_film_for_each_document(docs: Path) -> None:
    found = ["index.md", "2-middle.md", "10-last.md", "paper.pdf", "install/linux.rst", "use/linux.md"]
    assert expand("docs/") == [f"docs/{name}" for name in found]
    assert expand("docs", per="source") == ["docs"]
    assert all(one.folder == Path("docs") for one in expand_sources(["docs"], "file"))


def test_navigation_orders_a_folder_and_leaves_nothing_out(docs: Path) -> None:
    (docs / "mkdocs.yml").write_text("nav: [10-last.md, index.md]\ndocs_dir: .\n")
    assert expand("docs")[:3] == ["docs/10-last.md", "docs/index.md", "docs/2-middle.md"]
    assert len(expand("docs")) == 6


def test_a_pattern_is_what_it_matches(docs: Path) -> None:
    (docs / "course.yaml").write_text(COURSE)
    (docs / "picture.png").write_bytes(b"")
    assert expand("docs/*") == [
        f"docs/{name}"
        for name in (
            "index.md",
            "2-middle.md",
            "10-last.md",
            "_draft.md",
            "course.yaml",
            "empty.md",
            "notes.txt",
            "paper.pdf",
        )
    ]
    assert expand("docs/**/linux.*") == ["docs/install/linux.rst", "docs/use/linux.md"]
    assert expand("docs/*/", per="source") == ["docs/install/", "docs/node_modules/", "docs/use/"]
    (wrong,) = expand_sources(["docs/*.tex"], "file")
    assert "No document matches this pattern." in str(wrong.problem)


def test_a_file_whose_name_is_a_pattern_is_itself(docs: Path) -> None:
    (docs / "[a].md").write_text("# A\n")
    assert expand("docs/[a].md") == ["docs/[a].md"]


def test_a_list_names_sources(docs: Path) -> None:
    listed = "# mine\n\ndocs/index.md\ndocs/use\nhttps://example.org/a\n  youtube:abcdefghijk \n"
    expected = ["docs/index.md", "docs/use/linux.md", "https://example.org/a", "youtube:abcdefghijk"]
    (docs / "films.txt").write_text(listed)
    assert expand("list:docs/films.txt") == expected
    assert expand("-", stdin=listed) == expand("list:-", stdin=listed) == expected
    for text, said in (("", "names nothing"), ("-\n", "a list itself"), ("list:x\n", "a list itself")):
        (wrong,) = expand_sources(["-"], "file", lambda text=text: text)
        assert said in str(wrong.problem)
    (wrong,) = expand_sources(["list:docs/nowhere.txt"], "file")
    assert wrong.problem is not None


def test_what_is_named_twice_is_made_once(docs: Path) -> None:
    assert expand("docs/use/linux.md", "docs/use", "./docs/use/linux.md") == ["docs/use/linux.md"]
    assert expand("youtube:a", "youtube:a", "youtube:b") == ["youtube:a", "youtube:b"]


def test_a_set_has_an_end(docs: Path) -> None:
    with pytest.raises(ValidationError, match="more than 5000 films"):
        expand_sources(["-"], "file", lambda: "\n".join(f"https://example.org/{at}" for at in range(5_001)))


def plan(config: SetConfig, state: Path) -> list[FilmReport]:
    named = expand_sources(config.all_sources, config.one_film_per)
    return [film.report for film in plan_films(named, read_stated(config, load_settings()), state)]


def test_each_film_has_a_folder_of_its_own(docs: Path, tmp_path: Path) -> None:
    (docs / "paper.pdf").unlink()
    (docs / "set.yaml").write_text(COURSE)
    config = SetConfig(source="docs", sources=("docs/set.yaml", "docs/nowhere.md"), engine="silent", output="films")
    *films, failed = plan(config, tmp_path / "state")
    names = ["home", "2-middle", "10-last", "linux", "linux-use", "one", "two"]
    assert [film.video_id for film in films] == names
    assert [film.video for film in films] == [str(tmp_path / "films" / name / f"{name}.mp4") for name in names]
    assert {film.state for film in films} == {"stopped"}
    assert [film.name for film in films[-2:]] == ["docs/set.yaml#one", "docs/set.yaml#two"]
    assert (failed.state, failed.problem) == ("failed", "docs/nowhere.md: There is no such file.")
    assert failed.remedy == "Check the name and the folder."


def test_what_a_set_states_holds_for_each_film() -> None:
    config = SetConfig(source="docs", engine="espeak", theme="swiss", sources=("more",), max_parallel=2)
    film = config.film("document", "docs/a.md")
    assert type(film) is InputConfig
    assert (film.source, film.input_type, film.engine, film.theme) == ("docs/a.md", "document", "espeak", "swiss")
    assert film.stated == config.stated == ("engine", "theme")
    assert config.all_sources == ("docs", "more")


def test_a_deployments_parameters_are_json() -> None:
    config = SetConfig(
        source="docs", sources=("a",), speakers=(("A", "male"),), engine="espeak", deployment="make-video/x"
    )
    assert SetConfig.model_validate(json.loads(config.model_dump_json())) == config
    film = InputConfig(source="a.md", speakers=(("A", "male"),), engine="silent")
    assert InputConfig.model_validate(film.model_dump(mode="json")) == film


def film(source: str, state: str = "made", **facts: object) -> FilmReport:
    name = source.partition(".")[0]
    there = {"video_id": name, "video": f"/films/{name}/{name}.mp4", "duration": 61.0, "scenes": 4, "seconds": 2.5}
    return FilmReport(
        source=source, state=state, **(there if state in ("made", "reused") else {"video_id": name}) | facts
    )


@pytest.fixture
def report() -> SetReport:
    broken = ValidationError((Problem(message="It is broken.", remedy="Mend it.", file="c.md", line=7),))
    full = [
        report_failure(film(name, "failed"), ResourceError("The disk is full.", "Free some.")) for name in ("d", "e")
    ]
    films = (
        film("a.md", cost=0.0125), film("b.md", "reused"), report_failure(film("c.md", "failed"), broken), *full,
        film("f.md", "stopped"),
    )  # fmt: skip
    return sum_up(films, "/films", 12.34, "an-id")


def test_a_report_counts(report: SetReport) -> None:
    assert (report.made, report.reused, report.failed, report.stopped) == (1, 1, 3, 1)
    assert (report.success, report.film_minutes, report.cost) == (False, 2.03, 0.0125)
    assert SetReport.model_validate_json(report.model_dump_json()) == report
    assert sum_up((film("a.md"),), "/films", 1.0).success
    assert str(IncompleteSetError(report)) == "4 of 6 films are missing. The same command makes only these."


def test_a_set_is_told_in_one_line_and_a_reason_in_another(report: SetReport) -> None:
    said = "6 films: 1 made, 1 unchanged, 3 failed, 1 not made. 2.0 minutes of film, $0.0125, in 12.3 s."
    assert say_set(report) == said
    assert say_failures(report) == ("c.md:7: It is broken. Mend it.", "d, e: The disk is full. Free some.")
    assert say_film(report.films[0]) == "made    a: 1:01, 4 scenes, in 2.5 s, $0.0125"
    assert say_film(report.films[1]) == "reused  b: 1:01, 4 scenes"
    assert say_film(report.films[2]) == "failed  c.md:7: It is broken. Mend it."
    paid = report.films[2].model_copy(update={"cost": 0.5})
    assert say_film(paid) == "failed  c.md:7: It is broken. Mend it. $0.5000 were paid."


def test_the_page_links_films_and_escapes_names(report: SetReport) -> None:
    page = summarise_set(sum_up((*report.films, film("x|<b>.md", "reused")), "/films", 1.0))
    assert "- c.md:7: It is broken. Mend it." in page
    assert "| made | [a](file:///films/a/a.mp4) | 1:01 | 4 | 2.5 s | $0.0125 | a.md |" in page
    assert r"x\|\<b\>.md |" in page


def test_several_problems_are_one_line() -> None:
    group = ExceptionGroup("x", [ConfigError("First\nline.", "Do it."), ConfigError("Second.", "")])
    failed = report_failure(film("a.md", "failed"), group)
    assert (failed.problem, failed.remedy) == ("First line. (and 1 more problem)", "Do it.")
    assert "This is a defect of ours." in report_failure(film("a.md", "failed"), KeyError("x")).problem


class Crowd:
    """Counts who is inside at the same time."""

    def __init__(self) -> None:
        self.inside = self.most = self.passed = 0

    async def pass_through(self, kind: str, most: int) -> None:
        from tasks.limits import limited

        async with limited(kind, most):
            self.inside += 1
            self.most = max(self.most, self.inside)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            self.inside -= 1
            self.passed += 1


@pytest.fixture
def counted_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VIDEO_GEN_LIMITS", "process")
    yield


@pytest.mark.usefixtures("counted_here")
def test_all_films_of_a_process_share_a_limit() -> None:
    edge, other = Crowd(), Crowd()

    async def crowd() -> None:
        await asyncio.gather(
            *(edge.pass_through("edge", 4) for _ in range(40)), *(other.pass_through("anthropic", 2) for _ in range(20))
        )

    asyncio.run(crowd())
    assert (edge.most, edge.passed) == (4, 40)
    assert (other.most, other.passed) == (2, 20)


@pytest.mark.usefixtures("counted_here")
def test_a_limit_is_free_again_after_a_failure_and_in_the_next_loop() -> None:
    from tasks.limits import limited

    async def fail() -> None:
        async with limited("edge", 1):
            raise OSError

    for _ in range(3):
        with pytest.raises(OSError):
            asyncio.run(fail())
    asyncio.run(Crowd().pass_through("edge", 1))


def test_what_a_set_takes_of_a_films_options_is_a_setting() -> None:
    """All else would be told to be no setting, whatever is asked for."""
    theirs = set(inspect.signature(create).parameters) - OWN_OF_FILMS
    assert theirs <= Settings.model_fields.keys()
