"""A source and options -> findings on stdout, one line each: `video-gen check`"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from deployments.display import Console, printable
from deployments.draft import Draft, expect_take, open_draft
from model.content import ParsedContent
from model.errors import Problem, ValidationError
from model.language import find_language
from model.scenes import SceneConfig
from render.findings import Finding

if TYPE_CHECKING:
    from writing.grounding import Unsaid


def print_findings(source: str, options: Mapping[str, str], console: Console, *, strict: bool, as_json: bool) -> None:
    """Draw every scene and print what is wrong with it.

    Raises ValidationError when there is something, and `strict` makes that an error.
    """
    console.say(f"Checking {'standard input' if source == '-' else source}")
    with open_draft(source, options) as draft:
        scenes, findings = find_all(draft)
        unsaid = list_unsaid(draft)
        warnings = (*draft.script.warnings, *([draft.notice] if draft.notice else []))
    told = [f"{mark}{found.line}: the picture" for found in findings if found.kind == "image" for mark in ": "]
    for warning in warnings:
        if not any(part in warning for part in told):
            console.warn(warning)
    if as_json:
        report = {"scenes": scenes, "findings": [finding.model_dump() for finding in findings]}
        report["unsaid"] = [section._asdict() for section in unsaid]
        console.give(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            console.give(printable(str(finding)))
        for section in unsaid:
            named = f"“{section.title}”" if section.title else "what stands before the first heading"
            why = f": {section.reason}" if section.reason else ""
            console.say(f"{source}:{section.line}: nothing is said of {named}{why}.")
    said = f"{len(findings)} finding{'s' * (len(findings) != 1)} in {scenes} scene{'s' * (scenes != 1)}."
    if findings and strict:
        problem = Problem(message=said, remedy="Correct what is named, or leave out --strict.", file=source)
        raise ValidationError((problem,))
    console.say(said)


def list_unsaid(draft: Draft) -> tuple[Unsaid, ...]:
    """Return the sections of which nothing is said: no fault, where a film is shorter than its document."""
    from writing.grounding import find_unsaid

    return tuple(find_unsaid(draft.content, draft.script))


def _check_support(draft: Draft, scenes: tuple[SceneConfig, ...]) -> Iterator[Finding]:
    from render.scene_checks import place_scene
    from writing.grounding import find_ungrounded

    for found in find_ungrounded(draft.content, draft.script, scenes):
        scene = scenes[found.scene]
        yield Finding(
            kind="support", message=f"Nothing supports “{found.text}”: {found.reason}.",
            remedy="Say it in the document, or write it otherwise.",
            **place_scene(found.scene + 1, scene),
        )  # fmt: skip


def find_all(draft: Draft) -> tuple[int, tuple[Finding, ...]]:
    """Return how many scenes the film has, and all findings in the order of the document's lines."""
    from render.cues import build_cues
    from render.film_plan import plan_film
    from render.scene_checks import check_captions, check_images, check_includes, check_lengths, check_pictures

    scenes, found = check_pictures(draft.script, draft.look, draft.store.read)
    findings = [*found, *check_images(draft.content, draft.script.model_copy(update={"scenes": scenes}))]
    findings += check_includes(draft.content)
    if scenes:
        script = draft.script.model_copy(update={"scenes": scenes})
        takes = tuple(expect_take(scene, script.language) for scene in scenes)
        timeline = plan_film(script, takes, draft.look)
        findings += check_lengths(scenes, takes)
        findings += _check_support(draft, scenes)
        pace, cues = find_language(script.language).captions.pace, build_cues(script, timeline, takes)
        findings += check_captions(scenes, timeline, takes, cues, pace)
    source, content = draft.config.source, draft.content
    folder = Path(source) if _is_folder(content) else None
    order = {file: at for at, file in enumerate(dict.fromkeys(section.span.file for section in content.sections))}
    ordered = sorted(findings, key=lambda one: (order.get(one.file, 0) if folder else 0, one.line, one.scene, one.kind))
    files = (str(folder / finding.file) if folder else source for finding in ordered)
    return len(scenes), tuple(one.model_copy(update={"file": file}) for one, file in zip(ordered, files, strict=True))


def _is_folder(content: ParsedContent) -> bool:
    """Tell whether the sections come from several documents, each named from its folder."""
    return any(section.span.file != content.source_name for section in content.sections)
