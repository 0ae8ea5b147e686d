"""Contact sheets of every type of scene in every theme, wide and tall: the samples of docs/gallery, drawn beside each other.

python bench/gallery.py [--output docs/gallery] [--theme orbit-dark ...] [--full-size FOLDER]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from adapters.videos.script_reading import read_script
from model.assets import Asset
from model.scenes import Scene
from model.theme_choice import theme_names
from model.timeline import VideoFormat
from render.canvas import paint_layout
from render.designs import lay_out_scene
from render.fitting import fit_scene
from render.theme import Look
from render.theme_files import choose_theme
from render.typefaces import bundled_font, open_font

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "gallery"
SHAPES = {"wide": (1920, 1080), "tall": (1080, 1920)}
COLUMNS = {"wide": 6, "tall": 12}
TILE = {"wide": 400, "tall": 200}
"""Width of a picture on its sheet; a type's two pictures stand side by side."""
GAP, LABEL = 12, 30
QUALITY = 72


def read_samples() -> dict[str, tuple[Scene, Scene]]:
    """Return for each type a scene with little to show and a full one, in the order of the file."""
    scenes = read_script((FOLDER / "samples.yaml").read_bytes(), "samples.yaml").scenes
    return {short.scene_type: (short, full) for short, full in zip(scenes[::2], scenes[1::2], strict=True)}


def load_picture(asset: Asset) -> bytes:
    """Give the one picture that the samples show."""
    return (FOLDER / "picture.png").read_bytes()


def open_look(choice: str, shape: str) -> Look:
    """Return a theme's look: the accent of the gallery is blue, as the command's."""
    name, appearance = choose_theme(choice)
    width, height = SHAPES[shape]
    return Look(theme=name, appearance=appearance, format=VideoFormat(width=width, height=height), title="Gallery")


def draw_samples(look: Look) -> Iterator[tuple[str, Image.Image]]:
    """Draw the samples whole, each under its name; of one that is divided, the first part."""
    size = (look.format.width, look.format.height)
    for pair in read_samples().values():
        for scene in pair:
            yield scene.scene_id, paint_layout(lay_out_scene(fit_scene(scene, look)[0], look), size, load_picture)


def draw_sheet(look: Look, shape: str) -> Image.Image:
    """Set the pictures into rows, the name of its type under each pair."""
    wide = TILE[shape]
    high = round(wide * look.format.height / look.format.width)
    columns, tiles = COLUMNS[shape], list(draw_samples(look))
    rows = -(-len(tiles) // columns)
    size = (GAP + columns * (wide + GAP), GAP + rows * (high + LABEL + GAP))
    sheet = Image.new("RGB", size, "#808080")
    pen = ImageDraw.Draw(sheet)
    font = open_font(bundled_font("semibold"), 19)
    for at, (name, picture) in enumerate(tiles):
        x, y = GAP + at % columns * (wide + GAP), GAP + at // columns * (high + LABEL + GAP)
        sheet.paste(picture.resize((wide, high), Image.Resampling.LANCZOS, reducing_gap=3), (x, y))
        if name.endswith("-short"):
            pen.text((x, y + high + 4), name.removesuffix("-short"), font=font, fill="#ffffff")
    return sheet


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sheets, and with --full-size each picture by itself."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--theme", nargs="*", help="names as --theme of the command takes them; default: all")
    parser.add_argument("--full-size", type=Path, help="a folder for the pictures in their own size")
    chosen = parser.parse_args(arguments)
    for choice in chosen.theme or theme_names():
        for shape in SHAPES:
            look = open_look(choice, shape)
            if chosen.full_size:
                folder = chosen.full_size / f"{choice}-{shape}"
                folder.mkdir(parents=True, exist_ok=True)
                for name, picture in draw_samples(look):
                    picture.save(folder / f"{name}.png", compress_level=1)
                continue
            file = chosen.output / f"{choice}-{shape}.webp"
            draw_sheet(look, shape).save(file, "WEBP", quality=QUALITY, method=6)
            print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
