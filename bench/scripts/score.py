"""The documents beside this file -> a table of how well the offline writer tells them.

python -m bench.scripts.score [NAME ...] [--target 120] [--flaws] [--script] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.scripts.marks import Mark
from bench.scripts.rubric import CRITERIA, judge_talk
from bench.scripts.talk import Talk, make_talk, time_script
from deployments.draft import open_draft
from model.content import ParsedContent
from model.inputs import TargetDuration, VideoConfig
from model.narration import written
from model.script import VideoScript
from writing.script import write_script

DOCUMENTS = Path(__file__).resolve().parent / "documents"
TARGETS = (60.0, 120.0, 180.0)
"""Seconds of the films by which the length is judged."""
_SCORED = 120.0


def list_documents(names: Sequence[str] = ()) -> list[Path]:
    """Return the documents, or those whose names begin with one of these."""
    found = sorted(DOCUMENTS.iterdir())
    return [path for path in found if not names or path.name.startswith(tuple(names))]


def read_document(path: Path) -> ParsedContent:
    """Read a document as the command does."""
    with open_draft(str(path), {"ai": "off", "engine": "espeak"}) as draft:
        return draft.content


def write_film(content: ParsedContent, target: TargetDuration) -> VideoScript:
    """Write a document's script by the rules alone."""
    from model.assets import Asset

    nothing = Asset(sha256="0" * 64, size=1, suffix=".md")
    video = VideoConfig(video_id="film", source_name=content.source_name, source_kind="markdown", source=nothing,
                        target_duration=target)  # fmt: skip
    return write_script(content, video)


def tell(content: ParsedContent, target: float = _SCORED) -> Talk:
    """Write a document as films of several lengths, and return the one of `target` with what is known of the others."""
    lengths = tuple((wanted, time_script(write_film(content, wanted))) for wanted in TARGETS)
    return make_talk(content, write_film(content, target), lengths, time_script(write_film(content, "all")))


def score_documents(paths: Sequence[Path], target: float) -> Iterator[tuple[str, Talk, dict[str, Mark]]]:
    """Score each document."""
    for path in paths:
        talk = tell(read_document(path), target)
        yield path.name, talk, judge_talk(talk)


def total_of(marks: dict[str, Mark]) -> float:
    """Return the mean of all criteria."""
    return sum(mark.score for mark in marks.values()) / len(marks)


def print_script(talk: Talk) -> None:
    """Print a talk as it is heard, scene by scene."""
    for number, scene in enumerate(talk.script.scenes, start=1):
        print(f"{number:3} [{scene.scene_type}] " + " ".join(written(said) for said in scene.narration))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--target", type=float, default=_SCORED)
    parser.add_argument("--flaws", action="store_true", help="tell what was marked down")
    parser.add_argument("--script", action="store_true", help="print the scripts")
    parser.add_argument("--json", type=Path, help="write the scores here")
    asked = parser.parse_args()
    began = time.perf_counter()
    rows: dict[str, dict[str, float]] = {}
    heads = [name[:5] for name in CRITERIA]
    print(f"{'document':22}" + "".join(f"{head:>6}" for head in heads) + f"{'total':>7}")
    for name, talk, marks in score_documents(list_documents(asked.names), asked.target):
        rows[name] = {key: round(mark.score, 1) for key, mark in marks.items()} | {"total": round(total_of(marks), 1)}
        print(f"{name:22}" + "".join(f"{mark.score:6.0f}" for mark in marks.values()) + f"{total_of(marks):7.1f}")
        if asked.flaws:
            for key, mark in marks.items():
                for flaw in mark.flaws if mark.score < 100 else ():
                    print(f"    {key}: {flaw}")
        if asked.script:
            print_script(talk)
    means = {key: sum(row[key] for row in rows.values()) / len(rows) for key in next(iter(rows.values()))}
    print(f"{'mean':22}" + "".join(f"{means[key]:6.1f}" for key in CRITERIA) + f"{means['total']:7.1f}")
    print(f"{len(rows)} documents in {time.perf_counter() - began:.1f} s")
    if asked.json:
        asked.json.write_text(json.dumps(rows | {"mean": means}, indent=1) + "\n")


if __name__ == "__main__":
    main()
