"""PipelineResult -> a page of Markdown that tells a person what a run made and what it reused."""

from __future__ import annotations

import re
from pathlib import PurePath

from model.result import PipelineResult


def summarise_run(result: PipelineResult, spoken: frozenset[str], drawn: frozenset[str]) -> str:
    """Write the page; `spoken` and `drawn` are the scenes that were made anew."""
    folder = PurePath(result.run.folder) if result.run else PurePath()
    rows = [
        f"| {at} | {_clock(scene.start)} | {scene.duration:.1f} s | {scene.scene_type} | `{scene.scene_id}` |"
        f" {_how(scene.scene_id, spoken, drawn)} |"
        for at, scene in enumerate(result.scenes, start=1)
    ]
    files = [f"- [{file.name}]({(folder / file.name).as_uri()}) {file.size / 1000:,.0f} kB" for file in result.files]
    left_out = sum(entry.outcome == "left out" for entry in result.coverage)
    warnings = [f"> {plain_text(warning)}" for warning in result.warnings]
    return "\n".join([
        f"# {plain_text(result.title)}",
        f"{_clock(result.total_duration)}, {len(result.scenes)} scenes, voice {result.voice.engine} {result.voice.voice},"
        f" {result.loudness:.1f} LUFS. Spoken {len(spoken)}, drawn {len(drawn)}; the rest was reused."
        f" Of {len(result.coverage)} blocks of the source {left_out} were left out.",
        "",
        *warnings,
        "",
        "| | at | length | type | scene | |",
        "| --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
        *files,
        "",
    ])  # fmt: skip


def _how(scene_id: str, spoken: frozenset[str], drawn: frozenset[str]) -> str:
    made = [what for what, scenes in (("spoken", spoken), ("drawn", drawn)) if scene_id in scenes]
    return " and ".join(made) or "reused"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def plain_text(text: str) -> str:
    """Keep a title or a warning from being Markdown of its own."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
