"""Long lists of course files: shared out over scenes where their points are said one by one."""

from __future__ import annotations

from pathlib import Path

from model.narration import written
from model.scenes import ListScene
from tests.course_reading import read_scenes


def test_a_long_list_is_shared_out_as_one_of_a_document_is(tmp_path: Path) -> None:
    items = ", ".join(f"Point {at} of the plan" for at in range(12))
    (first, second, third, after) = read_scenes(
        tmp_path, f"- {{scene_type: list, scene_id: plan, header: Plan, items: [{items}]}}\n"
        "- {scene_type: quote, scene_id: plan-2, text: Yes., attribution: me, say: Yes it is.}\n",
    )  # fmt: skip
    assert [scene.scene_id for scene in (first, second, third, after)] == ["plan", "plan-3", "plan-4", "plan-2"]
    assert [len(scene.lines) for scene in (first, second, third)] == [4, 4, 4]  # type: ignore[attr-defined]
    for scene in (first, second, third):
        assert isinstance(scene, ListScene) and scene.header == "Plan"
        for line in scene.lines:
            assert "".join(run.text for run in line.text) in written(scene.narration[line.sentence])
    said = [written(sentence) for scene in (first, second, third) for sentence in scene.narration]
    assert len(said) == len(set(said)) == 13


def test_a_list_whose_points_are_said_together_stays_whole(tmp_path: Path) -> None:
    items = ", ".join(f"Point {at}" for at in range(9))
    (scene,) = read_scenes(
        tmp_path, f"- {{scene_type: list, header: Plan, items: [{items}], say: All of it in one.}}\n"
    )
    assert isinstance(scene, ListScene) and len(scene.lines) == 9
