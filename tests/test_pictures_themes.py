"""Every theme and accent: words can be read on whatever they stand on."""

from __future__ import annotations

from typing import get_args

import pytest

from model.errors import ConfigError
from model.inputs import Accent, Appearance
from render.theme import Look, Theme, contrast, mix, open_theme

BOTH = [(appearance, accent) for appearance in get_args(Appearance) for accent in get_args(Accent)]
ENOUGH = 4.5


@pytest.fixture(params=BOTH, ids=lambda pair: "-".join(pair))
def theme(request) -> Theme:
    return open_theme(*request.param)


def test_words_on_ground_and_panel(theme):
    grounds = [theme.ground, theme.panel, theme.wash(0.11), *(theme.wash(tint) for tint in theme.tints)]
    for name in ("ink", "muted"):
        for ground in grounds:
            assert contrast(getattr(theme, name), ground) >= ENOUGH, (name, ground)
    for name in ("accent", "faint", "good", "bad"):
        for ground in (theme.ground, theme.panel):
            assert contrast(getattr(theme, name), ground) >= ENOUGH, (name, ground)
    for name in ("good", "bad", "accent"):
        assert contrast(getattr(theme, name), theme.wash(0.11)) >= ENOUGH, name


def test_white_words_on_the_solid_accent(theme):
    assert contrast("#ffffff", theme.solid) >= ENOUGH


def test_code_on_its_panel(theme):
    for name, colour in theme.syntax.model_dump().items():
        assert contrast(colour, theme.panel) >= ENOUGH, name


def test_terminal(theme):
    for colour in (theme.terminal.ink, theme.terminal.muted, theme.terminal.faint, theme.prompt):
        assert contrast(colour, theme.terminal.ground) >= ENOUGH


def test_alerts_on_their_fields(theme):
    for name, colour in theme.tones.model_dump().items():
        field = mix(theme.ground, colour, 0.1)
        assert contrast(colour, field) >= ENOUGH, name
        assert contrast(theme.ink, field) >= ENOUGH
        assert contrast(theme.ink, mix(theme.ground, theme.ink, 0.09)) >= ENOUGH


def test_links_on_alerts_and_pills(theme):
    for colour in theme.tones.model_dump().values():
        assert contrast(theme.accent, mix(theme.ground, colour, 0.1)) >= ENOUGH


def test_accents_differ():
    for appearance in get_args(Appearance):
        colours = [open_theme(appearance, accent).accent for accent in get_args(Accent)]
        assert len(set(colours)) == len(colours) == 6


def test_the_scale_descends_to_its_least():
    sizes = [*open_theme("dark", "blue").type.model_dump().values()]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == min(open_theme("dark", "blue").code) == 28


def test_an_unknown_accent_is_named():
    with pytest.raises(ConfigError, match="red"):
        open_theme("dark", "red")  # type: ignore[arg-type]


def test_looks_are_values():
    assert Look() == Look()
    assert hash(Look()) == hash(Look())


def test_contrast_of_the_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
