"""Sentences that documents hold and a talk must mend: open leads, bare links, remarks, echoes; and what a point shows."""

from __future__ import annotations

import pytest

from adapters.documents.parsing import parse_document
from model.assets import Asset
from model.content import Run, plain
from model.inputs import SourceImage, VideoConfig
from model.narration import written
from model.scenes import CommandScene, QuoteScene, SceneConfig
from model.script import VideoScript
from writing.codes import split_screens
from writing.display import show_line
from writing.script import write_script
from writing.speech.saying import estimate_seconds
from writing.styled import tidy_text
from writing.wording import lower_first


def write(text: str, language: str = "en", picture: tuple[int, int] = (800, 400)) -> VideoScript:
    asset = Asset(sha256="0" * 64, size=1, suffix=".png")
    shown = SourceImage(reference="a.png", image=asset, width=picture[0], height=picture[1])
    content = parse_document(text, "markdown", name="README.md", images={"a.png": shown}, missing={}, language=language)
    source = Asset(sha256="0" * 64, size=1, suffix=".md")
    return write_script(
        content, VideoConfig(video_id="film", source_name="README.md", source_kind="markdown", source=source)
    )


def told(script: VideoScript) -> list[str]:
    return [written(sentence) for scene in script.scenes for sentence in scene.narration]


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        ("The key features are:", "The key features are these."),
        ("It builds on requests, and gives you:", "It builds on requests, and gives you the following."),
        ("It is used in projects like:", "It is used in projects like the following."),
        ("Moreover, that means that:", "Moreover, that means the following."),
        ("Examples include:", "Examples include the following."),
        ("Choose a voice, a theme and a length if you like:", "Choose a voice, a theme and a length if you like."),
        ("Change them to what fits your needs:", "Change them to what fits your needs."),
        ("It has three parts:", "It has three parts."),
        ("But if you go to, for example:", "But if you go to the following, for example."),
        ("The values of both will be:", "The values of both will be the following."),
        ("You will see an error like:", "You will see an error like this."),
        ("Now you need to:", "Now you need to do the following."),
        ("...those will stay:", "Those will stay."),
        ("Or", "Or this."),
    ],
)
def test_a_lead_that_stops_before_its_object_gets_one(lead: str, said: str) -> None:
    points = "- It never blocks while it reads a slow source.\n- It never drops what it has read.\n"
    assert said in told(write(f"# Rill\n\nRill is a small tool for streams.\n\n## Ideas\n\n{lead}\n\n{points}"))


def test_a_circumstance_before_a_command_is_a_sentence() -> None:
    talk = told(write("# Rill\n\nRill is a tool.\n\n## Install\n\nOn Windows:\n\n```sh\nscoop install rill\n```\n"))
    assert "On Windows, do this." in talk
    assert "Install rill with scoop." in talk


def test_what_an_install_line_says_is_not_said_again() -> None:
    talk = told(write("# Rill\n\nRill is a tool.\n\n## Install\n\nInstall with pip:\n\n```sh\npip install rill\n```\n"))
    assert "Install with pip." in talk
    assert "Install rill with pip." not in talk


def test_what_looks_back_at_a_command_is_not_said_over_the_next() -> None:
    text = (
        "# Rill\n\nRill is a tool.\n\n## Install\n\nInstall it, small:\n\n```sh\npip install rill\n```\n\n"
        "This will install only what is needed to read one stream.\n\n```sh\npip install rill[all]\n```\n"
    )
    with_extras = [
        scene for scene in write(text).scenes if scene.scene_type == "command" and "[all]" in scene.lines[0].text
    ]
    assert with_extras
    assert not any("This will install" in written(said) for scene in with_extras for said in scene.narration)


def test_addresses_with_a_label_and_lone_links_are_not_read_out() -> None:
    text = (
        "# Rill\n\nRill is a small tool for streams.\n\n**Documentation**: <https://rill.example.org>\n\n"
        "## Changes\n\nIt reads two streams at once.\n\n[Full changelog](https://rill.example.org/changes)\n"
    )
    script = write(text)
    assert "rill.example.org" not in " ".join(told(script))
    assert "changelog" not in " ".join(told(script))
    left = {entry.kind: entry.reason for entry in script.coverage if entry.outcome == "left out"}
    assert "leads away" in left["navigation"]


def test_an_article_is_small_before_a_name() -> None:
    assert plain(lower_first((Run(text="An ASGI server"),))) == "an ASGI server"
    assert plain(lower_first((Run(text="Anna Karenina"),))) == "Anna Karenina"


def test_what_stands_behind_an_emoji_moves_to_the_word_before_it() -> None:
    text = (Run(text="Go "), Run(text="fast 🚀", strong=True), Run(text="! And go 🚀 far 🎉. In 5 ⏱️!"))
    assert plain(tidy_text(text)) == "Go fast! And go far. In 5!"


def test_keyboards_are_pictograms_and_keys_are_not() -> None:
    assert plain(tidy_text((Run(text="\u2328 Editors, \u2318K"),))) == "Editors, \u2318K"


@pytest.mark.parametrize(
    "whole",
    [
        "To use it directly with shell completion, activate the project environment and install completion for it",
        "Ruff can be used to replace Flake8, Black, isort, pydocstyle, pyupgrade and many more of the tools you know",
        "Typer is a library for building applications that users will love using and developers will love making",
    ],
)
def test_a_point_is_not_cut_where_it_would_lose_its_sense(whole: str) -> None:
    assert plain(show_line((Run(text=whole + "."),))) == whole


def test_a_point_is_cut_before_a_clause_that_trails() -> None:
    text = "It converts scripts that know nothing of it to real applications, making them pleasant for all who use them"
    assert plain(show_line((Run(text=text),))) == text.split(",")[0]


def test_the_first_command_is_shown_without_its_remark() -> None:
    script = write("# Rill\n\nRill is a tool.\n\n## Use\n\n```sh\nrill check .   # All files in the folder.\n```\n")
    assert script.scenes[-1].lines == ("rill check .",)


def test_every_scene_still_lasts_long_enough() -> None:
    points = "".join(f"- {'Point ' * size}number {size} stands here.\n" for size in (3, 12, 2, 14, 1, 9))
    script = write(f"# Rill\n\nRill is a small tool for streams.\n\n## Ideas\n\nIt offers:\n\n{points}")
    assert all(3.0 <= estimate_seconds(scene.narration, "en") <= 15.0 for scene in script.scenes)


def test_a_picture_is_not_said_to_be_written_out() -> None:
    text = "# Rill\n\nRill is a small tool for streams.\n\n## Screens\n\nOne screen.\n\n![Held upright](a.png)\n"
    talk = told(write(text))
    assert "Here's a picture: Held upright." in talk
    assert not any("written" in said for said in talk)


def test_an_icon_is_left_out_with_its_reason() -> None:
    script = write("# Rill\n\nRill is a small tool for streams.\n\n![Tiny](a.png)\n", picture=(24, 24))
    assert not any(scene.scene_type == "image" for scene in script.scenes)
    assert [entry.reason for entry in script.coverage if entry.kind == "image"] == [
        "it is an icon of 24×24 pixels, too small for a film"
    ]


def test_an_enormous_table_is_told_by_its_first_rows() -> None:
    rows = "".join(f"| {number} | City {number} | {number * 7919 % 977} |\n" for number in range(240))
    script = write(f"# Cities\n\nThe cities of the country.\n\n| id | city | people |\n|---|---|---|\n{rows}")
    assert 1 <= sum(scene.scene_type == "table" for scene in script.scenes) <= 6
    (entry,) = [entry for entry in script.coverage if entry.kind == "table"]
    assert (entry.outcome, "only a film of everything" in entry.reason) == ("summarised", True)
    assert sum("The document lists" in said for said in told(script)) <= 1


def test_sentences_of_chinese_are_not_joined_as_if_they_were_words() -> None:
    text = "# 天气簿\n\n天气簿是一个小工具。\n\n## 功能\n\n- 轻量：可以在树莓派上运行\n- 开放：所有数据都保存为表格\n"
    talk = told(write(text, "zh"))
    assert "轻量：可以在树莓派上运行。" in talk
    assert "开放：所有数据都保存为表格。" in talk


def test_a_language_without_phrases_says_whole_sentences_and_names_nothing_twice() -> None:
    rows = "| Ключ | Значение |\n|---|---|\n| interval | секунд между измерениями |\n| unit | единица температуры |\n"
    talk = told(
        write(f"# Погодник\n\nПогодник — программа, которая строит графики погоды.\n\n## Настройки\n\n{rows}", "be")
    )
    assert talk[0] == "Погодник — программа, которая строит графики погоды."
    assert "Погодник." not in talk
    assert "unit: единица температуры." in talk


def test_sentences_of_a_box_that_have_no_full_stop_stand_on_lines_of_their_own() -> None:
    box_text = "> [!TIP]\n> Rill reads many streams at once\n>\n> See the guide to learn how it does so.\n"
    text = f"# Rill\n\nRill is a tool.\n\n{box_text}"
    (box,) = [scene for scene in write(text).scenes if scene.scene_type == "callout"]
    assert plain(box.text).split("\n") == ["Rill reads many streams at once", "See the guide to learn how it does so."]


def test_screens_of_code_are_even_and_begin_and_end_with_code() -> None:
    lines = [f"call({number})" if number % 6 else "" for number in range(1, 21)]
    screens = split_screens(lines)
    assert all(lines[first - 1] and lines[last - 1] for first, last in screens)
    assert max(last - first for first, last in screens) <= 13


def test_a_table_of_badges_is_left_out_with_its_words() -> None:
    badge = '<img src="https://img.shields.io/a.svg" alt="Build">'
    rows = "".join(f"<tr><th>{name}</th><td>{badge}</td></tr>" for name in ("docs", "tests"))
    script = write(f"# Rill\n\nRill is a small tool for streams.\n\n<table>{rows}</table>\n")
    assert not any(scene.scene_type == "table" for scene in script.scenes)
    assert "beside these words it holds only pictures" in [entry.reason for entry in script.coverage]


def test_the_first_section_says_what_it_is_where_the_opening_does_not() -> None:
    script = write("# Rill\n\n## A fork\n\nRill is a friendly fork of Brook. It reads many streams at once.\n")
    assert told(script)[0] == "Rill is a friendly fork of Brook."
    assert told(script).count("Rill is a friendly fork of Brook.") == 1
    assert script.description == "Rill is a friendly fork of Brook"


def test_a_question_is_not_the_name_where_a_logo_is_and_has_one_mark_only() -> None:
    logo = "![Rill logo](https://rill.example.org/logo.png)\n\n"
    asked = "# Why Rill?\n\nRill is a small tool for streams.\n"
    assert write(logo + asked).title == "Rill"
    assert told(write("# Why not?\n\n## Use\n\nIt reads a stream of numbers and adds them up.\n"))[0] == "Why not?"


@pytest.mark.parametrize(
    ("quotation", "shown"),
    [
        ('"We threw less away. It pays for itself."', "We threw less away. It pays for itself."),
        ("“We threw *less* away.”", "We threw less away."),
        ("He said “less” to us, and “more” to them.", "He said “less” to us, and “more” to them."),
        ("“Less” is not “more”", "“Less” is not “more”"),
    ],
)
def test_a_whole_quotation_goes_without_its_own_marks(quotation: str, shown: str) -> None:
    film = write(f"# Rill\n\nRill is a small tool for streams.\n\n## Praise\n\n> {quotation}\n> — Ada\n")
    quotes = [plain(scene.text) for scene in film.scenes if isinstance(scene, QuoteScene)]
    assert quotes == [shown]


def test_a_quotation_that_is_one_mark_is_survived() -> None:
    assert told(write('# Rill\n\nRill is a small tool for streams.\n\n## Praise\n\n> "\n'))


PRINTING = (
    "# Rill\n\nRill is a small tool for streams.\n\n## Use\n\n```python\nimport rill\nrill.names()\n```\n\n"
    "{lead}\n\n```\n{gives}\n```\n"
)


@pytest.mark.parametrize(
    ("lead", "gives", "said"),
    [
        ("This prints:", "['source', 'sink']", "source and sink."),
        ("Output:", "42", "42."),
        ("The result is:", "source\nsink", "source and sink."),
    ],
)
def test_what_code_gives_is_said_after_its_lead(lead: str, gives: str, said: str) -> None:
    talk = told(write(PRINTING.format(lead=lead, gives=gives)))
    assert said in talk
    assert sum("looks like" in sentence or "written" in sentence or "comes back" in sentence for sentence in talk) <= 1


@pytest.mark.parametrize("gives", ["<p>source</p>", "a = 1; b = 2", "\n".join(f"row {row}" for row in range(9))])
def test_what_cannot_be_heard_of_an_output_is_shown_alone(gives: str) -> None:
    talk = told(write(PRINTING.format(lead="This prints:", gives=gives)))
    assert not any(line in sentence for line in gives.split("\n") for sentence in talk)


def test_a_heading_that_is_an_adjective_gets_a_noun() -> None:
    topics = "".join(f"## {title}\n\n{title} words are here, enough of them.\n\n" for title in ("General", "Other"))
    assert any("the general part" in sentence for sentence in told(write(f"# Rill\n\nRill is a tool.\n\n{topics}")))


def test_a_tabs_label_stands_over_what_it_is_the_label_of() -> None:
    tabs = '=== "Linux"\n\n    ```sh\n    apt install rill\n    ```\n\n=== "macOS"\n\n    ```sh\n    brew install rill\n    ```'
    script = write(f"# Rill\n\nRill is a tool for streams.\n\n## Install\n\nChoose your system.\n\n{tabs}\n")
    headed = {scene.header: told_by(scene) for scene in script.scenes if isinstance(scene, CommandScene)}
    assert headed["Linux"].startswith("On Linux. Install rill with apt.")
    assert headed["macOS"].startswith("On macOS. Install rill with brew.")


def told_by(scene: SceneConfig) -> str:
    return " ".join(map(written, scene.narration))


def test_a_tree_of_files_is_no_terminal_whatever_its_fence_says() -> None:
    tree = "site\n├── blog\n│   └── hello.md\n└── package.json"
    text = "# Rill\n\nRill is a tool for streams.\n\n## Files\n\nThese files come with it.\n\n```sh\n{}\n```\n"
    kinds = {name: {scene.scene_type for scene in write(text.format(name + tree)).scenes} for name in ("", "$ tree\n")}
    assert "command" not in kinds[""] and "code" in kinds[""]
    assert "command" in kinds["$ tree\n"]


LABELLED = "# Rill\n\nRill is a tool for streams.\n\n## Start\n\n{words}\n"


@pytest.mark.parametrize(
    ("label", "said"),
    [("Windows 10/11", "On Windows 10/11."), ("npm or pnpm", "With npm or pnpm."), ("Python 3.10+", "In Python 3.10+."),
     ("Strawberries", "Now, Strawberries.")],
)  # fmt: skip
def test_a_label_above_code_is_said_as_what_it_names(label: str, said: str) -> None:
    assert said in told(write(LABELLED.format(words=f"**{label}**\n\n```\nrill start\n```")))


def test_a_label_elsewhere_names_nothing_special() -> None:
    words = (
        "**Swift**\n\nThe swift is a bird that sleeps in flight.\n\n**Swallow**\n\nThe swallow builds its nest of mud."
    )
    assert "Now, Swift." in told(write(LABELLED.format(words=words)))


def test_a_label_before_its_own_words_joins_them() -> None:
    words = "**Themes**<br>\nThere are seven of them, each light and dark.\n\n**Speed?**<br>\nIt is done at once."
    talk = told(write(LABELLED.format(words=words)))
    assert "Themes: There are seven of them, each light and dark." in talk
    assert any(sentence.endswith("Speed? It is done at once.") or sentence == "Speed?" for sentence in talk)


def test_a_thousand_labels_are_a_paragraph() -> None:
    assert told(write(LABELLED.format(words="**Abc**  \n" * 2000 + "words.")))


def test_a_german_label_is_said_in_german() -> None:
    text = "# Rill\n\nRill ist ein Werkzeug.\n\n## Start\n\n**Linux und macOS**\n\n```sh\nrill start\n```\n"
    assert "Unter Linux und macOS." in told(write(text, language="de"))


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("curl -X POST https://a.example/run -d '{}'", "Send a request with curl."),
        ("curl http://localhost:8000/health", "Send a request with curl."),
        ("curl -LO https://a.example/rill", "Download it with curl."),
        ("curl https://a.example/rill.tar.gz", "Download it with curl."),
        ("wget https://a.example/rill", "Download it with wget."),
    ],
)
def test_a_request_is_no_download(command: str, said: str) -> None:
    assert said in told(write(LABELLED.format(words=f"```sh\n{command}\n```")))


@pytest.mark.parametrize("at", range(4))
def test_no_step_says_a_word_of_the_heading_again(at: int) -> None:
    titles = ["How it stands", "What is left", "Who does it"]
    titles.insert(at, "Where we go next")
    words = "- Part {0} has words, and enough of them for a slide.\n- {0} has others that follow, more of them.\n\n"
    parts = "".join(f"## {title}\n\n{words.format(title)}" for title in titles)
    talk = told(write(f"# Rill\n\nRill is a tool for streams of lines.\n\n{parts}"))
    (said,) = (sentence for sentence in talk[2:] if sentence.endswith("where we go next."))
    assert not said.startswith("Next")


def test_a_heading_that_begins_with_a_verb_is_an_order() -> None:
    text = "# Rill\n\nRill is a tool.\n\n## Start as a service\n\nIt runs by itself then.\n\n## Other\n\nOther words.\n"
    assert any("how to start as a service" in sentence for sentence in told(write(text)))
