"""Every theme, ground and accent: words can be read on whatever they stand on, and nothing is too small."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.brand import Brand
from model.errors import ConfigError
from model.inputs import Accent, Appearance, InputConfig
from model.theme_choice import split_choice, theme_names
from render.colour import contrast, from_oklch, least_contrast, mix, nearest_readable, to_oklch
from render.icons import ICONS
from render.markers import MARKER_SIZES
from render.theme import Look, Theme, open_theme, text_grounds
from render.theme_files import FOLDER, choose_theme, parse_theme, read_theme
from render.typefaces import open_family

GROUNDS = [
    (name, ground) for name in theme_names() for ground in get_args(Appearance) if read_theme(name).palette(ground)
]
ALL = list(product(GROUNDS, get_args(Accent)))
COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def enough_for(name: str) -> float:
    """Return the contrast that a theme promises: WCAG level AA, or AAA."""
    return 7.0 if name == "contrast" else 4.5


@pytest.fixture(params=ALL, ids=lambda pair: f"{pair[0][0]}-{pair[0][1]}-{pair[1]}")
def opened(request) -> tuple[Theme, float]:
    (name, ground), accent = request.param
    return open_theme(ground, accent, name), enough_for(name)


def test_every_pair_of_words_and_ground_can_be_read(opened):
    theme, enough = opened
    washes = [theme.ground, theme.panel, theme.wash(0.11), *(theme.wash(tint) for tint in theme.tints)]
    pairs = [(name, getattr(theme, name), ground) for name in ("ink", "muted") for ground in washes]
    plain = (theme.ground, theme.panel)
    pairs += [(n, getattr(theme, n), g) for n in ("accent", "good", "bad") for g in (*plain, theme.wash(0.11))]
    pairs += [("faint", theme.faint, ground) for ground in plain]
    pairs += [("accent", theme.accent, ground) for ground in text_grounds(theme)]
    pairs += [(name, colour, theme.panel) for name, colour in theme.syntax.model_dump().items()]
    terminal = theme.terminal
    inks = (terminal.ink, terminal.muted, terminal.faint, theme.prompt)
    pairs += [("terminal", ink, terminal.ground) for ink in inks]
    for name, tone in theme.tones.model_dump().items():
        field = mix(theme.ground, tone, 0.1)
        pairs += [(name, tone, field), ("ink", theme.ink, field)]
    pairs.append(("pill", theme.ink, mix(theme.ground, theme.ink, 0.09)))
    pairs.append(("solid", theme.on_solid, theme.solid))
    header = theme.solid if theme.header.style == "block" else theme.ground
    pairs += [("heading", theme.heading, header), ("label", theme.label, header)]
    weak = [(what, ink, ground) for what, ink, ground in pairs if contrast(ink, ground) < enough]
    assert weak == []


def test_words_on_the_solid_accent(opened):
    field, enough = opened[0].on_field(), min(opened[1], 4.5)
    for name in ("ink", "muted", "accent", "heading", "label"):
        assert contrast(getattr(field, name), field.ground) >= enough, name


@pytest.mark.parametrize("name", theme_names())
def test_sizes_descend_to_one_that_a_phone_shows(name):
    theme = read_theme(name)
    sizes = [*theme.type.model_dump().values()]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= 28 and list(theme.code) == sorted(theme.code, reverse=True) and theme.code[-1] >= 28
    assert {theme.markers.point, theme.markers.nested} <= MARKER_SIZES.keys() <= ICONS.keys()
    for family in (theme.fonts.display, theme.fonts.body):
        assert open_family(family)


def test_themes_differ():
    assert len(theme_names()) >= 5
    shapes = {(t.fonts, t.header.style, t.openings.ornament, t.corners.window) for t in map(read_theme, theme_names())}
    assert len(shapes) == len(theme_names())
    for name, ground in GROUNDS:
        colours = [open_theme(ground, accent, name).accent for accent in get_args(Accent)]
        assert len(set(colours)) == 6, (name, ground)


def test_what_users_may_name():
    assert choose_theme("light") == ("orbit", "light")
    assert choose_theme("dark") == ("orbit", "dark")
    assert choose_theme("editorial") == ("editorial", "light")
    for name, ground in GROUNDS:
        assert choose_theme(f"{name}-{ground}") == (name, ground)
    with pytest.raises(ConfigError, match=r"dusk.*orbit, contrast, editorial"):
        choose_theme("dusk")
    with pytest.raises(ValueError, match="did you mean poster"):
        split_choice("postr")
    with pytest.raises(ValueError, match="no theme"):
        InputConfig(source="a.md", theme="orbit-red")
    assert InputConfig(source="a.md", theme="brands/ours.yaml").theme == "brands/ours.yaml"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("transition: fade", "transition: spin", "transition"),
        ("least: 28", "least: 20", r"type\.least"),
        ('ink: "#f3f5f7"', "ink: white", r"dark\.ink"),
        ("background: plain", "backgrund: plain", "background: field required"),
        ("prefers: dark", "prefers: [", "malformed YAML"),
    ],
)
def test_a_wrong_theme_is_refused_with_file_and_key(before, after, message):
    text = (FOLDER / "orbit.yaml").read_text()
    assert before in text
    with pytest.raises(ConfigError, match=rf"mine\.yaml: .*{message}|mine\.yaml: {message}"):
        parse_theme(text.replace(before, after), "mine.yaml")


def test_an_unknown_accent_or_theme_is_named():
    with pytest.raises(ConfigError, match="red"):
        open_theme("dark", "red")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="dusk"):
        open_theme("dark", "blue", "dusk")


@given(COLOURS, COLOURS)
@settings(max_examples=40, deadline=None)
def test_the_nearest_colour_that_passes_passes_and_keeps_its_hue(colour, ground):
    found = nearest_readable(colour, (ground,), 4.5)
    assert found is not None, "black or white always passes 4.5:1"
    assert contrast(found, ground) >= 4.5
    (_, chroma, hue), (lightness, _, _) = to_oklch(found), to_oklch(colour)
    if chroma > 0.06:
        turned = abs(hue - to_oklch(colour)[2])
        assert min(turned, 6.2832 - turned) < 0.08
    if contrast(colour, ground) >= 4.5:
        assert abs(to_oklch(found)[0] - lightness) < 0.01


@given(COLOURS)
def test_oklch_and_back(colour):
    back = from_oklch(*to_oklch(colour))
    assert all(abs(int(back[at : at + 2], 16) - int(colour[at : at + 2], 16)) <= 2 for at in (1, 3, 5))


@pytest.mark.parametrize(("name", "ground"), GROUNDS)
@pytest.mark.parametrize("hue", ["#c08080", "#80a0c0"])
def test_a_faint_brand_is_refused_with_a_colour_that_passes(name, ground, hue):
    faint = mix(open_theme(ground, "blue", name).ground, hue, 0.3)
    with pytest.raises(
        ConfigError, match=rf"ours\.yaml: primary: words in {faint} .*nearest colour that passes is #"
    ) as no:
        open_theme(ground, "blue", name, Brand(name="ours.yaml", primary=faint))
    nearest = no.value.remedy.rstrip(".").split()[-1]
    theme = open_theme(ground, "blue", name, Brand(name="ours.yaml", primary=nearest))
    assert least_contrast(nearest, text_grounds(theme)) >= 4.5
    assert contrast(theme.on_solid, theme.solid) >= 4.5


def test_a_brand_replaces_accent_and_transition():
    brand = Brand(name="b.yaml", primary="#a61e4d", secondary="#d6336c", transition="wipe")
    theme = open_theme("light", "blue", "orbit", brand)
    assert (theme.accent, theme.solid, theme.transition) == ("#a61e4d", "#d6336c", "wipe")
    assert contrast(theme.on_solid, theme.solid) >= 4.5


def test_looks_are_values():
    assert Look() == Look()
    assert hash(Look()) == hash(Look())


def test_contrast_of_the_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
