"""ParsedContent -> VideoScript: what is said and shown, scene by scene."""

from __future__ import annotations

import asyncio

from adapters.versions import digest_fonts
from model.content import ParsedContent
from model.errors import Problem, ValidationError
from model.inputs import LONGEST_FILM, VideoConfig
from model.progress import Progress
from model.script import VideoScript
from render.fitting import fit_script
from render.glyphs import check_glyphs
from tasks.look import look_of
from tasks.reporting import report
from tasks.stage import as_they_are, stage
from tasks.translation import translate_film
from tasks.workplace import Workplace
from writing.script import write_script as write_talk
from writing.speech.saying import estimate_seconds


@stage(
    name="write-script",
    sources=("writing", "render"),
    libraries=("uniseg", "budoux", "num2words", "pillow", "fonttools", "pygments", "ziamath", "latex2mathml"),
)
async def write_script(content: ParsedContent, video: VideoConfig, fonts: str, place: Workplace) -> VideoScript:
    """Write the talk, then split the scenes that would not fit on screen in the machine's `fonts`."""
    script = await asyncio.to_thread(write_talk, content, video)
    if video.translation:
        script = await asyncio.to_thread(translate_film, script, video.translation, place.store)
    fitted = await asyncio.to_thread(fit_script, script, look_of(script, place), place.store.read)
    await report(Progress(stage="script", done=1, total=1))
    return fitted


async def write_drawable_script(content: ParsedContent, video: VideoConfig, place: Workplace) -> VideoScript:
    """Write the script, and find out before anything is spoken whether this machine has the fonts to draw it.

    Raises ResourceError naming the package when letters have no font, ValidationError for a film without end.
    """
    fonts = await asyncio.to_thread(_digest_fonts, content, video, place)
    written = {"content": content, "video": video, "fonts": fonts}
    script: VideoScript = await write_script(place=place, **as_they_are(written))
    _check_length(script)
    warnings = await asyncio.to_thread(check_glyphs, script, look_of(script, place))
    return script.model_copy(update={"warnings": (*script.warnings, *warnings)})


def _digest_fonts(content: ParsedContent, video: VideoConfig, place: Workplace) -> str:
    translated = place.store.read(video.translation.file).decode("utf-8", "replace") if video.translation else ""
    return digest_fonts(content.model_dump_json() + translated)


def _check_length(script: VideoScript) -> None:
    seconds = sum(estimate_seconds(scene.narration, script.language) for scene in script.scenes)
    if seconds > LONGEST_FILM:
        message = f"{script.source_name} would make a film of {seconds / 3600:.0f} hours; the longest is 6."
        raise ValidationError((Problem(message=message, remedy="Choose a --target-duration, or split the document."),))
