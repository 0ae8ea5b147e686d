"""VideoConfig -> ParsedContent."""

from __future__ import annotations

import asyncio

from adapters.documents.parsing import parse_content as read_content
from model.content import ParsedContent
from model.inputs import VideoConfig
from model.progress import Progress
from tasks.reporting import report
from tasks.stage import run_task, stage
from tasks.workplace import Workplace


@stage(
    name="parse-content",
    part_of="parse",
    sources=("adapters/documents", "adapters/transcripts", "adapters/brand.py"),
    libraries=("markdown-it-py", "mdit-py-plugins", "latex2mathml", "rich", "pyyaml", "docutils", "pypdfium2"),
)
async def parse_source(video: VideoConfig, place: Workplace) -> ParsedContent:
    """Find the document's sections and blocks, each with its lines."""
    return await asyncio.to_thread(read_content, video, place.store)


async def parse_content(video: VideoConfig, place: Workplace) -> ParsedContent:
    """Parse the document, or take what is kept of it."""
    part = await run_task(parse_source, {"video": video}, place)
    await report(Progress(stage="parse", done=1, total=1, reused=part.reused))
    content: ParsedContent = part.value
    return content
