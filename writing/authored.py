"""A film whose scenes somebody wrote -> its script: what they left unsaid, unnamed and uncounted is added."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any

from model.authored import AuthoredContent, AuthoredScene, AuthoredVideo
from model.content import plain
from model.errors import Problem, ValidationError
from model.inputs import VideoConfig
from model.narration import UNNAMED, Narration, Sentence, written
from model.scenes import Scene, SceneConfig, SectionScene, TitleScene
from model.script import Coverage, VideoScript
from writing.authored_lists import share_out
from writing.capacity import SECTION_CHARS, SHORTEST_SPEECH
from writing.display import shorten_plain
from writing.naming import name_scene
from writing.phrase_book import find_phrases
from writing.scene_words import say_scene
from writing.speaking import Speaker
from writing.speech.saying import SpeechRules

_WORD = re.compile(r"\w+")
_DESCRIPTION = 300


def write_authored(content: AuthoredContent, video: VideoConfig) -> VideoScript:
    """Write the script of a film whose scenes are given.

    Raises ValidationError when a scene has nothing to say.
    """
    authored = content.authored
    speaker = Speaker(
        SpeechRules(language=content.language, lexicon=video.pronunciation), find_phrases(content.language)
    )
    scenes = _name_scenes(authored.scenes)
    narrations = [_say(one, speaker) for one in authored.scenes]
    _check_said(authored.scenes, narrations)
    taken = {scene.scene_id for scene in scenes}
    said: list[SceneConfig] = []
    for scene, one, narration in zip(scenes, authored.scenes, narrations, strict=True):
        timed = scene if one.worded else _time_lines(scene.model_copy(update={"narration": narration}))
        parts = (timed,) if one.worded else share_out(timed, taken)
        taken |= {part.scene_id for part in parts}
        said += parts
    numbered = _number_cards(said)
    whole = numbered if all(one.worded for one in authored.scenes) else _mark_chapters(numbered, authored)
    return VideoScript(
        video_id=video.video_id,
        title=authored.title,
        description=authored.description or _describe(whole, authored),
        language=content.language,
        source_name=content.source_name,
        accent_color=video.accent_color,
        format=video.format,
        staging=video.staging,
        theme=video.theme,
        brand=video.brand,
        scenes=tuple(whole),
        coverage=authored.coverage or _cover(whole),
        warnings=authored.warnings,
        speakers=authored.speakers,
        tunings=authored.tunings,
    )


def _name_scenes(scenes: tuple[AuthoredScene, ...]) -> list[Scene]:
    """Keep an author's ids; name the others by what they show, so that an edit elsewhere changes none of them."""
    used: Counter[str] = Counter(one.scene.scene_id for one in scenes if one.scene.scene_id != UNNAMED)
    doubled = {name for name, count in used.items() if count > 1}
    named: list[Scene] = []
    taken: set[str] = set(used)
    seen: set[str] = set()
    for one in scenes:
        scene_id = one.scene.scene_id
        if scene_id == UNNAMED or (scene_id in doubled and scene_id in seen):
            base = _find_name(one.scene) if scene_id == UNNAMED else (scene_id,)
            scene_id = name_scene(base, used)
            while scene_id in taken:
                scene_id = name_scene(base, used)
        seen.add(scene_id)
        taken.add(scene_id)
        named.append(one.scene.model_copy(update={"scene_id": scene_id}))
    return named


def _find_name(scene: Scene) -> tuple[str, ...]:
    words = next((str(getattr(scene, name)) for name in ("title", "header", "label") if getattr(scene, name, "")), "")
    return (words, scene.scene_type) if words else (scene.scene_type,)


def _say(one: AuthoredScene, speaker: Speaker) -> Narration:
    if one.worded:
        return one.scene.narration
    if not one.sayings:
        own = _leave_time(say_scene(one.scene, one.told, speaker), speaker)
        return tuple(sentence.model_copy(update={"spans": one.scene.spans}) for sentence in own)
    said: Narration = ()
    for saying in one.sayings:
        more = speaker.say(saying.text)
        if more and saying.pause_after:
            more = (*more[:-1], more[-1].model_copy(update={"pause_after": saying.pause_after}))
        if saying.voice:
            more = tuple(sentence.model_copy(update={"voice": saying.voice}) for sentence in more)
        said += more
    return tuple(sentence.model_copy(update={"spans": one.scene.spans}) for sentence in said)


def _leave_time(said: Narration, speaker: Speaker) -> Narration:
    """Let a picture of which there is little to say stand long enough to be read."""
    lacking = SHORTEST_SPEECH - speaker.seconds(said)
    if not said or lacking <= 0:
        return said
    pause = said[-1].pause_after + math.ceil(lacking * 10) * 100
    return (*said[:-1], said[-1].model_copy(update={"pause_after": pause}))


def _check_said(scenes: tuple[AuthoredScene, ...], narrations: list[Narration]) -> None:
    problems = []
    for number, (one, narration) in enumerate(zip(scenes, narrations, strict=True), start=1):
        if not narration:
            where = one.scene.spans[0] if one.scene.spans else None
            problems.append(
                Problem(
                    message=f"Scene {number}, a {one.scene.scene_type}, has nothing to say.",
                    remedy="Give it a `narration`.",
                    file=where.file if where else "",
                    line=where.first if where else 0,
                )
            )
    if problems:
        raise ValidationError(tuple(problems))


def _time_lines(scene: SceneConfig) -> SceneConfig:
    """Let each line or step come with the sentence that says it."""
    for name in ("lines", "steps"):
        entries: Any = getattr(scene, name, ())
        if entries and all(hasattr(entry, "sentence") and hasattr(entry, "text") for entry in entries):
            at = _match_lines([plain(entry.text) for entry in entries], scene.narration)
            timed = tuple(
                entry.model_copy(update={"sentence": sentence}) for entry, sentence in zip(entries, at, strict=True)
            )
            return scene.model_copy(update={name: timed})
    return scene


def _match_lines(lines: list[str], narration: tuple[Sentence, ...]) -> list[int]:
    """Find for each line, in order, the sentence with most of its words; one that nobody says comes with the one before."""
    spoken = [set(_WORD.findall(written(sentence).casefold())) for sentence in narration]
    found: list[int] = []
    since = 0
    for line in lines:
        words = set(_WORD.findall(line.casefold()))
        shares = [len(words & said) / max(len(words), 1) for said in spoken[since:]]
        best = max(range(len(shares)), key=lambda at: (shares[at], -at)) if shares else 0
        since += best if shares and shares[best] >= 0.4 else 0
        found.append(since)
    return found


def _number_cards(scenes: list[SceneConfig]) -> list[SceneConfig]:
    """Count the chapter cards that their author did not count."""
    total = sum(isinstance(scene, SectionScene) for scene in scenes)
    numbered: list[SceneConfig] = []
    for scene in scenes:
        place = 1 + sum(isinstance(other, SectionScene) for other in numbered)
        counted = {"number": place if total > 1 else 0, "total": total}
        uncounted = isinstance(scene, SectionScene) and scene.total == 0
        numbered.append(scene.model_copy(update=counted) if uncounted else scene)
    return numbered


def _mark_chapters(scenes: list[SceneConfig], authored: AuthoredVideo) -> list[SceneConfig]:
    """Begin a chapter with each card, unless the author says where chapters begin."""
    if any(scene.chapter for scene in scenes):
        return scenes
    marked = [
        scene.model_copy(update={"chapter": scene.title}) if isinstance(scene, SectionScene) else scene
        for scene in scenes
    ]
    first = marked[0]
    title = first.title if isinstance(first, TitleScene) else authored.title
    if not first.chapter:
        marked[0] = first.model_copy(update={"chapter": shorten_plain(title, SECTION_CHARS)})
    return marked


def _describe(scenes: list[SceneConfig], authored: AuthoredVideo) -> str:
    subtitle = next((scene.subtitle for scene in scenes if isinstance(scene, TitleScene) and scene.subtitle), "")
    return shorten_plain(subtitle, _DESCRIPTION) or authored.title


def _cover(scenes: list[SceneConfig]) -> tuple[Coverage, ...]:
    """List the scenes themselves: each part of the source is shown and spoken by its own."""
    found: list[Coverage] = []
    for number, scene in enumerate(scenes, start=1):
        if not scene.spans:
            continue
        last = found[-1] if found else None
        if last and last.span == scene.spans[0] and scene.scene_id.startswith(last.scenes[0][:74]):  # shared out
            found[-1] = last.model_copy(update={"scenes": (*last.scenes, scene.scene_id)})
            continue
        found.append(Coverage(
            block_id=f"b{number:04d}", span=scene.spans[0], kind=scene.scene_type, outcome="shown and spoken",
            scenes=(scene.scene_id,),
        ))  # fmt: skip
    return tuple(found)
