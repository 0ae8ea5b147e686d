"""Every theme with full scenes of every kind: words inside, apart, large enough; a logo never under words."""

from __future__ import annotations

from itertools import combinations

import pytest

from model.assets import Asset
from model.brand import Brand, BrandLogo
from model.content import Run
from model.narration import Sentence, Word
from model.scenes import (
    CodeScene,
    CommandLine,
    CommandScene,
    ImageScene,
    Line,
    ListScene,
    OutroScene,
    QuoteScene,
    SectionScene,
    TableScene,
    TitleScene,
)
from model.theme_choice import theme_names
from model.timeline import VideoFormat
from render.designs import lay_out_scene
from render.fitting import fit_scene
from render.layout import Box, Photo, Words, is_shown
from render.page import open_page
from render.theme import Look
from render.theme_files import read_theme

TALK = tuple(Sentence(words=(Word(text=word, spoken=word),)) for word in ("One.", "Two.", "Three.", "Four."))
PICTURE = Asset(sha256="0" * 64, size=1, suffix=".png")
LOGO = Brand(
    name="b.yaml", logo=BrandLogo(image=PICTURE.model_copy(update={"sha256": "1" * 64}), width=600, height=200)
)
SAY = "The quick pipeline writes every documented sentence once and never twice"
CELL = (Run(text="Incremental"),)
ALIKE: dict = {"scene_id": "s", "narration": TALK}
SCENES = {
    "title": TitleScene(**ALIKE, title=SAY, subtitle=f"{SAY} {SAY}"),
    "section": SectionScene(**ALIKE, title=SAY, number=12, total=14, summary=SAY),
    "list": ListScene(**ALIKE, header=SAY, lines=tuple(Line(text=(Run(text=SAY),), sentence=n) for n in range(4))),
    "code": CodeScene(
        **ALIKE, header=SAY[:40], language="python", code="\n".join([SAY[:60]] * 14), first_line=1, last_line=14
    ),
    "command": CommandScene(**ALIKE, header=SAY[:30], lines=(CommandLine(text=SAY),) * 6),
    "table": TableScene(
        **ALIKE, header=SAY, columns=(CELL,) * 4, rows=((CELL,) * 4,) * 5, alignments=("left",) * 4, marked=1, note="1–5 / 9"
    ),
    "image": ImageScene(**ALIKE, header=SAY, caption=SAY, image=PICTURE, width=1600, height=1000),
    "quote": QuoteScene(**ALIKE, text=(Run(text=f"{SAY}. {SAY}."),), attribution="Somebody Known"),
    "outro": OutroScene(**ALIKE, title=SAY[:30], lines=(SAY, SAY[:40], SAY[:50])),
}  # fmt: skip
FORMATS = {"16:9": (1920, 1080), "9:16": (1080, 1920)}


def are_apart(one: Box, other: Box) -> bool:
    beside = one.right <= other.x or other.right <= one.x
    return beside or one.bottom <= other.y or other.bottom <= one.y


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("theme", theme_names())
def test_words_stand_inside_and_apart_in_every_theme(theme, shape):
    width, height = FORMATS[shape]
    look = Look(
        theme=theme, appearance=read_theme(theme).prefers, brand=LOGO, format=VideoFormat(width=width, height=height)
    )
    safe, least = open_page(look).safe, open_page(look).px(28)
    for name, scene in SCENES.items():
        for part in fit_scene(scene, look):
            layout = lay_out_scene(part, look)
            assert layout.fits, name
            last = [item for item in layout.items if is_shown(item, layout.steps)]
            words = [item for item in last if isinstance(item, Words)]
            for item in words:
                assert safe.x <= item.box.x and item.box.right <= safe.right, (name, item.paragraph.text)
                assert safe.y <= item.box.y and item.box.bottom <= safe.bottom, (name, item.paragraph.text)
                assert all(s.shaping.size >= least for line in item.paragraph.lines for s in line.segments), name
            for one, other in combinations(words, 2):
                assert are_apart(one.box, other.box), (name, one.paragraph.text, other.paragraph.text)
            photos = [item for item in last if isinstance(item, Photo)]
            logo = next(item for item in photos if LOGO.logo is not None and item.image == LOGO.logo.image)
            assert logo.box.x >= 0 and logo.box.right <= width and logo.box.y >= 0
            for item in (*words, *(photo for photo in photos if photo is not logo)):
                assert are_apart(logo.box, item.box), (name, item)
