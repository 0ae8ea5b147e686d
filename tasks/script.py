"""ParsedContent -> VideoScript: what is said and shown, scene by scene.

What writes is imported where it writes: a run that takes its script from the cache starts a sixth of a second earlier.
"""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from adapters.account import open_account
from adapters.script_writer import choose_writer
from adapters.versions import digest_fonts
from model.ai import WriterChoice
from model.asking import Written
from model.authored import AuthoredContent
from model.content import ParsedContent
from model.errors import Problem, ScriptGenerationError, ValidationError
from model.inputs import LONGEST_FILM, InputConfig, VideoConfig
from model.progress import Progress, is_from
from model.script import VideoScript
from model.translation import Target
from render.fitting import fit_script
from render.glyphs import check_glyphs
from tasks.limits import limited
from tasks.look import look_of
from tasks.outlooks import keep_outlooks, recall_outlooks
from tasks.reporting import note_script, report
from tasks.run import Run, settings_of
from tasks.stage import Work, as_they_are, stage, unkept_stage
from tasks.telling.stages import told
from tasks.workplace import Workplace


@stage(
    name="write-script",
    part_of="script",
    sources=("writing", "render"),
    libraries=("uniseg", "budoux", "num2words", "pillow", "fonttools", "pygments", "ziamath", "latex2mathml"),
)
async def write_script(
    content: ParsedContent, video: VideoConfig, written: Written | None, answers: tuple[Target, ...], fonts: str,
    place: Workplace,
) -> VideoScript:  # fmt: skip
    """Write the talk, by rules or as a model has `written` it; `answers` are what one has translated of it.

    The scenes that would not fit on screen in the machine's `fonts` are split. Raises ValidationError for a film without end.
    """
    from tasks.translation import translate_film
    from tasks.writing import write_talk

    script = await asyncio.to_thread(write_talk, content, video, written)
    if video.translation:
        script = await asyncio.to_thread(translate_film, script, video.translation, place.store, answers)
    script = await asyncio.to_thread(_fit, script, place)
    _check_length(script)
    return script


def _fit(script: VideoScript, place: Workplace) -> VideoScript:
    look = look_of(script, place)
    outlooks = recall_outlooks(script, look, place)
    fitted = fit_script(script, look, place.store.read, outlooks)
    keep_outlooks(outlooks, fitted, look, place)
    return fitted


@unkept_stage(name="ask-model", retries=0)
async def ask_model(
    content: ParsedContent, video: VideoConfig, choice: WriterChoice, config: InputConfig, place: Workplace
) -> Written:
    """Have a language model write. Its answers are kept by what was asked, outside of Prefect; its key is nobody's input."""

    async def tell(done: int, total: int) -> None:
        await report(Progress(stage="script", done=done, total=total + 1))

    from tasks.writing import ask_writer

    cache, anew = Path(place.cache_dir), is_from("script", place.anew)
    gate = partial(limited, choice.provider)
    with open_account(config.max_cost) as account:
        return await ask_writer(content, video, choice, account, settings_of(config), cache, tell, gate, anew=anew)


async def _have_written(
    content: ParsedContent, video: VideoConfig, config: InputConfig, run: Run
) -> tuple[Written | None, tuple[str, ...]]:
    """Have a model write, where one shall; what is to be told when it does not, and need not."""
    choice = choose_writer(config.ai, config.model, settings_of(config))
    if choice is None or isinstance(content, AuthoredContent):
        return None, ()
    try:
        inputs = {"content": content, "video": video, "choice": choice, "config": config}
        written: Written = await ask_model(place=run.place, **as_they_are(inputs))
    except ScriptGenerationError as error:
        if config.ai == "on":
            raise
        await report(
            Progress(stage="script", done=0, total=1, notice=f"{error} The script is written by rules instead.")
        )
        return None, (_FELL_BACK.format(model=choice),)
    run.tally.model = choice.model
    run.tally.pay(written.spending)
    return written.words(), ()


_FELL_BACK = "{model} did not write the script, so it is written by rules. With --rerun it is asked again."
"""What the result says: why it did not is told on the terminal, and may differ from run to run."""


@told("script")
async def write_drawable_script(
    content: ParsedContent, video: VideoConfig, config: InputConfig, run: Run
) -> VideoScript:
    """Write the script, and find out before anything is spoken whether this machine has the fonts to draw it.

    Raises ResourceError naming the package when letters have no font, ValidationError for a film without end.
    """
    place = run.place
    written, notices = await _have_written(content, video, config, run)
    answers = await _have_translated(content, video, written, config, run)
    fonts = await asyncio.to_thread(_digest_fonts, content, video, answers, place)
    inputs = {"content": content, "video": video, "written": written, "answers": answers, "fonts": fonts}
    part = await Work(write_script, inputs).run(place)
    script: VideoScript = part.value
    note_script(script)
    await report(Progress(stage="script", done=1, total=1, reused=part.reused))
    warnings = await asyncio.to_thread(check_glyphs, script, look_of(script, place))
    return script.model_copy(update={"warnings": tuple(dict.fromkeys((*script.warnings, *notices, *warnings)))})


async def _have_translated(
    content: ParsedContent, video: VideoConfig, written: Written | None, config: InputConfig, run: Run
) -> tuple[Target, ...]:
    """Have a model translate what the user's file lacks, where there is a model."""
    if video.translation is None or choose_writer(config.ai, config.model, settings_of(config)) is None:
        return ()
    from tasks.translation import have_translated
    from tasks.writing import write_talk

    script = await asyncio.to_thread(write_talk, content, video, written)
    return await have_translated(script, video.translation, config, run)


def _digest_fonts(content: ParsedContent, video: VideoConfig, answers: tuple[Target, ...], place: Workplace) -> str:
    file = video.translation.file if video.translation else None
    translated = place.store.read(file).decode("utf-8", "replace") if file else ""
    return digest_fonts(content.model_dump_json() + translated + "".join(one.target for one in answers))


def _check_length(script: VideoScript) -> None:
    from writing.speech.saying import estimate_seconds

    seconds = sum(estimate_seconds(scene.narration, script.language) for scene in script.scenes)
    if seconds > LONGEST_FILM:
        message = f"{script.source_name} would make a film of {seconds / 3600:.0f} hours; the longest is 6."
        raise ValidationError((Problem(message=message, remedy="Choose a --target-duration, or split the document."),))
