"""A script to one whose every scene fits its picture: what is too full continues on further scenes."""

from __future__ import annotations

from collections.abc import Callable

from model.assets import Asset
from model.errors import VideoGenerationError
from model.scenes import SceneConfig
from model.script import Coverage, VideoScript
from render.designs import find_design
from render.drawn import as_shown
from render.outlooks import Outlooks
from render.page import open_page
from render.shown_texts import shown_texts
from render.theme import Look

_MOST_PARTS = 400
"""Of one scene: far beyond what the writer makes, it bounds the work on a hostile document."""

_MOST_CHARACTERS = 6000
_MOST_LINES = 120


def fit_script(
    script: VideoScript, look: Look, load: Callable[[Asset], bytes], outlooks: Outlooks | None = None
) -> VideoScript:
    """Divide each scene that does not fit at the sizes allowed; sentences go with what they say.

    `outlooks` of the look may know the scenes already, and know them afterwards.

    Raises VideoGenerationError when a scene cannot be divided far enough.
    """
    seen, taken = outlooks or Outlooks(look), {scene.scene_id for scene in script.scenes}
    scenes: list[SceneConfig] = []
    parts_of: dict[str, tuple[str, ...]] = {}
    warnings = list(script.warnings)
    for scene in script.scenes:
        warnings += _find_notices(scene, look)
        parts = fit_named(scene, look, taken, seen)
        for part in parts:
            seen.of(as_shown(part))  # while its layout is at hand
        scenes.extend(parts)
        parts_of[scene.scene_id] = tuple(part.scene_id for part in parts)
    if tuple(scenes) == script.scenes:
        return script
    coverage = tuple(_extend_coverage(entry, parts_of) for entry in script.coverage)
    return script.model_copy(update={"scenes": tuple(scenes), "coverage": coverage, "warnings": tuple(warnings)})


def _find_notices(scene: SceneConfig, look: Look) -> tuple[str, ...]:
    """Ask a type that has `notices` what the user should know of how a scene is shown."""
    ask = getattr(find_design(scene).module, "notices", None)
    return tuple(ask(scene, open_page(look))) if ask else ()


def fit_scene(scene: SceneConfig, look: Look, outlooks: Outlooks | None = None) -> tuple[SceneConfig, ...]:
    """Divide a scene until each of its parts fits."""
    seen, waiting, done = outlooks or Outlooks(look), [scene], list[SceneConfig]()
    while waiting:
        part = waiting.pop()
        if not _is_hopeless(part) and seen.fits(as_shown(part)):
            done.append(part)
            continue
        halves = find_design(part).divide(part, open_page(look))
        if halves in ((), (part,)) or len(done) + len(waiting) > _MOST_PARTS:
            raise VideoGenerationError(
                f"The {scene.scene_type} scene {scene.scene_id!r} is too full for its picture.", "Shorten its text."
            )
        waiting.extend(reversed(halves))
    return tuple(done)


def fit_named(
    scene: SceneConfig, look: Look, taken: set[str], outlooks: Outlooks | None = None
) -> tuple[SceneConfig, ...]:
    """Divide a scene as `fit_scene` does, its parts named like no other; the names used are added to `taken`."""
    return _name_parts(fit_scene(scene, look, outlooks), taken)


def _is_hopeless(scene: SceneConfig) -> bool:
    """Tell without laying it out that a scene has far more text than any picture holds."""
    texts = [text for text, _ in shown_texts(scene)]
    return sum(map(len, texts)) > _MOST_CHARACTERS or any(text.count("\n") > _MOST_LINES for text in texts)


def _name_parts(parts: tuple[SceneConfig, ...], taken: set[str]) -> tuple[SceneConfig, ...]:
    """Give the second and later parts names of their own, and leave the chapter to the first."""
    named = [parts[0]]
    number = 1
    for part in parts[1:]:
        number += 1
        while (name := f"{part.scene_id[:74]}-{number}") in taken:
            number += 1
        taken.add(name)
        named.append(part.model_copy(update={"scene_id": name, "chapter": ""}))
    return tuple(named)


def _extend_coverage(entry: Coverage, parts_of: dict[str, tuple[str, ...]]) -> Coverage:
    named = tuple(part for scene in entry.scenes for part in parts_of.get(scene, (scene,)))
    return entry if named == entry.scenes else entry.model_copy(update={"scenes": named})
