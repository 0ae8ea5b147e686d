"""`video-gen still` and `video-gen sheet`: pictures of scenes as PNG files, and no film is made for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from model.format import VideoFormat
from render.contact_sheet import Stamp, draw_sheets
from render.theme import Look
from tests.film_maker import FilmMaker

DOCUMENT = """\
# Lantern

Lantern shows where a light burns.

## Use

- It follows one light wherever that light is carried in the house.
- It writes a line for every hour.
"""
LOOK = Look(theme="swiss", appearance="light", accent="blue", title="Lantern")


@pytest.fixture
def maker(tmp_path: Path) -> FilmMaker:
    (tmp_path / "lantern.md").write_text(DOCUMENT)
    return FilmMaker(tmp_path, tmp_path / "state")


def test_a_still_is_the_scene_at_its_moment(maker: FilmMaker, tmp_path: Path) -> None:
    pictures = {}
    for at in ("start", "end"):
        output = f"{at.replace(' ', '')}.png"
        arguments = (
            "lantern.md",
            "--scene",
            "use-list-1",
            "--at",
            at,
            "-o",
            output,
            "--aspect",
            "9:16",
            "--resolution",
            "720p",
        )
        done = maker.run("still", *arguments, cwd=tmp_path, module="deployments.command")
        assert (done.returncode, done.stdout) == (0, f"{output}\n"), done.stderr
        with Image.open(tmp_path / output) as image:
            pictures[at] = image.convert("RGB")
    assert pictures["end"].size == (720, 1280)
    assert pictures["start"].tobytes() != pictures["end"].tobytes()
    assert not (tmp_path / "state").exists() and not (tmp_path / "videos").exists()


@pytest.mark.slow
def test_a_still_shows_the_captions_of_its_moment(maker: FilmMaker, tmp_path: Path) -> None:
    def draw(*arguments: str) -> Image.Image:
        done = maker.run(
            "still", "lantern.md", "--scene", "2", "--resolution", "720p", "-o", "x.png", *arguments,
            cwd=tmp_path, module="deployments.command",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        with Image.open(tmp_path / "x.png") as image:
            return image.convert("RGB")

    band = 720 - 80
    for at in ("step 1", "end"):
        plain, burned, sung = (draw("--at", at, "--captions", choice) for choice in ("off", "burned", "karaoke"))
        changed = ImageChops.difference(plain, burned).getbbox()
        assert changed and changed[1] >= band, "the bar alone"
        lit = ImageChops.difference(burned, sung).getbbox()
        assert lit and lit[1] >= band, "one word of it"
    assert (
        ImageChops.difference(draw("--at", "step 1", "--captions", "burned"), burned)
        .crop((0, band, 1280, 720))
        .getbbox()
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--scene", "nowhere"), "or a name: title, "),
        (("--at", "noon"), "error: --at cannot be 'noon'. Choose start, end, or a step such as 'step 2'."),
        (("-o", "lantern.md"), "error: --output cannot be 'lantern.md': the picture is a PNG."),
    ],
)
def test_a_still_that_cannot_be_is_refused(
    maker: FilmMaker, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = maker.run("still", "lantern.md", *arguments, cwd=tmp_path, module="deployments.command")
    assert done.returncode == 2
    assert says in done.stderr
    assert (tmp_path / "lantern.md").read_text() == DOCUMENT


@pytest.mark.slow
def test_a_sheet_of_the_film(maker: FilmMaker, tmp_path: Path) -> None:
    sheets = []
    for choice in ("off", "burned"):
        done = maker.run(
            "sheet", "lantern.md", "--theme", "swiss", "--captions", choice, cwd=tmp_path, module="deployments.command"
        )
        assert (done.returncode, done.stdout) == (0, "sheet.png\n"), done.stderr
        with Image.open(tmp_path / "sheet.png") as image:
            assert (image.format, image.width) == ("PNG", 2000)
            sheets.append(image.convert("RGB"))
    assert ImageChops.difference(*sheets).getbbox(), "captions are in its pictures"


def stamps(count: int, look: Look) -> list[Stamp]:
    size = (look.format.width, look.format.height)
    return [Stamp(at, f"scene-{at}", Image.new("RGB", size, (at % 250, 200, 30))) for at in range(1, count + 1)]


@pytest.mark.parametrize(("width", "height", "count"), [(320, 180, 1), (320, 180, 21), (320, 180, 49), (180, 320, 49)])
def test_every_picture_is_on_the_pages_once_and_in_order(width: int, height: int, count: int) -> None:
    look = LOOK.model_copy(update={"format": VideoFormat(width=width, height=height)})
    pages = list(draw_sheets(stamps(count, look), count, look))
    assert (len(pages) > 1) == (count == 49)
    seen = [colour[0] for page in pages for colour in scan(page)]
    assert seen == [at % 250 for at in range(1, count + 1)]
    assert all(page.height < 2800 for page in pages)


def scan(page: Image.Image) -> list[tuple[int, int, int]]:
    """Return the flat colours of the pictures in reading order."""
    found: list[tuple[int, int, int]] = []
    for y in range(0, page.height, 8):
        row = page.crop((0, y, page.width, y + 1))
        for _, colour in sorted((x, row.getpixel((x, 0))) for x in range(0, page.width, 32)):
            if colour[1:] == (200, 30) and colour not in found:
                found.append(colour)
    return found
