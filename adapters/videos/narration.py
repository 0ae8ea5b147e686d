"""What a course file says of a scene -> its words, where each is given; else texts that the writer turns to words."""

from __future__ import annotations

from typing import Any

from adapters.videos.converting import check_names
from adapters.videos.tree import Tree, problem_at
from model.authored import Saying
from model.errors import Problem
from model.narration import LONGEST_NAME, LONGEST_PAUSE

_LONGEST = 20_000
_SENTENCE = ("say", "words", "voice", "speaker", "pause_after", "spans")
_WORD = ("text", "spoken", "joined")


def read_narration(tree: Tree | None, problems: list[Problem]) -> tuple[bool, list[Any], tuple[Saying, ...]]:
    """Return whether every word is given, the sentences as JSON in that case, and else what is to be said."""
    if tree is None or tree.value is None:
        return False, [], ()
    items = tree.items or (tree,)
    if any("words" in item.entries for item in items):
        return True, [_read_sentence(item, problems) for item in items], ()
    sayings = [saying for item in items if (saying := _read_saying(item, problems))]
    return False, [], tuple(sayings)


def _read_saying(tree: Tree, problems: list[Problem]) -> Saying | None:
    said, pause, voice = tree, 0, ""
    if tree.entries:
        check_names(tree, _SENTENCE, problems, "A sentence")
        said = tree.entries.get("say", Tree("", tree.place))
        pause, voice = _read_pause(tree, problems), read_voice(tree, problems)
    if not said.is_scalar:
        problems.append(problem_at(said.place, f"A text to say is needed here, not {said.kind}.", "Write `say: …`."))
        return None
    words = " ".join(said.text.split())
    if not words:
        return None
    if len(words) > _LONGEST:
        message = f"This is {len(words)} characters to say in one scene."
        problems.append(problem_at(said.place, message, f"Share it out: {_LONGEST} are the most."))
        return None
    return Saying(text=words, pause_after=pause, voice=voice)


def read_voice(tree: Tree, problems: list[Problem]) -> str:
    """Read who says something: `voice`, or `speaker`; nobody where neither is there."""
    named = tree.entries.get("voice", tree.entries.get("speaker"))
    if named is None or named.value is None:
        return ""
    name = " ".join(named.text.split()) if named.is_scalar else ""
    if not name or len(name) > LONGEST_NAME:
        message = f"A voice is named here by {named.kind[:80]}."
        problems.append(problem_at(named.place, message, "Write `voice: female`, or the name of one of `speakers`."))
        return ""
    return name


def _read_pause(tree: Tree, problems: list[Problem]) -> int:
    pause = tree.entries.get("pause_after")
    if pause is None:
        return 0
    if isinstance(pause.value, int) and not isinstance(pause.value, bool) and 0 <= pause.value <= LONGEST_PAUSE:
        return pause.value
    message = f"A pause is a whole number of milliseconds from 0 to {LONGEST_PAUSE}, not {pause.kind}."
    problems.append(problem_at(pause.place, message, "Three seconds are 3000."))
    return 0


def _read_sentence(tree: Tree, problems: list[Problem]) -> Any:
    """Read a sentence of which each word is given, beside others that may have only what is said."""
    if "words" not in tree.entries:
        plain = tree.entries.get("say", tree)
        return {"words": [_plain_word(word) for word in plain.text.split()], **_read_manner(tree, problems)}
    check_names(tree, _SENTENCE, problems, "A sentence")
    words = []
    for word in tree.entries["words"].items:
        if word.is_scalar:
            words.append(_plain_word(word.text))
            continue
        check_names(word, _WORD, problems, "A word")
        text = word.entries["text"].text if "text" in word.entries else ""
        spoken = word.entries["spoken"].text if "spoken" in word.entries else text
        joined = word.entries["joined"].value is True if "joined" in word.entries else False
        words.append({"text": text, "spoken": spoken, "joined": joined})
    return {"words": words, **_read_manner(tree, problems)}


def _read_manner(tree: Tree, problems: list[Problem]) -> dict[str, Any]:
    return {"pause_after": _read_pause(tree, problems), "voice": read_voice(tree, problems) if tree.entries else ""}


def _plain_word(word: str) -> dict[str, Any]:
    return {"text": word, "spoken": word}
