"""VideoConfig -> ParsedContent."""

from __future__ import annotations

import asyncio

from adapters.documents.parsing import parse_content as read_content
from model.content import ParsedContent
from model.inputs import VideoConfig
from model.progress import Progress
from tasks.reporting import report
from tasks.stage import Work, stage
from tasks.telling.stages import told
from tasks.workplace import Workplace


@stage(
    name="parse-content",
    part_of="parse",
    sources=("adapters/documents", "adapters/transcripts", "adapters/brand.py"),
    libraries=("markdown-it-py", "mdit-py-plugins", "latex2mathml", "rich", "pyyaml", "docutils", "pypdfium2"),
)
async def find_blocks(video: VideoConfig, place: Workplace) -> ParsedContent:
    """Find the document's sections and blocks, each with its lines."""
    return await asyncio.to_thread(read_content, video, place.store)


@told("parse")
async def parse_content(video: VideoConfig, place: Workplace) -> ParsedContent:
    """Understand the document, or recall it."""
    part = await Work(find_blocks, {"video": video}).run(place)
    content: ParsedContent = part.value
    await report(Progress(stage="parse", done=1, total=1, reused=part.reused))
    return content
