"""A brand's YAML file -> Brand: its colours, and its logo and fonts from beside it, bounded, opened once, and stored."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Annotated, Literal

import pydantic
from pydantic import Field

from adapters.documents.guarded_yaml import load_guarded, locate_keys
from adapters.documents.pictures import open_picture
from adapters.files import read_bounded
from adapters.store import Store
from model.assets import Asset
from model.brand import Brand, BrandColour, BrandFonts, BrandLogo
from model.errors import Problem, ValidationError
from model.frozen import Frozen
from model.theme_choice import DEFAULT_THEME, ThemeName

_YAML_LIMIT = 1_000_000
_LOGO_LIMIT = 5_000_000
_FONT_LIMIT = 30_000_000
_FONT_SUFFIXES = (".ttf", ".otf")


class _FontFiles(Frozen):
    """Files of one role, as the user names them."""

    regular: str
    bold: str | None = None
    italic: str | None = None

    def named(self) -> tuple[str, ...]:
        return tuple(name for name in (self.regular, self.bold, self.italic) if name)


class _Fonts(Frozen):
    display: _FontFiles | str | None = None
    body: _FontFiles | str | None = None

    def files(self) -> tuple[str, ...]:
        found: list[str] = []
        for role in (self.display, self.body):
            found += role.named() if isinstance(role, _FontFiles) else [role] if role and _is_file(role) else []
        return tuple(dict.fromkeys(found))


class _Colours(Frozen):
    primary: BrandColour | None = None
    secondary: BrandColour | None = None


class _BrandFile(Frozen):
    """The file, as the user writes it."""

    base: ThemeName = DEFAULT_THEME
    logo: Annotated[str, Field(min_length=1)] | None = None
    colors: _Colours = _Colours()
    fonts: _Fonts = _Fonts()
    transition: Literal["cut", "fade", "slide", "wipe", "push"] | None = None


def brand_files(path: Path) -> tuple[Path, ...]:
    """Return the file and all that it names, which the film depends on.

    Raises ValidationError when the file is wrong.
    """
    brand = _read(path)
    named = (*((brand.logo,) if brand.logo else ()), *brand.fonts.files())
    return (path, *(_beside(path, name) for name in named))


def load_brand(path: Path, store: Store | None = None) -> tuple[str, Brand]:
    """Return the theme that a brand is based on, and the brand; without a store only to check it.

    Raises ValidationError naming file and key: what is no brand, a logo or font that is missing, too large or damaged.
    """
    brand = _read(path)

    def keep(data: bytes, suffix: str) -> Asset:
        return store.put(data, suffix) if store else Asset(sha256="0" * 64, size=len(data), suffix=suffix)

    def load_fonts(role: _FontFiles | str | None) -> BrandFonts | str | None:
        if role is None or (isinstance(role, str) and not _is_file(role)):
            return role
        files = _FontFiles(regular=role) if isinstance(role, str) else role
        kept = {key: keep(*_read_font(path, name)) for key, name in files.model_dump().items() if name}
        return BrandFonts(**kept)

    logo = None
    if brand.logo:
        data = read_bounded(_beside(path, brand.logo), _LOGO_LIMIT, "logo")
        suffix, width, height = _open_logo(path, brand.logo, data)
        logo = BrandLogo(image=keep(data, suffix), width=width, height=height)
    return brand.base, Brand(
        name=path.name, logo=logo, primary=brand.colors.primary, secondary=brand.colors.secondary,
        display=load_fonts(brand.fonts.display), body=load_fonts(brand.fonts.body), transition=brand.transition,
    )  # fmt: skip


def _read(path: Path) -> _BrandFile:
    text = read_bounded(path, _YAML_LIMIT, "brand").decode("utf-8", "replace")
    value = load_guarded(text, str(path))
    if not isinstance(value, dict):
        raise _refuse(path, "This is no brand: it has no keys.", "Write base, logo, colors, fonts or transition.")
    try:
        return _BrandFile.model_validate(_lower_colours(value))
    except pydantic.ValidationError as error:
        lines = dict(zip(value, locate_keys(text), strict=True))
        problems = (_problem_of(path, details, lines) for details in error.errors(include_url=False))
        raise ValidationError(tuple(dict.fromkeys(problems))) from error


def _lower_colours(value: dict[object, object]) -> dict[object, object]:
    colours = value.get("colors")
    if not isinstance(colours, dict):
        return value
    return {**value, "colors": {key: c.lower() if isinstance(c, str) else c for key, c in colours.items()}}


def _problem_of(path: Path, details: object, lines: dict[object, tuple[int, int]]) -> Problem:
    assert isinstance(details, dict)
    # A union's members have names of their own in the place: only the user's keys are shown.
    where = [str(part) for part in details["loc"] if not str(part).startswith("_") and part != "str"]
    line, column = lines.get(details["loc"][0] if details["loc"] else "", (0, 0))
    remedy = "Write it as #rrggbb, in quotation marks." if "colors" in where else "Correct it."
    message = f"{'.'.join(where)}: {details['msg'].lower()}, not {str(details['input'])[:80]!r}."
    return Problem(message=message, remedy=remedy, file=str(path), line=line, column=column)


def _is_file(font: str) -> bool:
    return font.lower().endswith(_FONT_SUFFIXES)


def _beside(path: Path, name: str) -> Path:
    """Return a file in the brand's folder."""
    folder = path.parent.resolve()
    found = (folder / name).resolve()
    if not found.is_relative_to(folder):
        raise _refuse(path, f"{name} lies outside the brand's folder.", "Copy it beside the brand's file.")
    return found


def _open_logo(path: Path, name: str, data: bytes) -> tuple[str, int, int]:
    opened = open_picture(data)
    if isinstance(opened, str):
        raise _refuse(path, f"The logo {name} cannot be shown: {opened}.", "Save it as a PNG.")
    return opened


def _read_font(path: Path, name: str) -> tuple[bytes, str]:
    """Read a font and open it once with both libraries that use it, so that a broken one is known now."""
    from fontTools.ttLib import TTFont
    from PIL import ImageFont

    data = read_bounded(_beside(path, name), _FONT_LIMIT, "font")
    try:
        with TTFont(io.BytesIO(data), lazy=True) as font:
            covered = font.getBestCmap() or {}
        ImageFont.truetype(io.BytesIO(data), 40).getlength("Ag")
    # Both raise a dozen types on broken files; whichever it is, the font cannot be used.
    except Exception as error:
        raise _refuse(path, f"The font {name} does not open: {error}.", "Name a TTF or OTF file.") from error
    if not all(ord(letter) in covered for letter in "AZaz09"):
        raise _refuse(path, f"The font {name} lacks plain letters or figures.", "Name a font for text.")
    return data, Path(name).suffix.lower()


def _refuse(path: Path, message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=str(path)),))
