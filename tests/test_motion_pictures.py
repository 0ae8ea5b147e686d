"""What is seen within a motion: only what changes moves, and the last frame comes to the very picture that follows."""

from __future__ import annotations

import io
from functools import cache
from itertools import pairwise

import pytest
from av import VideoFrame
from PIL import Image, ImageChops, ImageStat

from model.assets import Asset
from model.content import Run
from model.scenes import (
    CodeScene,
    CommandLine,
    CommandScene,
    ImageScene,
    Line,
    ListScene,
    OutroScene,
    QuoteScene,
    SectionScene,
    TableScene,
    TitleScene,
)  # fmt: skip
from model.scenes.chart import ChartScene, Datum
from model.scenes.code_comparison import CodeComparisonScene
from model.scenes.stat import StatScene
from model.timeline import BarState, BarWord, Hold, Reveal, Sweep, VideoFormat
from render.caption_bar import CaptionBar, find_bar, plan_bars
from render.cues import build_cues
from render.designs import find_cues, lay_out_scene
from render.encoding import Band, encode_segment
from render.frame_plan import plan_frames, split_holds
from render.layout import Box, Layout, Panel, Words, is_shown
from render.motion_plan import plan_motions, time_cues
from render.page import open_page
from render.patches import apply_patch, sweep_frames
from render.pictures import MovingScene, draw_scene
from render.regions import Patch, choose_region
from render.reveals import RevealPainter
from render.theme import Look
from render.timeline import plan_timeline
from render.yuv import convert_picture
from tests.silent_film import make_scene, make_script, make_sentence, make_take, make_takes

LOOK = Look(format=VideoFormat(width=640, height=360))
PHOTO = Asset(sha256="0" * 64, size=1, suffix=".png")
CODE = "from lighthouse import watch\n\ndef report(folder):\n    for change in watch(folder):\n        print(change)\n"


def said(*texts: str):
    return {"scene_id": "s", "narration": tuple(make_sentence(text) for text in texts)}


def text(words: str):
    return (Run(text=words),)


TOOLS = {
    "header": "Seconds",
    "marked": 0,
    "data": tuple(Datum(label=label, value=value) for label, value in (("Ours", 9), ("Yours", 26), ("Theirs", 125))),
}
YEARS = tuple(Datum(label=str(2020 + at), value=value) for at, value in enumerate((12, 14, 31, 47, 44)))
BEFORE = "import os\n\nname = os.environ[1]\nprint(name)\nwith open(name) as file:\n    print(file)"
AFTER = "import os\n\nname = Path.home()\nprint(name)\ntext = name.read_text()\n    print(file)"


SCENES = {
    "title": TitleScene(**said("See the lighthouse tool.", "A small tool for people."), title="Lighthouse",
                        subtitle="A small tool for people"),
    "section": SectionScene(**said("Here we install it.", "Three commands do."), title="Install", number=2, total=5,
                            summary="Three commands"),
    "list": ListScene(**said("The reasons are these.", "A hold costs nothing.", "Nothing is lost."), header="Reasons",
                      lines=(Line(text=text("A hold costs nothing"), sentence=1),
                             Line(text=text("Nothing is lost"), sentence=2))),
    "command": CommandScene(**said("How to install it.", "Run pip install.", "Then go."), header="Install",
                            lines=(CommandLine(text="pip install it"), CommandLine(text="Done", kind="output"))),
    "code": CodeScene(**said("Here the function report is made.", "That is all."), header="Watch", language="python",
                      code=CODE, first_line=1, last_line=5),
    "table": TableScene(**said("The codes are these.", "alpha, and then beta."), header="Codes",
                        columns=(text("Code"), text("Meaning")), alignments=("left", "left"),
                        rows=((text("alpha"), text("one")), (text("beta"), text("two")))),
    "image": ImageScene(**said("Here you see the lighthouse at night."), image=PHOTO, width=160, height=100,
                        header="Night", caption="The lighthouse at night"),
    "quote": QuoteScene(**said("As she said: the best tool is forgotten.", "Ada Lovelace."),
                        text=text("The best tool is forgotten"), attribution="Ada Lovelace"),
    "bars": ChartScene(**said("The table gives the time of each.", "Theirs comes out on top, at 125."), **TOOLS),
    "bars told": ChartScene(**said("Of all, ours takes 9 seconds, yours 26, and theirs 125."), **TOOLS),
    "line": ChartScene(**said("It grew every year.", "In 2021 it was 14, in 2023 it was 47."), header="Visits",
                       form="line", data=YEARS),
    "stat": StatScene(**said("In our own projects, 98 % of all builds are kept."), header="Kept", value="98", unit="%",
                      text=text("of all builds are kept")),
    "comparison": CodeComparisonScene(
        **said("Here it is by hand.", "Now, a path does it.", "It knows its home.", "And read_text opens it."),
        header="Paths", language="python", before=BEFORE, after=AFTER, turn=1),
    "outro": OutroScene(**said("That was it.", "Read the document."), title="Lighthouse", lines=("Read the document",)),
}  # fmt: skip


@cache
def photo() -> bytes:
    data = io.BytesIO()
    Image.linear_gradient("L").resize((160, 100)).convert("RGB").save(data, "PNG")
    return data.getvalue()


def load(asset: Asset) -> bytes:
    assert asset == PHOTO
    return photo()


def motions_of(scene, look: Look = LOOK):
    take = make_take(scene, pause=9600)
    return tuple(plan_motions(time_cues(find_cues(scene, look), take), take.samples // 1600 + 20, look.format))


def lay(patch: Patch, over: Image.Image) -> Image.Image:
    picture = over.copy()
    picture.paste(patch.image, (patch.x, patch.y))
    return picture


def difference(one: Image.Image, other: Image.Image) -> int:
    return max(max(band.tobytes()) for band in ImageChops.difference(one, other).split())


@pytest.mark.parametrize("name", SCENES)
def test_a_reveal_leads_from_one_picture_to_the_very_next(name):
    pictures = MovingScene(SCENES[name], LOOK, load)
    reveals = [motion for motion in motions_of(SCENES[name]) if isinstance(motion, Reveal)]
    assert reveals
    for reveal in reveals:
        before, after = pictures.draw(reveal.before), pictures.draw(reveal.after)
        assert difference(before, after) > 0
        assert difference(lay(pictures.move(reveal, 0.0), before), before) == 0
        assert difference(lay(pictures.move(reveal, 1.0), before), after) == 0, "all that changes is in the patch"
        last = lay(pictures.move(reveal, reveal.frames / (reveal.frames + 1)), before)
        assert difference(last, after) <= 40, "the last frame is as good as the picture that follows"


@pytest.mark.parametrize("name", SCENES)
def test_nothing_flashes(name):
    """The light of what changes goes one way."""
    pictures = MovingScene(SCENES[name], LOOK, load)
    for reveal in [motion for motion in motions_of(SCENES[name]) if isinstance(motion, Reveal)]:
        light = [ImageStat.Stat(pictures.move(reveal, part / 8).image.convert("L")).mean[0] for part in range(9)]
        steps = [after - before for before, after in pairwise(light)]
        assert all(step >= -0.5 for step in steps) or all(step <= 0.5 for step in steps)


def test_the_last_picture_has_everything_that_is_said():
    for scene in SCENES.values():
        last = len(find_cues(scene, LOOK))
        assert draw_scene(scene, LOOK, load).tobytes() == draw_scene(scene, LOOK, load, last).tobytes()


def test_things_that_lie_under_others_come_under_them():
    over = Panel(Box(30, 30, 20, 20), "#ffffff")
    layout = Layout("#000000", (Panel(Box(20, 20, 40, 40), "#ff0000", step=1), over), True)

    def draw(step: int) -> Image.Image:
        from render.canvas import paint_layout

        return paint_layout(layout, (96, 96), load, step)

    painter = RevealPainter(layout, Reveal(before=0, after=1, frames=8), draw, load)
    middle = lay(painter.paint(0.5), draw(0))
    assert middle.getpixel((40, 40)) == (255, 255, 255)
    assert 128 < middle.getpixel((25, 45))[0] < 255
    assert lay(painter.paint(1.0), draw(0)).tobytes() == draw(1).tobytes()


def read_planes(frame: VideoFrame) -> list[Image.Image]:
    return [
        Image.frombytes("L", (plane.width, plane.height), bytes(plane), "raw", "L", plane.line_size)
        for plane in frame.planes
    ]


def test_a_patch_is_the_same_as_the_whole_picture_converted():
    video = VideoFormat(width=128, height=96)
    noise = Image.effect_noise((128, 96), 90).convert("RGB")
    changed = noise.copy()
    changed.paste("#d02040", (41, 23, 80, 61))
    for box in (Box(41, 23, 39, 38), Box(0, 0, 128, 96)):
        region = choose_region(box, (128, 96))
        part = changed.crop((region.x, region.y, region.right, region.bottom))
        made = read_planes(apply_patch(convert_picture(noise, video), Patch(part, region.x, region.y), video))
        whole = read_planes(convert_picture(changed, video))
        assert max(difference(one, other) for one, other in zip(made, whole, strict=True)) == 0


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("style", ["slide", "wipe", "push"])
def test_sweeps_go_one_way_and_end_with_the_second_picture(style, mirrored):
    video = VideoFormat(width=64, height=32)
    before, after = (convert_picture(Image.new("RGB", (64, 32), colour), video) for colour in ("#000000", "#ffffff"))
    sweep = Sweep(before=0, after=1, frames=9, style=style, mirrored=mirrored)
    light = [read_planes(sweep_frames(before, after, sweep, part / 10, video))[0] for part in range(11)]
    shares = [sum(plane.tobytes()) for plane in light]
    assert shares == sorted(shares) and len(set(shares)) > 8
    assert light[0].getextrema() == (16, 16) and light[-1].getextrema() == (235, 235)
    from_left = light[3].getpixel((0, 0)) == 235
    assert from_left == ((style == "wipe") != mirrored)


def test_a_scene_in_motion_encodes_each_distinct_frame_once():
    scene = SCENES["list"]
    motions, pictures = motions_of(scene), MovingScene(scene, LOOK, load)
    coded = sum(1 for _ in plan_frames(motions, 300))
    assert coded == sum(1 if isinstance(motion, Hold) else motion.frames for motion in motions)
    stream = encode_segment(pictures.draw, motions, LOOK.format, pictures.move)
    assert stream == encode_segment(MovingScene(scene, LOOK, load).draw, motions, LOOK.format, pictures.move)


def karaoke(choice: str = "karaoke"):
    script = make_script(
        make_scene("a", "One hold costs nothing at all.", "And two cost the same."), make_scene("b", "Three.")
    )
    takes = make_takes(script)
    timeline = plan_timeline(script, takes, ((), ()), LOOK.format)
    return takes, plan_bars(build_cues(script, timeline, takes), timeline, choice)


def test_karaoke_follows_the_words_frame_by_frame():
    takes, timeline = karaoke()
    bar = timeline.slots[0].bar
    assert [state.frame for state in bar] == sorted({state.frame for state in bar})
    lit = [state for state in bar if state.current is not None]
    assert [state.frame for state in lit] == [word.start // 1600 for word in takes[0].words]
    texts = [[word.text for line in state.lines for word in line][state.current] for state in lit]
    assert texts == ["One", "hold", "costs", "nothing", "at", "all.", "And", "two", "cost", "the", "same."]
    assert [state.frame for state in timeline.slots[1].bar if state.current == 0] == [0], "from the scene's first frame"
    assert not bar[-1].lines or bar[-1].frame < timeline.slots[0].frames
    burned = karaoke("burned")[1].slots[0].bar
    assert all(state.current is None for state in burned) and len(burned) < len(bar)
    assert karaoke("off")[1].slots[0].bar == ()


@pytest.mark.parametrize("size", [(640, 360), (360, 640)])
def test_the_bar_lies_in_its_band_and_words_keep_their_place(size):
    look = Look(format=VideoFormat(width=size[0], height=size[1]))
    bar, page = CaptionBar(look), open_page(look)
    first, second = [state for state in karaoke()[1].slots[0].bar if state.lines][:2]
    one, other = bar.place(first), bar.place(second)
    assert [item.box for item in one] == [item.box for item in other]
    assert all(page.safe.bottom <= item.box.y and item.box.bottom <= size[1] for item in one)
    assert all(item.box.x >= 0 and item.box.right <= size[0] for item in one)
    below = Image.new("RGB", size, page.theme.ground)
    patches = [bar.paint(state, below) for state in (first, second)]
    assert patches[0] and patches[1] and difference(patches[0].image, patches[1].image) > 0
    assert bar.paint(first.model_copy(update={"lines": ()}), below) is None


def test_a_picture_has_the_caption_that_stands_when_it_is_whole():
    motions = (Hold(picture=0, frames=60), Hold(picture=1, frames=60))
    words = [
        caption(text).model_copy(update={"frame": frame}) for text, frame in (("one", 0), ("two", 50), ("three", 80))
    ]
    bar = (*words[:2], BarState(frame=55), words[2], BarState(frame=110))
    slot = karaoke()[1].slots[0].model_copy(update={"motions": motions, "bar": bar})
    assert [find_bar(slot, picture) for picture in (0, 1, None)] == [words[0], words[1], words[2]]
    late = slot.model_copy(update={"bar": bar[1:]})
    assert find_bar(late, 0) == words[1], "the first, where none stands yet"
    assert find_bar(slot.model_copy(update={"bar": ()}), None) is None


def caption(*words: str) -> BarState:
    return BarState(frame=0, lines=(tuple(BarWord(text=word) for word in words),))


def test_captions_of_tall_pages_are_larger_and_a_wide_line_still_fits():
    sizes = {}
    for width, height in ((1920, 1080), (1080, 1920)):
        bar = CaptionBar(Look(theme="terminal", format=VideoFormat(width=width, height=height)))
        for words in (("One", "word"), ("W" * 20, "W" * 21)):
            panel, *placed = bar.place(caption(*words))
            assert panel.box.x >= 0 and panel.box.right <= width and panel.box.bottom <= height
            assert all(panel.box.x < item.box.x and item.box.right <= panel.box.right for item in placed)
            sizes[width, words[0]] = placed[0].paragraph.style.size
    assert sizes[1080, "One"] >= 1.25 * sizes[1920, "One"]
    assert sizes[1080, "W" * 20] <= sizes[1080, "One"]


def test_words_of_two_directions_stand_in_their_order():
    look = Look(language="ar")
    _, *items = CaptionBar(look).place(caption("الأمر", "make", "video."))
    shown = [item.paragraph.text for item in sorted(items, key=lambda item: item.box.x)]
    assert shown == [".", "make", "video", "الأمر"], "the phrase from the left, within a line from the right"
    by_text = {item.paragraph.text: item.box for item in items}
    space = by_text["video"].x - by_text["make"].right
    assert by_text["make"].x - by_text["."].right < space / 2


def test_a_band_costs_a_frame_a_word_and_is_in_the_film():
    _, timeline = karaoke()
    slot, scene = timeline.slots[0], SCENES["outro"]
    picture = draw_scene(scene, LOOK, load, 1)
    motions = (Hold(picture=0, frames=slot.frames),)
    split = split_holds(motions, [state.frame for state in slot.bar])
    assert len(split) == len({0, *(state.frame for state in slot.bar)})
    assert sum(motion.frames for motion in split) == slot.frames
    plain = encode_segment([picture], motions, LOOK.format)
    barred = encode_segment([picture], motions, LOOK.format, None, Band(slot.bar, CaptionBar(LOOK).paint))
    assert plain != barred and plain == encode_segment([picture], motions, LOOK.format, None, Band())


def lit_in(scene, step: int) -> set[str]:
    """Return the words that stand in the accent at a step."""
    layout, accent = lay_out_scene(scene, LOOK), open_page(LOOK).theme.accent
    shown = [item for item in layout.items if isinstance(item, Words) and is_shown(item, step)]
    parts = [segment for item in shown for line in item.paragraph.lines for segment in line.segments]
    return {part.text for part in parts if part.colour == accent}


def words_at(scene) -> list[str]:
    words = [word.text for sentence in scene.narration for word in sentence.words]
    return [words[cue.word] for cue in find_cues(scene, LOOK)]


def test_the_number_that_is_spoken_is_the_one_that_is_lit():
    bars = SCENES["bars"]
    assert words_at(bars) == ["The", "Theirs"]
    assert [lit_in(bars, step) for step in range(3)] == [set(), set(), {"125"}]
    line = SCENES["line"]
    assert words_at(line) == ["It", "2021", "2023"]
    assert [lit_in(line, step) for step in range(4)] == [set(), {"44"}, {"14"}, {"47"}]


def test_bars_that_are_told_in_order_grow_one_by_one():
    scene = SCENES["bars told"]
    assert words_at(scene) == ["ours", "yours", "theirs"]
    layout = lay_out_scene(scene, LOOK)
    bars = sorted(item.step for item in layout.items if isinstance(item, Panel) and item.step)
    assert bars == [1, 2, 3] and {cue.style for cue in layout.cues} == {"wipe"}


def test_bars_grow_from_the_side_on_which_the_page_begins():
    look = LOOK.model_copy(update={"language": "ar"})
    pictures = MovingScene(SCENES["bars"], look, load)
    reveal = next(motion for motion in motions_of(SCENES["bars"], look) if isinstance(motion, Reveal))
    before, half = pictures.draw(reveal.before), lay(pictures.move(reveal, 0.2), pictures.draw(reveal.before))
    seen = ImageChops.difference(before, half).getbbox()
    whole = ImageChops.difference(before, pictures.draw(reveal.after)).getbbox()
    assert seen[2] == whole[2] and seen[0] > whole[0]


def test_a_number_rises_with_its_word_and_its_meaning_with_its_own():
    scene = SCENES["stat"]
    assert words_at(scene) == ["98", "of"]
    late = scene.model_copy(update=said("Of all builds that we have ever made, 98 % are kept.") | {
        "text": text("Of all builds that we have ever made, so many are kept")})  # fmt: skip
    assert words_at(late) == ["Of", "98"], "what is said first comes first"
    within = scene.model_copy(
        update=said("Of all builds, 98 % are kept.") | {"text": text("Of all builds, 98 % are kept")}
    )
    assert words_at(within) == ["98"]
    bare = scene.model_copy(update={"header": ""})
    assert words_at(bare) == ["In", "of"], "a page is never empty"


def test_changes_are_in_focus_as_they_are_explained():
    scene = SCENES["comparison"]
    assert words_at(scene) == ["Now,", "home.", "read_text"]
    layout, theme = lay_out_scene(scene, LOOK), open_page(LOOK).theme

    def shows(words: str, step: int) -> set[str]:
        shown = [item for item in layout.items if isinstance(item, Words) and is_shown(item, step)]
        parts = [segment for item in shown for line in item.paragraph.lines for segment in line.segments]
        return {part.colour for part in parts if words in part.text}

    assert not shows("read_text", 0), "the second version comes with the sentence that turns to it"
    clear, dimmed = shows("read_text", 1), shows("read_text", 2)
    assert clear and dimmed == {theme.dim(colour) for colour in clear} and shows("read_text", 3) == clear
    assert shows("home", 3) == {theme.dim(colour) for colour in shows("home", 2)}


@pytest.mark.parametrize("name", ["bars", "bars told", "line", "stat", "comparison"])
def test_what_an_earlier_scene_has_shown_does_not_build_up_again(name):
    scene = SCENES[name]
    again = scene.model_copy(update={"goes_on": True})
    layout = lay_out_scene(again, LOOK)
    assert len(layout.cues) == layout.steps
    first = draw_scene(again, LOOK, load, 0)
    quiet = again.model_copy(update=said("Nothing of it is named.") | {"goes_on": True})
    assert draw_scene(quiet, LOOK, load).tobytes() == draw_scene(quiet, LOOK, load, 0).tobytes()
    assert difference(first, draw_scene(scene, LOOK, load, 0)) > 0
