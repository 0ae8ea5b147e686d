"""From a character to its script, and from a language to the scripts that its voice reads."""

from __future__ import annotations

import bisect
import re

# Unicode's blocks, coarsely: the first code point of each stretch and whose letters it holds.
_STRETCHES = (
    (0x0000, "latin"), (0x0370, "greek"), (0x0400, "cyrillic"), (0x0530, "armenian"), (0x0590, "hebrew"),
    (0x0600, "arabic"), (0x0700, "syriac"), (0x0750, "arabic"), (0x0780, "thaana"), (0x07C0, "other"),
    (0x08A0, "arabic"), (0x0900, "devanagari"), (0x0980, "bengali"), (0x0A00, "gurmukhi"), (0x0A80, "gujarati"),
    (0x0B00, "odia"), (0x0B80, "tamil"), (0x0C00, "telugu"), (0x0C80, "kannada"), (0x0D00, "malayalam"),
    (0x0D80, "sinhala"), (0x0E00, "thai"), (0x0E80, "lao"), (0x0F00, "tibetan"), (0x1000, "myanmar"),
    (0x10A0, "georgian"), (0x1100, "hangul"), (0x1200, "ethiopic"), (0x13A0, "other"), (0x1780, "khmer"),
    (0x1800, "other"), (0x1C80, "cyrillic"), (0x1C90, "georgian"), (0x1CC0, "other"), (0x1D00, "latin"),
    (0x1F00, "greek"), (0x2000, "latin"), (0x2C00, "other"), (0x2C60, "latin"), (0x2C80, "other"),
    (0x2DE0, "cyrillic"), (0x2E00, "other"), (0x2E80, "han"), (0x3040, "kana"), (0x3100, "han"),
    (0x3130, "hangul"), (0x3190, "han"), (0x31F0, "kana"), (0x3200, "han"), (0xA000, "other"),
    (0xA640, "cyrillic"), (0xA6A0, "other"), (0xA720, "latin"), (0xA800, "other"), (0xA8E0, "devanagari"),
    (0xA900, "other"), (0xA960, "hangul"), (0xA980, "other"), (0xAB30, "latin"), (0xAB70, "other"),
    (0xAC00, "hangul"), (0xD800, "other"), (0xF900, "han"), (0xFB00, "latin"), (0xFB13, "armenian"),
    (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFE00, "other"), (0xFE70, "arabic"), (0xFF00, "latin"),
    (0xFF65, "kana"), (0xFFA0, "hangul"), (0xFFE0, "other"), (0x20000, "han"), (0x40000, "other"),
)  # fmt: skip
_STARTS = tuple(start for start, _ in _STRETCHES)

_LANGUAGES = {
    "en": "latin", "de": "latin", "fr": "latin", "es": "latin", "it": "latin", "pt": "latin", "nl": "latin",
    "ca": "latin", "cs": "latin", "cy": "latin", "da": "latin", "et": "latin", "eu": "latin", "fi": "latin",
    "ga": "latin", "hr": "latin", "hu": "latin", "id": "latin", "is": "latin", "lt": "latin", "lv": "latin",
    "ms": "latin", "nb": "latin", "nn": "latin", "no": "latin", "pl": "latin", "ro": "latin", "sk": "latin",
    "sl": "latin", "sv": "latin", "sw": "latin", "tr": "latin", "vi": "latin",
    "ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic", "be": "cyrillic", "mk": "cyrillic", "sr": "cyrillic",
    "el": "greek", "he": "hebrew", "ar": "arabic", "fa": "arabic", "ur": "arabic", "hi": "devanagari",
    "mr": "devanagari", "ne": "devanagari", "th": "thai", "zh": "han", "ja": "kana han", "ko": "hangul han",
}  # fmt: skip

# Scripts that put no space between words.
SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\uff65-\uff9f\U00020000-\U0003ffff]"
)


def script_of(character: str) -> str:
    """Return the script that a letter belongs to."""
    return _STRETCHES[bisect.bisect_right(_STARTS, ord(character)) - 1][1]


def scripts_of(code: str) -> frozenset[str]:
    """Return the scripts that a language's voice reads; none for a language that we do not know: it reads all."""
    own = _LANGUAGES.get(code)
    return frozenset(own.split()) | {"latin"} if own else frozenset()
