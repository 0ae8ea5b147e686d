"""A scene's layout to what the theme adds around it: background, cursor, a brand's logo. Nothing of it touches words."""

from __future__ import annotations

from dataclasses import replace

from model.scenes import SceneConfig
from render.colour import contrast
from render.layout import Box, Item, Layout, Panel, Photo, Words
from render.ornaments import place_background
from render.page import Page

_OPENINGS = frozenset({"title", "section", "outro", "end_card"})
_CURSOR = 0.56
"""Width of the cursor, in sizes of the type that it follows."""
_LOGO_BAND = (0.16, 0.56)
"""Part of the margin above that a small logo takes: words begin below the margin."""
_LOGO_HIGH, _LOGO_LEAST, _LOGO_GAP = 132, 64, 40
_LOGO_WIDE = 4
"""Columns, at most."""


def is_opening(scene: SceneConfig) -> bool:
    """Tell whether a scene is drawn as a title, a chapter's beginning or a closing."""
    return scene.scene_type in _OPENINGS


def page_of(scene: SceneConfig, page: Page) -> Page:
    """Return the page that a scene is laid out on: openings, and words that stand alone, may be on the solid accent."""
    if (is_opening(scene) or _stands_alone(scene)) and page.theme.openings.ground == "solid":
        return page._replace(theme=page.theme.on_field())
    return page


def _stands_alone(scene: SceneConfig) -> bool:
    """Tell whether a scene is a few large words and nothing beside them."""
    return scene.scene_type == "quote" or (scene.scene_type == "stat" and not getattr(scene, "header", ""))


def dress_layout(layout: Layout, scene: SceneConfig, page: Page) -> Layout:
    """Put the theme's background behind a scene, and cursor and logo beside its words."""
    opening = is_opening(scene)
    items: list[Item] = [*place_background(page, opening), *layout.items]
    if opening:
        items += place_cursor(layout, page)
    items += _place_logo(layout, page, opening)
    return layout if len(items) == len(layout.items) else replace(layout, items=tuple(items))


def place_cursor(layout: Layout, page: Page) -> list[Item]:
    """Stand a block after the last line of the largest words, where the theme has one and there is room."""
    if page.theme.openings.ornament != "cursor":
        return []
    found = (item for item in layout.items if isinstance(item, Words) and item.paragraph.lines)
    words = [item for item in found if item.align == "left" and not item.paragraph.text.isdigit()]
    if not words:
        return []
    largest = max(words, key=lambda item: (item.paragraph.style.size, item.box.bottom))
    paragraph = largest.paragraph
    size = paragraph.style.size
    x = largest.box.x + round(paragraph.lines[-1].width + size * 0.18)
    if x + round(size * _CURSOR) > page.safe.right:
        return []
    baseline = largest.box.y + (len(paragraph.lines) - 1) * paragraph.line_height + paragraph.baseline
    box = Box(x, baseline - round(size * 0.78), round(size * _CURSOR), round(size * 0.92))
    return [Panel(box, page.theme.accent, step=largest.step)]


def _place_logo(layout: Layout, page: Page, opening: bool) -> list[Item]:
    """Stand the logo where the theme says: large over an opening's words if there is room, else within the margin."""
    brand = page.look.brand
    logo = brand.logo if brand else None
    where = page.theme.logo.opening if opening else page.theme.logo.content
    if logo is None or where == "none":
        return []
    safe = page.safe
    top = min((item.box.y for item in layout.items if isinstance(item, Words)), default=safe.bottom)
    room = min(page.px(_LOGO_HIGH), top - safe.y - page.px(_LOGO_GAP))
    if where == "above" and room >= page.px(_LOGO_LEAST):
        box = _fit(logo.width, logo.height, page.column(0, _LOGO_WIDE)[1], room)
        return [_logo(page, layout.ground, box._replace(x=safe.x, y=safe.y))]
    first, last = (round(safe.y * part) for part in _LOGO_BAND)
    box = _fit(logo.width, logo.height, page.column(0, _LOGO_WIDE)[1], last - first)
    return [_logo(page, layout.ground, box._replace(x=safe.right - box.width, y=first))]


def _fit(width: int, height: int, most_width: int, most_height: int) -> Box:
    scale = min(most_width / width, most_height / height)
    return Box(0, 0, max(1, round(width * scale)), max(1, round(height * scale)))


def _logo(page: Page, ground: str, box: Box) -> Photo:
    """Draw it on the ground itself where it is seen there, else on a plate."""
    assert page.look.brand is not None and page.look.brand.logo is not None
    light, dark = page.theme.plates
    dim = contrast(ground, "#000000") < contrast(ground, "#ffffff")
    return Photo(box, page.look.brand.logo.image, 0, ground, 0, light if dim else ground, ground if dim else dark)
