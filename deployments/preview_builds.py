"""A document on disk -> its film, made again whenever what it depends on is saved; how far that is, as a value"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from adapters.delivery import find_result
from adapters.input import join_source, list_inputs, name_video
from adapters.processes import follow_tool
from deployments.display import Console
from model.errors import VideoGenError
from model.inputs import InputConfig
from model.result import PipelineResult

_EVERY = 0.4
"""Seconds between two looks at the files."""
_MOST_ERRORS = 20
_STEP = re.compile(r"\[ *[\d.]+ s\] (?P<doing>.+?) (?P<done>\d+)/(?P<total>\d+)")
_ROOT = str(Path(__file__).resolve().parent.parent)
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from deployments.command import main; main(['create'])"


class State(NamedTuple):
    """What the page shows beside the film."""

    phase: str = "building"
    """building, ready or failed."""
    doing: str = "Starting"
    done: int = 0
    total: int = 0
    version: str = ""
    """Digest of the film that is there; empty before the first."""
    errors: tuple[str, ...] = ()


class Builds:
    """Makes one document's film in a process of its own, as `create` does, again and again."""

    def __init__(self, config: InputConfig, options: Mapping[str, str]) -> None:
        self.config = config
        self.state = State()
        self.result: PipelineResult | None = None
        named = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)]
        self._argv = (
            sys.executable,
            "-c",
            _START,
            _ROOT,
            "--source",
            join_source(config),
            "--server",
            "once",
            "--json",
            "--log-format",
            "text",
            *named,
        )

    @property
    def folder(self) -> Path:
        """Return where the film is."""
        assert self.result is not None
        return Path(self.config.output) / self.result.video_id

    async def follow(self, console: Console) -> None:
        """Build, and build again whenever the content of a file that the film depends on is another, to the end."""
        before = await asyncio.to_thread(self._read_inputs)
        while True:
            build = asyncio.create_task(self._build(console))
            try:
                before = await self._await_change(before)
            finally:
                build.cancel()
                await asyncio.gather(build, return_exceptions=True)

    async def _await_change(self, before: str) -> str:
        while True:
            await asyncio.sleep(_EVERY)
            now = await asyncio.to_thread(self._read_inputs)
            if now != before:
                return now

    def _read_inputs(self) -> str:
        """Return digests of every input, or what is wrong with them."""
        try:
            return repr(list_inputs(self.config))
        except (VideoGenError, OSError) as error:  # shown by the build, which says it better
            return str(error)

    async def _build(self, console: Console) -> None:
        errors: list[str] = []
        self.state = self.state._replace(phase="building", doing="starting", done=0, total=0, errors=())

        def hear(line: str) -> None:
            if step := _STEP.match(line):
                done, total = int(step["done"]), int(step["total"])
                self.state = self.state._replace(doing=step["doing"], done=done, total=total)
            elif line.startswith("error: ") and len(errors) < _MOST_ERRORS:
                errors.append(line.removeprefix("error: "))

        code = await follow_tool(self._argv, hear)
        if code:
            self.state = self.state._replace(phase="failed", errors=tuple(errors) or (f"It ended with code {code}.",))
            console.say(f"Failed: {self.state.errors[0]}")
            return
        self.result = await asyncio.to_thread(lambda: find_result(Path(self.config.output) / name_video(self.config)))
        assert self.result is not None
        self.state = State("ready", "", version=self.result.seal[:32])
        console.say(f"Ready: {self.result.title}, {self.result.total_duration:.0f} s.")

    def describe_film(self) -> dict[str, Any]:
        """Return what the page shows of the film: chapters, scenes and sentences with their times, in seconds."""
        result = self.result
        assert result is not None
        timing = json.loads((self.folder / "timing_report.json").read_bytes())
        chapters = json.loads((self.folder / "metadata.json").read_bytes())["chapters"]
        return {
            "version": result.seal[:32], "title": result.title, "language": result.language, "warnings": result.warnings,
            "source": self.config.source,
            "chapters": [{"title": part["title"], "start": part["start"]} for part in chapters],
            "scenes": [_describe_scene(at, scene) for at, scene in enumerate(timing["scenes"], start=1)],
        }  # fmt: skip


def _first(span: dict[str, Any]) -> int:
    """Return where something begins: a line, a page, a cell, a paragraph."""
    return int(next(value for name, value in span.items() if name.startswith("first_")))


def _describe_scene(number: int, scene: dict[str, Any]) -> dict[str, Any]:
    sentences = [
        {"text": part["text"], "start": part["start"], "line": next((_first(span) for span in part["source"]), 0)}
        for part in scene["sentences"]
    ]
    place = {"number": number, "name": scene["scene_id"], "type": scene["scene_type"]}
    return place | {"start": scene["start"], "end": scene["end"], "sentences": sentences}
