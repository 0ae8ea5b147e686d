"""Markdown reaches comparisons, steps, numbers and end cards where it says such things, and no further."""

from __future__ import annotations

import pytest

from adapters.documents.parsing import parse_document
from model.assets import Asset
from model.content import plain
from model.inputs import VideoConfig
from model.narration import spoken, written
from model.scenes import SceneConfig
from model.scenes.chart import ChartScene
from model.scenes.code_comparison import CodeComparisonScene
from model.scenes.end_card import EndCardScene
from model.scenes.stat import StatScene
from model.scenes.steps import StepsScene
from model.script import VideoScript
from model.timeline import Hold, VideoFormat
from render.designs import find_cues
from render.fitting import fit_script
from render.motion_plan import plan_motions, time_cues
from render.theme import Look
from render.transitions import is_one_page
from tests.silent_film import make_take
from writing.script import write_script

OPENING = "# Relay\n\nRelay carries messages between services that do not know each other.\n\n"
LOOP = "```python\ndef fetch(url):\n    while True:\n        return get(url)\n```"
LINE = "```python\n@retry(times=3)\ndef fetch(url):\n    return get(url)\n```"


def write(text: str, language: str = "en", target: float | str = "all") -> VideoScript:
    content = parse_document(text, "markdown", name="README.md", images={}, missing={}, language=language)
    source = Asset(sha256="0" * 64, size=1, suffix=".md")
    config = VideoConfig(
        video_id="film", source_name="README.md", source_kind="markdown", source=source, target_duration=target
    )
    return fit_script(write_script(content, config), Look(language=language), lambda asset: b"")


def only(script: VideoScript, kind: type[SceneConfig]) -> SceneConfig:
    (found,) = (scene for scene in script.scenes if isinstance(scene, kind))
    return found


def said(scene: SceneConfig) -> list[str]:
    return [written(sentence) for sentence in scene.narration]


def outcomes(script: VideoScript) -> dict[int, str]:
    return {entry.span.first: entry.outcome for entry in script.coverage}


def test_code_before_and_after_is_one_comparison_that_turns_with_its_second_lead() -> None:
    script = write(
        OPENING + f"## Why\n\nBefore, each caller had a loop:\n\n{LOOP}\n\nNow a decorator does it:\n\n{LINE}\n"
    )
    scene = only(script, CodeComparisonScene)
    assert (scene.before.split("\n")[1], scene.after.split("\n")[0]) == ("    while True:", "@retry(times=3)")
    assert (scene.header, scene.before_label, scene.after_label) == ("Why", "Before", "After")
    assert said(scene)[-2:] == ["Before, each caller had a loop.", "Now a decorator does it."]
    assert scene.turn == len(scene.narration) - 1
    words = [word.text for sentence in scene.narration for word in sentence.words]
    assert words[find_cues(scene, Look())[0].word] == "Now"
    assert [(span.first, span.last) for span in scene.spans] == [(9, 13), (17, 21)]
    assert [outcomes(script)[line] for line in (7, 9, 15, 17)] == ["spoken", "shown", "spoken", "shown"]


@pytest.mark.parametrize(
    ("first", "second", "labels"),
    [
        ("Before:", "After:", ("Before", "After")),
        ("**Bad**", "**Good**", ("Bad", "Good")),
        ("❌ Don't:", "✅ Do:", ("Don't", "Do")),
        ("The old way:", "The new way:", ("The old way", "The new way")),
    ],
)
def test_names_over_code_are_shown_and_not_said_as_sentences(first: str, second: str, labels: tuple[str, str]) -> None:
    script = write(OPENING + f"## Style\n\n{first}\n\n{LOOP}\n\n{second}\n\n{LINE}\n")
    scene = only(script, CodeComparisonScene)
    assert (scene.before_label, scene.after_label) == labels
    assert [outcomes(script)[line] for line in (7, 9, 15, 17)] == ["shown"] * 4
    assert f"{labels[0]}." not in said(scene) and any("the difference" in sentence for sentence in said(scene))


def test_comments_and_suggestions_and_headings_compare_too() -> None:
    commented = "```js\n// bad\nlet x = load(a)\n```\n\n```js\n// good\nlet settings = load(path)\n```\n"
    scene = only(write(OPENING + "## Names\n\n" + commented), CodeComparisonScene)
    assert (scene.before, scene.after) == ("let x = load(a)", "let settings = load(path)")
    assert (scene.before_label, scene.after_label) == ("bad", "good")
    suggested = "```python\nfor at in range(9):\n    go(at)\n```\n\n```suggestion\nfor at in names:\n    go(at)\n```\n"
    scene = only(write(OPENING + "## Review\n\n" + suggested), CodeComparisonScene)
    assert (scene.before_label, scene.after_label, scene.language) == ("Before", "After", "python")
    script = write(OPENING + f"## Moving\n\nIt opens itself.\n\n### Old\n\n{LOOP}\n\n### New\n\n{LINE}\n")
    scene = only(script, CodeComparisonScene)
    assert (scene.header, scene.before_label, scene.after_label) == ("Old and New", "Old", "New")
    assert [outcomes(script)[line] for line in (9, 17)] == ["shown", "shown"], "the headings are its labels"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Before you call it, make a client:", "After that, send a message:"),
        ("Install it:", "Use it:"),
        ("Before:", "And so on:"),
    ],
)
def test_code_in_an_order_is_no_comparison(first: str, second: str) -> None:
    script = write(OPENING + f"## Use\n\n{first}\n\n{LOOP}\n\n{second}\n\n{LINE}\n")
    assert not any(isinstance(scene, CodeComparisonScene) for scene in script.scenes)
    other = LINE.replace("python", "ruby")
    script = write(OPENING + f"## Use\n\nBefore:\n\n{LOOP}\n\nAfter:\n\n{other}\n")
    assert not any(isinstance(scene, CodeComparisonScene) for scene in script.scenes)


def test_orders_are_steps_that_come_with_their_sentences() -> None:
    text = "## First film\n\n1. Install the package.\n2. Write a page about it.\n3. Run the one command.\n"
    script = write(OPENING + text)
    scene = only(script, StepsScene)
    assert [plain(step.text) for step in scene.steps] == [
        "Install the package", "Write a page about it", "Run the one command",
    ]  # fmt: skip
    assert [said(scene)[step.sentence].split(",")[0] for step in scene.steps] == ["First", "Then", "Finally"]
    assert outcomes(script)[7] == "shown and spoken" and [span.first for span in scene.spans] == [7, 8, 9]


def test_a_list_under_how_it_works_is_steps_and_pages_go_on() -> None:
    entries = [f"{at}. A message number {at} is taken from the queue and handed over" for at in range(1, 6)]
    script = write(OPENING + "## How it works\n\n" + "\n".join(entries) + "\n")
    scenes = [scene for scene in script.scenes if isinstance(scene, StepsScene)]
    assert len(scenes) > 1 and all(is_one_page(scenes[0], scene) for scene in scenes)
    assert [step.state for step in scenes[-1].steps].count("before") == 5 - len(find_cues(scenes[-1], Look()))
    assert {scene.first for scene in scenes} == {1}


@pytest.mark.parametrize(
    "entries",
    [
        "1. Berlin\n2. Paris\n3. Rome\n",
        "1. Open it\n   - twice\n2. Close it\n3. Go home\n",
        "1. Open it\n2. Close it and " + "wait for a long time and " * 4 + "then stop\n3. Go home\n",
        "- Open it\n- Close it\n- Leave it\n",
        "1. Open it\n2. Close it\n",
    ],
)
def test_other_lists_stay_lists(entries: str) -> None:
    script = write(OPENING + "## Places\n\n" + entries)
    assert not any(isinstance(scene, StepsScene) for scene in script.scenes)


def test_dated_entries_are_a_timeline() -> None:
    entries = (
        "- 2019: the first version.\n- **March 2021** – Signed messages\n- **2023** Queues survive\n"
        "- v3.0 (2024-05-01) Rust\n"
    )
    script = write(OPENING + "## History\n\n" + entries)
    scenes = [scene for scene in script.scenes if isinstance(scene, StepsScene)]
    assert [(step.label, plain(step.text)) for step in scenes[0].steps] == [
        ("2019", "The first version"), ("March 2021", "Signed messages"), ("2023", "Queues survive"),
        ("v3.0 (2024-05-01)", "Rust"),
    ]  # fmt: skip
    heard = [sentence for scene in scenes for sentence in said(scene)]
    assert "March 2021: Signed messages." in heard and "2023: Queues survive." in heard


def test_a_sentence_that_lives_of_its_number_is_that_number() -> None:
    script = write(OPENING + "## Cache\n\n**98 %** of all builds come from the cache, even on a new machine.\n")
    scene = only(script, StatScene)
    assert (scene.header, scene.value, scene.unit) == ("Cache", "98", "%")
    assert plain(scene.text) == "of all builds come from the cache, even on a new machine"
    assert outcomes(script)[7] == "shown and spoken" and [span.first for span in scene.spans] == [7]
    table = "| Metric | Value |\n|---|---|\n| Builds that come from the cache | 98 % |\n"
    scene = only(write(OPENING + "## Cache\n\nThis was measured over a whole week.\n\n" + table), StatScene)
    assert (scene.value, scene.unit, plain(scene.text)) == ("98", "%", "Builds that come from the cache")
    assert said(scene)[-1] == "Builds that come from the cache: 98 %."


@pytest.mark.parametrize(
    "text",
    [
        "**2024** was the year in which the first version of it was released to everybody.",
        "**3.11** or newer of the language is needed, and nothing else of the system that it runs on.",
        "**3** kinds of messages are known to it, and each of them has a queue of its own.",
        "It has 1200 tests that run within a minute on any machine that we know of.",
        "It was tested with **14 TB** of data in 3.1 million files on two machines.",
    ],
)
def test_other_numbers_are_words(text: str) -> None:
    script = write(OPENING + "## About\n\n" + text + "\n")
    assert not any(isinstance(scene, StatScene) for scene in script.scenes)


def test_a_film_has_two_large_numbers_at_most() -> None:
    parts = [f"## Part {name}\n\n**9{at} %** of all {name} messages arrive within a second or less.\n"
             for at, name in enumerate(("short", "long", "late", "lost"))]  # fmt: skip
    script = write(OPENING + "\n".join(parts))
    assert [scene.scene_type for scene in script.scenes].count("stat") == 2
    assert set(outcomes(script).values()) <= {"shown and spoken", "shown", "spoken", "left out"}
    heard = " ".join(sentence for scene in script.scenes for sentence in said(scene))
    assert all(f"9{at} % of all" in heard for at in range(4))


LINKS = (
    "- [User guide](https://www.relay.dev/docs/)\n- Forum: https://forum.relay.dev\n- [Plans](plans.md) for next year\n"
)


@pytest.mark.parametrize("heading", ["Next steps", "Further reading", "Get in touch", "Links"])
def test_links_at_the_end_are_an_end_card(heading: str) -> None:
    script = write(OPENING + f"## Use\n\nIt is used from Python.\n\n## {heading}\n\n{LINKS}\n## License\n\nMIT.\n")
    scene = script.scenes[-1]
    assert isinstance(scene, EndCardScene)
    assert (scene.lines, scene.links) == (("User guide", "Forum", "Plans"), ("relay.dev/docs", "forum.relay.dev"))
    assert said(scene)[-1] == "Where to go from here: User guide, Forum and Plans."
    assert outcomes(script)[11] == "shown and spoken"
    assert not any("Forum" in sentence for other in script.scenes[:-1] for sentence in said(other))


@pytest.mark.parametrize(
    "ending",
    [
        "## Next steps\n\nRead the [guide](https://relay.dev).\n",
        f"## Internals\n\n{LINKS}",
        "## Links\n\n- [Guide](#use)\n- [Forum](#forum)\n",
        f"## Links\n\n{LINKS}\n## Details\n\nThere is one more thing to know about it.\n",
        "## Next steps\n\n- Write the docs\n- Ship the next version\n",
    ],
)
def test_other_endings_close_as_before(ending: str) -> None:
    assert write(OPENING + f"## Use\n\nIt is used from Python.\n\n{ending}").scenes[-1].scene_type == "outro"


GERMAN = f"""# Relay

Relay verbindet Dienste, die sich nicht kennen.

## Wozu

Vorher stand die Schleife in jedem Programm:

{LOOP}

Jetzt genügt eine einzige Zeile dafür:

{LINE}

## So geht es los

1. Das Paket installieren
2. Eine Nachricht schreiben
3. Den Dienst starten

## Zahlen

**98 %** aller Nachrichten kommen innerhalb einer Sekunde an, auch bei voller Last.

## Mehr erfahren

- [Handbuch](https://relay.dev/de)
- [Forum](https://forum.relay.dev)
"""


def test_other_languages_reach_them_as_well() -> None:
    script = write(GERMAN, "de")
    kinds = [scene.scene_type for scene in script.scenes]
    assert kinds == ["title", "code_comparison", "steps", "stat", "end_card"]
    assert (script.scenes[1].before_label, script.scenes[1].after_label) == ("Vorher", "Nachher")
    assert said(script.scenes[-1])[1] == "So geht es weiter: Handbuch und Forum."
    unknown = write(GERMAN, "fi")
    assert unknown.scenes[-1].scene_type == "end_card" and all(
        spoken(sentence).strip() for scene in unknown.scenes for sentence in scene.narration
    )


@pytest.mark.parametrize("target", [15.0, 40.0, 90.0, 180.0])
def test_every_length_accounts_for_all_blocks(target: float) -> None:
    script = write(GERMAN, "de", target)
    ids = {scene.scene_id for scene in script.scenes}
    assert all(set(entry.scenes) <= ids for entry in script.coverage)
    assert all(bool(entry.scenes) == (entry.outcome != "left out") for entry in script.coverage)
    assert len(script.coverage) == len(write(GERMAN, "de").coverage)


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
def test_little_of_them_is_encoded(size: tuple[int, int]) -> None:
    look = Look(language="de", format=VideoFormat(width=size[0], height=size[1]))
    coded = frames = 0
    for scene in write(GERMAN, "de").scenes:
        take = make_take(scene, pause=9600)
        length = take.samples // 1600 + 20
        for motion in plan_motions(time_cues(find_cues(scene, look), take), length, look.format):
            coded += 1 if isinstance(motion, Hold) else motion.frames
            assert isinstance(motion, Hold) or motion.frames <= 12
        frames += length
    assert coded < 0.15 * frames


def test_a_chart_that_two_scenes_tell_grows_once() -> None:
    names = ("Video-gen, the engine of this project", "A filter graph of one command", "Frames in memory", "MoviePy")
    rows = "| Tool | Time |\n|---|---|\n" + "".join(f"| {name} | {9.5**at:.1f} s |\n" for at, name in enumerate(names))
    script = write(OPENING + "## Results\n\nEach tool makes one minute of film.\n\n" + rows)
    charts = [scene for scene in script.scenes if isinstance(scene, ChartScene)]
    assert [scene.goes_on for scene in charts] == [False, True]
    words = [word.text for sentence in charts[1].narration for word in sentence.words]
    assert [words[cue.word] for cue in find_cues(charts[1], Look())] == ["MoviePy", "Video-gen,"]
