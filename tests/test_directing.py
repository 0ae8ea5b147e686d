"""Comments and labels of a document: who says what, and how long nobody does."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.parsing import parse_content
from adapters.input import adapt_input
from adapters.store import Store
from adapters.videos.script_reading import read_script
from model.content import OmittedBlock
from model.directions import Direction, read_direction
from model.inputs import InputConfig
from model.narration import Sentence, spoken, written
from model.script import VideoScript
from render.script_file import script_yaml
from writing.script import write_script

OPENING = "# Lighthouse\n\nLighthouse is a small tool that watches a folder.\n\n"


def write(tmp_path: Path, text: str, **fields: object) -> VideoScript:
    source = tmp_path / "lighthouse.md"
    source.write_text(text)
    config = InputConfig.model_validate({"source": str(source), "target_duration": "all", **fields})
    store = Store(tmp_path / "store")
    (video,) = adapt_input(config, store).videos
    return write_script(parse_content(video, store), video)


def sentences(script: VideoScript) -> dict[str, Sentence]:
    return {written(sentence): sentence for scene in script.scenes for sentence in scene.narration}


@pytest.mark.parametrize(
    ("comment", "direction"),
    [("pause: 2s", Direction(pause=2000)), ("pause 1500ms", Direction(pause=1500)), ("PAUSE: 0.5 s", Direction(pause=500)),
     ("pause=3", Direction(pause=3000)), ("pause: 1,25 seconds", Direction(pause=1250)),
     ("pause: 99s", Direction(pause=10_000)),
     ("voice: female", Direction(voice="female")), ("speaker: Ada Byron", Direction(voice="Ada Byron")),
     ("voice: default", Direction(voice="")), ("speaker = narrator", Direction(voice="")),
     ("pause", None), ("pause: soon", None), ("pauses: 2s", None), ("voice", None), ("voices: female", None),
     ("pause: -2s", None), ("we pause: 2s here", None), ("voice: " + "x" * 101, None), ("voice: a\nvoice: b", None)],
)  # fmt: skip
def test_what_a_comment_says(comment: str, direction: Direction | None) -> None:
    assert read_direction(comment) == direction


def test_a_voice_speaks_from_its_comment_on(tmp_path: Path) -> None:
    script = write(tmp_path, OPENING + """\
## Install

It needs nothing but Python itself.

<!-- voice: female -->

Any version from the last five years will do nicely.

## Use

It follows every folder below the one that you name.

<!-- voice: default -->

It writes one line for each file that changed.
""")  # fmt: skip
    said = sentences(script)
    assert said["It needs nothing but Python itself."].voice == ""
    assert said["Any version from the last five years will do nicely."].voice == "female"
    assert said["It follows every folder below the one that you name."].voice == "female"
    assert said["It writes one line for each file that changed."].voice == ""


def test_a_comment_within_a_paragraph_parts_it(tmp_path: Path) -> None:
    text = (
        "Think about it for a moment. <!-- pause: 2s --> The answer is a folder. <!-- voice: female --> A folder it is."
    )
    said = sentences(write(tmp_path, f"{OPENING}## Quiz\n\n{text}\n"))
    assert said["Think about it for a moment."].pause_after == 2000
    assert said["The answer is a folder."].pause_after == 0
    assert [said[one].voice for one in ("The answer is a folder.", "A folder it is.")] == ["", "female"]


def test_a_comment_in_a_list_stands_where_it_is_written(tmp_path: Path) -> None:
    text = "- What is the tool called? <!-- pause: 3s -->\n- It is called Lighthouse, as you know.\n"
    said = sentences(write(tmp_path, f"{OPENING}## Quiz\n\n{text}"))
    assert said["What is the tool called?"].pause_after == 3000
    assert said["It is called Lighthouse, as you know."].pause_after == 0


def test_a_pause_after_code_follows_its_scene(tmp_path: Path) -> None:
    text = "Install it from the index:\n\n```sh\npip install lighthouse\n```\n\n<!-- pause: 4s -->\n"
    script = write(tmp_path, f"{OPENING}## Install\n\n{text}")
    (scene,) = [scene for scene in script.scenes if scene.scene_type == "command"]
    assert [sentence.pause_after for sentence in scene.narration][-1] == 4000
    assert sum(sentence.pause_after for one in script.scenes for sentence in one.narration) == 4000


def test_a_voice_before_everything_says_everything(tmp_path: Path) -> None:
    script = write(tmp_path, "<!-- voice: female -->\n\n" + OPENING + "## Use\n\nIt follows every folder below it.\n")
    assert {sentence.voice for scene in script.scenes for sentence in scene.narration} == {"female"}


def test_directions_are_accounted_for_and_other_comments_stay_hidden(tmp_path: Path) -> None:
    text = OPENING + "<!-- pause: 1s -->\n\n## Use\n\n<!-- a remark -->\n\nIt follows every folder below it.\n"
    source = tmp_path / "lighthouse.md"
    source.write_text(text)
    store = Store(tmp_path / "store")
    (video,) = adapt_input(InputConfig(source=str(source)), store).videos
    content = parse_content(video, store)
    omitted = [block for section in content.sections for block in section.blocks if isinstance(block, OmittedBlock)]
    assert [(block.what, block.text) for block in omitted] == [("direction", "pause: 1s"), ("comment", "a remark")]
    assert "remark" not in " ".join(sentences(write_script(content, video)))


TALK = """\
## Talk

**Alice:** How do I start it on my own machine?

**Bob:** You name a folder. Then you wait for the first line.

**Alice:** And what does it write when a file has changed?

**Bob:** It writes one line for each file, with its name and the time.
"""


def test_a_dialogue_is_spoken_in_turns_and_its_labels_are_shown_alone(tmp_path: Path) -> None:
    script = write(tmp_path, OPENING + TALK)
    assert script.speakers == (("Alice", ""), ("Bob", ""))
    said = sentences(script)
    head = said["Alice: How do I start it on my own machine?"]
    assert (head.voice, spoken(head)) == ("Alice", "How do I start it on my own machine?")
    assert said["Then you wait for the first line."].voice == "Bob"
    assert said["Lighthouse is a small tool that watches a folder."].voice == ""


@pytest.mark.parametrize(
    "labels", [("Note", "Tip", "Note", "Tip"), ("Alice", "Bob", "Alice"), ("Alice", "Alice", "Alice", "Alice"),
               ("Alice", "Bob", "Carl", "Dora"), ("Before", "After", "Before", "After")],
)  # fmt: skip
def test_labels_of_another_kind_are_said(tmp_path: Path, labels: tuple[str, ...]) -> None:
    turns = "\n\n".join(f"**{label}:** This is said in turn number {at} of all." for at, label in enumerate(labels))
    script = write(tmp_path, f"{OPENING}## Talk\n\n{turns}\n")
    assert script.speakers == ()
    assert {sentence.voice for scene in script.scenes for sentence in scene.narration} == {""}


def test_a_speaker_whom_the_user_names_needs_one_turn(tmp_path: Path) -> None:
    text = f"{OPENING}## Talk\n\nAlice: How do I start it on my own machine?\n\nThe narrator answers this himself.\n"
    script = write(tmp_path, text, speakers=(("Alice", "female"),))
    said = sentences(script)
    assert said["Alice: How do I start it on my own machine?"].voice == "Alice"
    assert said["The narrator answers this himself."].voice == ""


def test_the_script_says_who_and_is_read_back(tmp_path: Path) -> None:
    script = write(
        tmp_path, OPENING + TALK + "\n<!-- voice: female -->\n\n## End\n\nThat is all there is to it, really.\n"
    )
    data = script_yaml(script)
    assert read_script(data) == script
    assert b"voice: Alice" in data
    changed = data.replace(b"scene_type: outro\n", b"scene_type: outro\n    voice: male_warm\n")
    assert read_script(changed).scenes[-1].voice == "male_warm"
