"""What a small document can ask for has bounds, and a camera's picture is a picture."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

from PIL import Image

from adapters.documents.markdown import parse_markdown
from adapters.documents.pictures import load_pictures
from adapters.store import Store


def test_a_wide_row_over_many_short_ones_stays_small() -> None:
    wide = "<tr>" + "<td colspan=50>x</td>" * 100 + "</tr>"
    text = "# T\n\n<table>" + wide + "<tr><td>y</td></tr>" * 2000 + "</table>\n"
    tracemalloc.start()
    content = parse_markdown(text, name="t.md", images={}, missing={}, language="en")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    (table,) = [block for section in content.sections for block in section.blocks if block.kind == "table"]
    assert len(table.rows) * len(table.header) <= 210_000
    assert peak < 200_000_000


def test_a_picture_with_a_second_one_behind_it_is_shown(tmp_path: Path) -> None:
    first, second = Image.new("RGB", (80, 60), "red"), Image.new("RGB", (80, 60), "blue")
    first.save(tmp_path / "photo.jpg", "MPO", save_all=True, append_images=[second])
    images, missing = load_pictures(tmp_path, ("photo.jpg",), Store(tmp_path / "store"))
    assert not missing
    assert (images[0].width, images[0].height, images[0].image.suffix) == (80, 60, ".jpg")
