"""A command scene to its layout: a terminal window with what is typed and what comes back."""

from __future__ import annotations

from model.scenes import CommandLine, CommandScene, SceneConfig
from render.headers import place_above
from render.layout import Box, Item, Layout, Mark, Panel
from render.monospace import Stretch
from render.page import Page
from render.splitting import LONG_HEADER, share_fields, split_header, split_string
from render.typed_lines import place_typed
from render.windows import fit_rows

_BAR = 56
"""Height of the window's title bar."""
_PROMPT = 2
"""Columns."""


def lay_out(scene: CommandScene, page: Page) -> Layout:
    """Set the lines as large as they fit without being wrapped, else at the least size."""
    header = place_above(page, scene.header)
    safe, colours = page.safe, page.theme.terminal
    area = Box(safe.x, header.bottom, safe.width, safe.bottom - header.bottom)
    rows = fit_rows(page, tuple(_colour_line(line, page) for line in scene.lines), area, gutter=0, bar=page.px(_BAR))
    items: list[Item] = [*header.items]
    items.append(Panel(rows.panel, colours.ground, page.corner("window"), colours.edge, page.rule("hair")))
    items.extend(_place_bar(page, rows.panel))
    typed, cues = place_typed(scene, page, rows)
    items.extend(typed)
    return Layout(page.theme.ground, page.settle(items, rows.panel.bottom), header.fits and rows.fits, cues)


def _colour_line(line: CommandLine, page: Page) -> tuple[Stretch, ...]:
    """Put the prompt before what is typed, and tell what comes back apart by its colour."""
    colours = page.theme.terminal
    if line.kind == "input":
        return (Stretch("$ ", page.theme.prompt, "mono-bold"), Stretch(line.text, colours.ink))
    if line.kind == "continuation":
        return (Stretch("> ", colours.faint), Stretch(line.text, colours.ink))
    if line.kind == "comment":
        return (Stretch(line.text, colours.faint, "mono-italic"),)
    return (Stretch(line.text, colours.muted),)


def _place_bar(page: Page, panel: Box) -> list[Item]:
    """Three quiet buttons say that this is a window."""
    side, gap = page.px(18), page.px(14)
    top = panel.y + page.px(30)
    colour = page.theme.terminal.faint
    left = panel.x + page.px(44)
    return [Mark("ring", Box(left + at * (side + gap), top, side, side), colour) for at in range(3)]


def divide(scene: CommandScene, page: Page) -> tuple[SceneConfig, ...]:
    """Carry half of the lines on to a second scene, before a prompt if one is near; a single line is cut in two."""
    if len(scene.header) > LONG_HEADER:
        return split_header(scene, scene.header)
    lines = scene.lines
    if len(lines) > 1:
        at = _seam(lines)
        return share_fields(scene, {"lines": lines[:at]}, {"lines": lines[at:]}, at / len(lines))
    head, tail = split_string(lines[0].text)
    if not tail:
        return ()
    second = "continuation" if lines[0].kind == "input" else lines[0].kind
    return share_fields(
        scene,
        {"lines": (lines[0].model_copy(update={"text": head}),)},
        {"lines": (lines[0].model_copy(update={"text": tail, "kind": second}),)},
    )


def _seam(lines: tuple[CommandLine, ...]) -> int:
    """Return the prompt nearest to the middle, or the middle when none is near."""
    middle, reach = len(lines) / 2, len(lines) / 4
    return min(range(1, len(lines)), key=lambda at: (abs(at - middle) - reach * (lines[at].kind == "input"), at))
