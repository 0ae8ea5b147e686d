"""A delivered film -> known to the cache by what it was made of, and copied to where all can reach it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from adapters.stores.films import FilmUse, FilmUses
from adapters.stores.publishing import publish_film
from adapters.stores.shared import open_shared
from model.frozen import Frozen
from model.result import PipelineResult
from tasks.run import Run
from tasks.stage import unkept_stage
from tasks.workplace import Workplace


class Published(Frozen):
    """Where a film is, for everybody."""

    url: str


@unkept_stage(name="publish-output")
async def publish_output(result: PipelineResult, folder: str, publish: str, place: Workplace) -> Published:
    """Copy what was delivered, `result.json` last."""
    to = open_shared(publish)
    assert to is not None
    return Published(url=await asyncio.to_thread(publish_film, Path(folder), result, to))


async def finish_film(result: PipelineResult, folder: Path, publish: str, run: Run) -> str:
    """Note which results the film stands on; publish it, if it shall be, and return where."""
    use = FilmUse(
        video_id=result.video_id, folder=str(folder), runs=(run.flow_run_id,), made=time.time(),
        records=tuple(sorted(run.uses)),
    )  # fmt: skip
    await asyncio.to_thread(FilmUses(Path(run.place.cache_dir), run.place.shared_store).note, use)
    if not publish:
        return ""
    published: Published = await publish_output(result, str(folder), publish, run.place)
    return published.url
