"""VideoConfig -> ParsedContent."""

from __future__ import annotations

import asyncio

from adapters.documents.parsing import parse_content as read_content
from model.content import ParsedContent
from model.inputs import VideoConfig
from model.progress import Progress
from tasks.reporting import report
from tasks.stage import stage
from tasks.workplace import Workplace


@stage(
    name="parse-content",
    sources=("adapters/documents", "adapters/transcripts", "adapters/brand.py"),
    libraries=("markdown-it-py", "mdit-py-plugins", "latex2mathml", "rich", "pyyaml", "docutils", "pypdfium2"),
)
async def parse_content(video: VideoConfig, place: Workplace) -> ParsedContent:
    """Find the document's sections and blocks, each with its lines."""
    content = await asyncio.to_thread(read_content, video, place.store)
    await report(Progress(stage="parse", done=1, total=1))
    return content
