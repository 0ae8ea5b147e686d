"""TeX to outlines, to plain Unicode, and to what is said."""

from __future__ import annotations

import pytest

from adapters.documents.dollars import write_unicode
from adapters.documents.markdown import parse_markdown
from model.content import AnyBlock, MathBlock, ParagraphBlock, plain
from model.inputs import SourceSpan
from model.narration import Sentence, Word, spoken
from model.scenes import CodeScene
from model.scenes.diagram import DiagramScene
from model.scenes.math import MathScene
from render.canvas import paint_layout
from render.designs import lay_out_scene
from render.fitting import fit_scene
from render.formulas.typesetting import FormulaError, set_formula
from render.layout import Drawing
from render.page import open_page
from render.scenes import diagram, math
from render.theme import Look
from writing.speech.saying import SpeechRules, say

TOLD = [
    ("x - y", "X minus Y"), ("3x + 2", "three X plus two"), (r"\frac{a+b}{2}", "A plus B, over two"),
    (r"\sqrt{2}", "the square root of two"), ("x^{n+1}", "X to the N plus one"), ("x_i", "X I"),
    ("f(x) = 2x", "F of X equals two X"),
    (r"e^{i\pi}", "E to the I pie"), ("-5", "minus five"), (r"\alpha \leq 3", "alpha is at most three"), ("n!", "N factorial"),
]  # fmt: skip
SAID = (Sentence(words=(Word(text="Here.", spoken="Here."),)),)


def read(text: str) -> tuple[AnyBlock, ...]:
    content = parse_markdown(text, name="a.md", images={}, missing={}, language="en")
    return content.sections[0].blocks


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("x^2 + y", "x² + y"), (r"\alpha \leq \beta_1", "α ≤ β₁"), (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"O(n \log n)", "O(n log n)"), (r"e^{i\pi}", "e^(iπ)"), (r"2^{n+1}", "2ⁿ⁺¹"), (r"\sqrt{2}", "√2"),
        (r"\text{speed} = 3", "speed = 3"), (r"x'", "x′"), (r"\mathbb{R}", "ℝ"), ("a-b", "a − b"),
        (r"\foo", None), ("a{", None), ("a}", None), (r"\hat{x}", None), ("x^", None), ("{" * 40, None),
    ],
)  # fmt: skip
def test_simple_tex_is_shown_as_plain_text(tex: str, shown: str | None) -> None:
    assert write_unicode(tex) == shown


def test_dollars_in_prose_are_formulas_only_where_they_look_so() -> None:
    (block,) = read(r"Cost $x^2$ of $5 and $6, `a$b$`, $HOME/$PATH, \$3$, and $\foo{x}$.")
    assert isinstance(block, ParagraphBlock)
    assert plain(block.text) == r"Cost x² of $5 and $6, a$b$, $HOME/$PATH, $3$, and \foo{x}."
    assert [run.text for run in block.text if run.code] == ["a$b$", r"\foo{x}"]


@pytest.mark.parametrize("text", ["$$\nE = mc^2\n$$", "$$ E = mc^2 $$", "```math\nE = mc^2\n```"])
def test_formulas_that_stand_alone_are_blocks(text: str) -> None:
    (block,) = read(text)
    assert isinstance(block, MathBlock)
    assert (block.tex, block.written) == ("E = mc^2", "E = mc²")


@pytest.mark.parametrize(("tex", "told"), TOLD)
def test_a_formula_in_prose_is_read_as_a_teacher_would(tex: str, told: str) -> None:
    (block,) = read(f"Here ${tex}$, and 3x faster.")
    assert isinstance(block, ParagraphBlock)
    (sentence,) = say(block.text, SpeechRules(language="en"))
    assert spoken(sentence) == f"Here {told}, and three times faster."


def test_a_formula_is_read_in_other_languages_too() -> None:
    (block,) = read(r"Es ist $\frac{a - 3b}{2}$ groß.")
    assert isinstance(block, ParagraphBlock)
    (sentence,) = say(block.text, SpeechRules(language="de"))
    assert spoken(sentence) == "Es ist A minus drei B, durch zwei groß."


def test_a_formula_is_set_in_proportion() -> None:
    one, wide = set_formula("x"), set_formula("x + x + x")
    tall = set_formula(r"\frac{x}{\frac{x}{x}}")
    assert wide.width > 3 * one.width and wide.height < 3 * one.height
    assert tall.height > 3 * one.height
    assert len(set_formula("ab").glyphs) == 2


@pytest.mark.parametrize(
    ("tex", "reason"),
    [(r"\foo{x}", r"the command \foo is not known"), ("", "empty"), (r"\frac{1", "not understood"), ("x^", "not understood"),
     (r"\href{file:///etc}{x}", "not drawn"), ("x" * 900, "at most 800"), ("{" * 30 + "}" * 30, "deep"), ("中", "no '中'"),
     (r"\left( x", "not understood")],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_with_its_reason(tex: str, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        set_formula(tex)
    assert reason in caught.value.reason


def test_a_formula_is_drawn_in_ink_with_its_holes_open() -> None:
    look = Look()
    layout = lay_out_scene(MathScene(scene_id="m", narration=SAID, formula="o"), look)
    (drawing,) = (item for item in layout.items if isinstance(item, Drawing))
    image = paint_layout(layout, (1920, 1080), lambda asset: b"")
    middle = (drawing.box.x + drawing.box.width // 2, drawing.box.y + drawing.box.height // 2)
    ground = tuple(int(layout.ground[at : at + 2], 16) for at in (1, 3, 5))
    assert image.getpixel(middle) == ground
    row = [image.getpixel((x, middle[1])) for x in range(drawing.box.x, drawing.box.right)]
    ink = open_page(look).theme.ink
    assert tuple(int(ink[at : at + 2], 16) for at in (1, 3, 5)) in row


@pytest.mark.parametrize(
    ("scene", "line"),
    [
        (MathScene(scene_id="m", narration=SAID, formula=r"\foo", spans=(SourceSpan(file="a.md", first=7, last=7),)), 7),
        (DiagramScene(scene_id="d", narration=SAID, source="graph TD\na ?? b",
                      spans=(SourceSpan(file="a.md", first=7, last=10),)), 9),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_shown_as_code_and_said(scene: MathScene | DiagramScene, line: int) -> None:
    look = Look()
    (part,) = fit_scene(scene, look)
    assert isinstance(part, CodeScene)
    assert part.code == (scene.formula if isinstance(scene, MathScene) else scene.source)
    told = (
        math.notices(scene, open_page(look))
        if isinstance(scene, MathScene)
        else diagram.notices(scene, open_page(look))
    )
    assert len(told) == 1 and told[0].startswith(f"a.md:{line}: This ")


def test_a_formula_far_too_wide_is_shown_as_its_source() -> None:
    scene = MathScene(scene_id="m", narration=SAID, formula=" + ".join(["x"] * 150))
    assert {part.scene_type for part in fit_scene(scene, Look())} == {"code"}
