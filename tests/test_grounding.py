"""Sentences and the lines that they rest on: what supports them, what does not, and what is never said."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.parsing import parse_document
from model.assets import Asset
from model.content import ParsedContent
from model.inputs import SourceSpan, TargetDuration, VideoConfig
from model.narration import Sentence, Word, written
from model.script import VideoScript
from tests.model_film import DOCUMENT
from writing.grounding import find_ungrounded, find_unsaid
from writing.script import write_script
from writing.support import find_numbers, find_unsupported, find_words

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted((ROOT / "tests/documents").glob("*.md"))


def make(text: str, target: TargetDuration = 60.0) -> tuple[ParsedContent, VideoScript]:
    content = parse_document(text, "markdown", name="a.md", images={}, missing={}, language="en")
    source = Asset(sha256="0" * 64, size=1, suffix=".md")
    video = VideoConfig(video_id="a", source_name="a.md", source_kind="markdown", source=source, target_duration=target)
    return content, write_script(content, video)


def replace_sentence(script: VideoScript, text: str, *spans: SourceSpan) -> VideoScript:
    sentence = Sentence(words=tuple(Word(text=word, spoken=word) for word in text.split()), spans=spans)
    scene = script.scenes[1].model_copy(update={"narration": (sentence,)})
    return script.model_copy(update={"scenes": (script.scenes[0], scene, *script.scenes[2:])})


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *DOCUMENTS], ids=lambda path: path.stem)
def test_what_the_rules_write_rests_on_the_document(path: Path) -> None:
    content, script = make(path.read_text(encoding="utf-8"), 240.0)
    assert [found.text for found in find_ungrounded(content, script, script.scenes)] == []


def test_what_nothing_supports_is_found() -> None:
    content, script = make(DOCUMENT)
    line = SourceSpan(file="a.md", first=3, last=3)
    for text, spans, reason in (
        ("Bananas ripen overnight.", (line,), "too few words"),
        ("Lantern shows 77 lights.", (line,), "the number 77"),
        ("Bananas ripen overnight.", (), "names no line"),
        ("Lantern shows a light.", (SourceSpan(file="a.md", first=900, last=900),), "nothing on the lines"),
    ):
        altered = replace_sentence(script, text, *spans)
        (found,) = find_ungrounded(content, altered, altered.scenes)
        assert found.scene == 1 and found.text == text and reason in found.reason
    for text, spans in (("Lantern shows a light.", (line,)), ("Next, Lantern.", ())):
        altered = replace_sentence(script, text, *spans)
        assert list(find_ungrounded(content, altered, altered.scenes)) == []


def test_sections_without_a_sentence_are_named_with_the_reason() -> None:
    content, script = make(DOCUMENT, 15.0)
    unsaid = {found.title: found for found in find_unsaid(content, script)}
    assert unsaid and "Lantern" not in unsaid
    for title, found in unsaid.items():
        assert DOCUMENT.split("\n")[found.line - 1] == f"## {title}"
        assert found.reason
    content, script = make(DOCUMENT, "all")
    assert list(find_unsaid(content, script)) == []
    said = " ".join(written(sentence) for scene in script.scenes for sentence in scene.narration)
    assert "4,000 lamps" in said


def test_words_and_numbers_are_compared_as_a_reader_would() -> None:
    assert find_numbers("4,000 lamps, 3.5 km and 12.") == {"4000", "3.5", "12"}
    assert find_words("Installing the installer") == find_words("installs")
    assert find_words("日本語の本") >= {"日本", "本語"}
    assert find_unsupported("It has 4000 lamps.", "Tried with 4,000 lamps.", "en") == ""
    assert "number 5" in find_unsupported("It has 5 lamps.", "Tried with 4,000 lamps.", "en")
    assert find_unsupported("Now, here's how it works.", "x", "en") == ""
    assert find_unsupported("東京の天気は晴れです。", "東京の天気は晴れ。", "ja") == ""
    assert find_unsupported("京都で桜が咲いた。", "東京の天気は晴れ。", "ja")
