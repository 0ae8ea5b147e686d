"""Scenes -> what their layouts say, looked up where it is known and found out where it is not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from model.outlooks import FilmOutlook, SceneOutlook
from model.scenes import SceneConfig
from render.designs import drawn_with, find_cues, lay_out_scene
from render.drawn import digest_picture, digest_scene
from render.theme import Look


class Outlooks:
    """What is known of scenes in one look; scenes are given as they are shown (`render.drawn.as_shown`)."""

    def __init__(self, look: Look, known: Iterable[SceneOutlook] = ()) -> None:
        self._look = look
        self._known = {one.scene: one for one in known}
        self._used: dict[str, SceneOutlook] = {}
        self.found_out = 0
        """How many scenes were not known."""

    def fits(self, scene: SceneConfig) -> bool:
        """Tell whether a scene fits its picture. Only of those that do is anything known."""
        return _digest_shown(scene) in self._known or lay_out_scene(scene, self._look).fits

    def of(self, scene: SceneConfig) -> SceneOutlook:
        """Return what the layout of a scene says."""
        key = _digest_shown(scene)
        if key not in self._known:
            self._known[key] = self._find_out(key, scene)
            self.found_out += 1
        self._used[key] = self._known[key]
        return self._known[key]

    def digest_picture(self, scene: SceneConfig, step: int) -> str:
        """Return the digest of one picture of a scene."""
        return dict(self.of(scene).pictures).get(step) or digest_picture(scene, self._look, step)

    def used(self) -> FilmOutlook:
        """Return what was asked for."""
        return FilmOutlook(scenes=tuple(self._used.values()))

    def _find_out(self, key: str, scene: SceneConfig) -> SceneOutlook:
        cues = find_cues(scene, self._look)
        steps = sorted({0, min(1, len(cues)), len(cues)})
        return SceneOutlook(
            scene=key, cues=cues, drawn=digest_scene(scene, self._look),
            pictures=tuple((step, digest_picture(scene, self._look, step)) for step in steps),
        )  # fmt: skip


def _digest_shown(scene: SceneConfig) -> str:
    said = f"{drawn_with(scene.scene_type)} {scene.model_dump_json()}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
