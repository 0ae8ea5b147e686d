"""Pictures -> pieces of a talk: shown, and said by what their author says they show."""

from __future__ import annotations

import re

from model.content import ImageBlock, Text, plain
from model.scenes import ImageScene
from writing.capacity import CAPTION_CHARS
from writing.display import shorten_plain
from writing.drafting import Draft
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.styled import make_text, tidy_text
from writing.wording import lower_first

_FILE = re.compile(r"^[\w./%-]{1,200}\.(?:png|jpe?g|gif|svg|webp|bmp|avif)$", re.IGNORECASE)
_SMALLEST = 48
"""Pixels of the longer side."""
_DULL = frozenset(
    {"image", "img", "picture", "screenshot", "logo", "banner", "alt text", "photo", "figure", "demo", "header"}
)


def _is_logo(alt: Text, draft: Draft) -> bool:
    # A logo at the head of a document says no more than the title scene does.
    words = [word for word in plain(alt).casefold().split() if word not in ("logo", "banner", "icon", "the", "header")]
    return not draft.place.path and " ".join(words) in ("", draft.name.casefold())


def is_icon(block: ImageBlock) -> bool:
    """Tell whether a picture is so small that it is an icon among words, and would be a dot on a screen."""
    return 0 < max(block.width, block.height) < _SMALLEST


def draft_image(block: ImageBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a picture, when it is there."""
    if block.image is None:
        return ()
    alt = tidy_text(make_text("" if _FILE.match(block.alt.strip()) else block.alt))
    title = tidy_text(make_text(block.title))
    caption = shorten_plain(title or alt, CAPTION_CHARS)
    scene = ImageScene(
        scene_id=UNNAMED, narration=UNSAID, header=draft.header, image=block.image, width=block.width, height=block.height,
        caption=caption, spans=(block.span,),
    )  # fmt: skip
    if _is_logo(alt, draft) or is_icon(block):
        return ()
    told = alt or title
    useful = told if block.alt.strip().casefold() not in _DULL else (title if title != alt else ())
    what = lower_first(useful, surely=False) if draft.english else useful
    phrases = draft.speaker.phrases
    named = bool(phrases.picture_named) and what == useful and plain(what)[:1].isupper()
    said = draft.speaker.phrase(phrases.picture_named if named else phrases.picture, what=what) if what else ()
    spare = draft.speaker.say(title) if title and title != useful else ()
    return draft.number([draft.make_piece(block, said=said, visual=scene, spare=spare, weight=0.4)])
