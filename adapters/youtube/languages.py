"""The transcripts that a video has -> the one that is wanted most: written before generated, translated where that is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from youtube_transcript_api import Transcript as Offer

from adapters.network_errors import forbid
from model.errors import ValidationError

_SHOWN = 12
"""Languages that an error lists."""


class Wish(NamedTuple):
    """In which languages a transcript is wanted."""

    languages: tuple[str, ...] = ()
    """The dearest first; empty for English, or what there is."""
    translate: str = ""
    """The language that it shall be translated into where there is none in it; empty for none."""


def choose_offer(video_id: str, offers: Sequence[Offer], wish: Wish) -> Offer:
    """Return the transcript to fetch.

    Raises ValidationError when there is none in any language that is wanted.
    """
    found = _prefer(offers, (wish.translate,) if wish.translate else wish.languages or ("en",))
    if found is not None:
        return found
    if wish.translate:
        return _translate(video_id, offers, wish)
    if wish.languages or not offers:
        raise _refuse(video_id, offers, wish)
    return _take_original(offers)


def _take_original(offers: Sequence[Offer]) -> Offer:
    """Return the best in the language that is spoken: recognition tells which; what people wrote may be a translation."""
    spoken = {offer.language_code for offer in offers if offer.is_generated}
    return min(offers, key=lambda offer: (offer.language_code not in spoken, offer.is_generated))


def _prefer(offers: Sequence[Offer], languages: Sequence[str]) -> Offer | None:
    """Return the best in the first language that there is: written before generated, then by the very code."""
    for language in languages:
        if fitting := [offer for offer in offers if _fits(offer.language_code, language)]:
            return min(fitting, key=lambda offer: (offer.is_generated, offer.language_code.lower() != language.lower()))
    return None


def read_language(code: str) -> str:
    """Return YouTube's code as BCP 47 has it: `iw` is Hebrew's old one, `a.en` and the like have no place in it."""
    base, _, rest = code.replace("_", "-").partition("-")
    base = {"iw": "he", "in": "id", "ji": "yi"}.get(base.lower(), base.lower())
    found = f"{base}-{rest}" if rest else base
    return found if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", found) else "en"


def _fits(offered: str, wanted: str) -> bool:
    """Tell whether a language is the one that is wanted, or of the same name: `en-GB` for `en`, and `en` for `en-GB`."""
    return offered.lower().partition("-")[0] == wanted.lower().partition("-")[0]


def _translate(video_id: str, offers: Sequence[Offer], wish: Wish) -> Offer:
    """Have the best transcript translated, of those that YouTube translates."""
    target = wish.translate
    into = {
        offer: [code for code in map(_code_of, offer.translation_languages) if _fits(code, target)] for offer in offers
    }
    translated = [offer for offer, codes in into.items() if codes]
    if not translated:
        remedy = f"Leave out --youtube-translate, and choose one with --youtube-languages: {_list(offers)}."
        raise forbid(f"youtube:{video_id}", f"YouTube does not translate its transcript into {target}.", remedy)
    best = _prefer(translated, wish.languages) or _take_original(translated)
    return best.translate(min(into[best], key=lambda code: (code.lower() != target.lower(), code)))


def _code_of(language: object) -> str:
    return str(getattr(language, "language_code", ""))


def _refuse(video_id: str, offers: Sequence[Offer], wish: Wish) -> ValidationError:
    wanted = " or ".join(wish.languages)
    target = wish.languages[0] if wish.languages else "en"
    choose = f"Choose one with --youtube-languages: {_list(offers)}"
    remedy = f"{choose}; or let YouTube translate it: --youtube-translate {target}."
    return forbid(f"youtube:{video_id}", f"The video has no transcript in {wanted}.", remedy)


def _list(offers: Sequence[Offer]) -> str:
    named = [f"{offer.language_code}{' (generated)' if offer.is_generated else ''}" for offer in offers]
    return ", ".join(named[:_SHOWN]) + (f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else "")
