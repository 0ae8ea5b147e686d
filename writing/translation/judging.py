"""A translator's answer about a scene -> what is wrong with it, in words that it can correct; nothing when it may be filmed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import pydantic

from model.drafts import SceneTranslation
from model.language import find_language
from model.translation import SourceText, Target
from writing.speech.visible import drop_unseen
from writing.translation.marking import list_code, strip_marks
from writing.translation.masking import list_marks, unmask
from writing.translation.texts import mask_source
from writing.translation.translating import find_lost

_LONGER, _SPARE = 2.2, 20
"""How much longer than its source a text may be, and what is added for short ones, in ordinary characters."""
_LINES = 2
"""Of a caption."""
_LEAST_SAME = 4
"""Words that are the same in no two languages."""
_NUMBER = re.compile(r"\d(?:[.,:'’٫٬\u00a0\u202f\u2009]?\d)*")
_SPACED = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\bdata:\w|</?[a-z!]", re.IGNORECASE)
_HIDDEN = ("Cc", "Cf", "Co", "Cn", "Cs")
_JOINERS = "\u200c\u200d"


def judge_scene(group: Sequence[SourceText], answer: str, before: str, after: str) -> tuple[str, ...]:
    """Say what is wrong with the translations of a scene's texts, from one language into another."""
    try:
        drafts = SceneTranslation.model_validate_json(answer).texts
    except pydantic.ValidationError as error:
        return tuple(
            f"{'.'.join(map(str, problem['loc'])) or 'the answer'}: {problem['msg']}."
            for problem in error.errors(include_url=False, include_input=False)[:20]
        )
    counts = Counter(draft.number for draft in drafts)
    wrong = [f"There is no text {number}." for number in counts if not 0 < number <= len(group)]
    wrong += [f"Text {number} comes {count} times." for number, count in counts.items() if count > 1]
    wrong += [f"Text {number} is missing." for number in range(1, len(group) + 1) if number not in counts]
    if wrong:
        return tuple(wrong)
    return tuple(
        f"Text {draft.number}: {problem}"
        for draft in drafts
        for problem in judge_text(group[draft.number - 1], draft.text, before, after)
    )


def judge_text(text: SourceText, masked: str, before: str, after: str) -> Iterator[str]:
    """Say what is wrong with one translation, its marks not yet replaced."""
    expected, kept = mask_source(text)
    wanted, found = Counter(list_marks(expected)), Counter(list_marks(masked))
    for number in sorted(wanted | found):
        if wanted[number] != found[number]:
            yield f"⟦{number}⟧ stands in it {_often(found[number])}, not {_often(wanted[number])}."
    whole = unmask(masked, kept)
    plain = strip_marks(whole)
    if not any(sign.isalnum() for sign in plain):
        yield "it says nothing."
        return
    yield from _judge_signs(text, masked, whole)
    lost = find_lost(text, Target(digest=text.digest, target=whole))
    yield from (f"it has lost {what}." for what in lost if not what.startswith("`"))
    yield from _judge_numbers(strip_marks(expected), strip_marks(masked))
    most, length = longest_allowed(text, before, after), _width(plain)
    if length > most:
        yield f"it is {length} characters long; {most} are the most."
    if _is_untouched(text, expected, plain):
        yield "it is not translated."


def _often(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _judge_signs(text: SourceText, masked: str, whole: str) -> Iterator[str]:
    if Counter(list_code(whole)) != Counter(list_code(drop_unseen(text.source))) or "`" in masked:
        yield "it has code of its own: only marks stand for code."
    found = _ADDRESS.search(masked)
    if found and found[0].lower() not in text.source.lower():
        yield f"{found[0][:30]!r} does not belong there."
    hidden = [sign for sign in masked if unicodedata.category(sign) in _HIDDEN and sign not in _JOINERS + "\n"]
    if hidden:
        yield f"it has a sign that nobody sees, {hidden[0]!r}."
    if masked.count("\n") > text.source.count("\n"):
        yield "it is broken into lines: write it as one."


def _judge_numbers(source: str, target: str) -> Iterator[str]:
    """Compare the numbers, however their digits are grouped and whichever digits are used."""
    if any(_read_numbers(source, one) == _read_numbers(target, two) for one in (False, True) for two in (False, True)):
        return
    had, has = _read_numbers(source, False), _read_numbers(target, False)
    parts = [f"lacks {', '.join(sorted((had - has).elements()))}"] if had - has else []
    parts += [f"adds {', '.join(sorted((has - had).elements()))}"] if has - had else []
    yield f"its numbers differ: it {' and '.join(parts)}. Digits stay digits, words stay words."


def _read_numbers(text: str, spaced: bool) -> Counter[str]:
    """Count a text's numbers by their digits; with `spaced`, a space may stand between thousands."""
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)
    digits = re.sub(r"⟦\d+⟧", " ", digits)
    if spaced:
        digits = _SPACED.sub(lambda found: found[0].replace(" ", ""), digits)
    return Counter("".join(filter(str.isdigit, number)) for number in _NUMBER.findall(digits))


def _is_untouched(text: SourceText, masked: str, plain: str) -> bool:
    """Tell whether a text of several words is as it was; what is masked and names may be all there is."""
    words = re.sub(r"⟦\d+⟧", " ", strip_marks(masked))
    for name in text.keep:
        words = re.sub(re.escape(name), " ", words, flags=re.IGNORECASE)
    telling = [word for word in words.split() if any(map(str.isalpha, word))]
    return len(telling) >= _LEAST_SAME and _bare(plain) == _bare(strip_marks(text.source))


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def longest_allowed(text: SourceText, before: str, after: str) -> int:
    """Return how long a translation may be, wide characters counted twice: what is said, by captions, too.

    A caption has two lines; a sentence may fill one more than its source does.
    """
    source = _width(strip_marks(text.source))
    most = round(source * _LONGER) + _SPARE
    if text.kind != "said":
        return most
    captions = -(-source // (_LINES * _line(before)))
    return min(most, (captions + 1) * _LINES * _line(after))


def _line(tag: str) -> int:
    captions = find_language(tag).captions
    return min(captions.line, 2 * captions.wide_line)


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text if not unicodedata.combining(sign))
