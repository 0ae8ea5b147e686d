"""A document -> what a language model wrote about it: asked, or recalled. Without Prefect, for those who only look."""

from __future__ import annotations

import asyncio
from pathlib import Path

from adapters.account import Account
from adapters.model_answers import Gate
from adapters.model_prices import find_price
from adapters.script_writer import Tell, choose_writer, open_writer, recall_answers
from adapters.settings import Settings
from adapters.stores.shared import open_shared
from model.ai import WriterChoice
from model.asking import Assignment, Written
from model.authored import AuthoredContent
from model.content import ParsedContent
from model.inputs import InputConfig, VideoConfig
from model.script import VideoScript
from writing.asking.writing_film import make_assignment, write_as_told
from writing.script import write_script


async def ask_writer(
    content: ParsedContent, video: VideoConfig, choice: WriterChoice, account: Account, settings: Settings, cache: Path,
    tell: Tell, gate: Gate | None = None, *, anew: bool = False,
) -> Written:  # fmt: skip
    """Have a model write, `anew` whatever it has answered before; the account pays. Raises ScriptGenerationError."""
    writer = open_writer(choice, settings, account, cache, gate, anew=anew)
    assignment = await asyncio.to_thread(make_assignment, content, video)
    return await writer.write(assignment, tell)


def write_talk(content: ParsedContent, video: VideoConfig, written: Written | None) -> VideoScript:
    """Write the script: as a model told it, or by rules."""
    return write_script(content, video) if written is None else write_as_told(content, video, written)


def recall_script(
    content: ParsedContent, video: VideoConfig, config: InputConfig, settings: Settings
) -> tuple[VideoScript, str]:
    """Return the script that `create` makes, as far as can be told without paying; and a notice where it cannot."""
    choice = choose_writer(config.ai, config.model, settings)
    if choice is None or isinstance(content, AuthoredContent):  # whose words are the author's own
        return write_script(content, video), ""
    assignment = make_assignment(content, video)
    written = recall_answers(choice, assignment, settings.cache_path, open_shared(settings.store))
    notice = (
        f"This is the script by rules: {choice} writes another when the film is made{_estimate(choice, assignment)}."
    )
    return write_talk(content, video, written), "" if written else notice


def _estimate(choice: WriterChoice, assignment: Assignment) -> str:
    price = find_price(choice)
    dollars = sum(map(price.estimate, (*assignment.parts, *assignment.parts[:1]))) if price else 0.0
    return f", for about ${dollars:.2f}" if dollars else ""
