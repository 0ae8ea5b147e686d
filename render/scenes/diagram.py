"""A diagram scene to its layout: drawn in the middle below its header; its source as code where it cannot be."""

from __future__ import annotations

from model.scenes import CodeScene, SceneConfig
from model.scenes.diagram import DiagramScene
from render.diagrams.drawing import draw_diagram
from render.diagrams.source import DiagramError
from render.headers import place_above
from render.layout import Box, Layout, find_reach, join_boxes, shift_items
from render.page import Page
from render.splitting import LONG_HEADER, split_header

_LANGUAGE = "mermaid"
_AIR = 24
"""Between header and diagram, beside what every header has below it."""


def lay_out(scene: DiagramScene, page: Page) -> Layout:
    """Give the diagram all of the page that its header leaves."""
    header = place_above(page, scene.header)
    try:
        items = draw_diagram(scene.source, page, _area(scene, page), scene.header)
    except DiagramError:
        return Layout(page.theme.ground, header.items, False)
    reach = join_boxes(find_reach(item) for item in items)
    free = page.safe.bottom - header.bottom - reach.height
    up = reach.y - header.bottom - (max(0, min(page.gap(_AIR), free)) if scene.header else 0)
    whole = page.settle((*header.items, *shift_items(items, -up)), reach.bottom - up)
    return Layout(page.theme.ground, whole, header.fits)


def _area(scene: DiagramScene, page: Page) -> Box:
    safe, bottom = page.safe, place_above(page, scene.header).bottom
    return Box(safe.x, bottom, safe.width, max(1, safe.bottom - bottom))


def divide(scene: DiagramScene, page: Page) -> tuple[SceneConfig, ...]:
    """Show the source of a diagram that cannot be drawn."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    source = scene.source.strip("\n") or " "
    code = CodeScene(
        scene_id=scene.scene_id, chapter=scene.chapter, narration=scene.narration, spans=scene.spans,
        header=scene.header, language=_LANGUAGE, code=source, first_line=1, last_line=source.count("\n") + 1,
    )  # fmt: skip
    return (code,)


def notices(scene: DiagramScene, page: Page) -> tuple[str, ...]:
    """Say where and why a diagram is shown as code."""
    try:
        draw_diagram(scene.source, page, _area(scene, page), scene.header)
    except DiagramError as error:
        return (f"{_locate(scene, error.line)}This diagram is shown as code, not drawn: {error.reason}.",)
    return ()


def _locate(scene: DiagramScene, line: int) -> str:
    """Name a line of the source as one of the document's: a fenced block has its fences around it."""
    if not scene.spans:
        return ""
    span = scene.spans[0]
    fenced = span.last - span.first + 1 >= scene.source.count("\n") + 3
    return f"{span.file}:{min(span.last, span.first + fenced + max(0, line - 1))}: "
