"""The scenes of a film: what stands on screen while something is said. One module a type; `base` finds them by name."""

from model.scenes.base import MAX_SPEECH_SECONDS, MIN_SPEECH_SECONDS, Scene, SceneConfig
from model.scenes.code import CodeScene
from model.scenes.command import CommandLine, CommandScene
from model.scenes.image import ImageScene
from model.scenes.list import Line, ListScene
from model.scenes.outro import OutroScene
from model.scenes.quote import QuoteScene
from model.scenes.registry import find_scene_type, scene_types
from model.scenes.section import SectionScene
from model.scenes.table import TableScene
from model.scenes.title import TitleScene

__all__ = [
    "MAX_SPEECH_SECONDS",
    "MIN_SPEECH_SECONDS",
    "CodeScene",
    "CommandLine",
    "CommandScene",
    "ImageScene",
    "Line",
    "ListScene",
    "OutroScene",
    "QuoteScene",
    "Scene",
    "SceneConfig",
    "SectionScene",
    "TableScene",
    "TitleScene",
    "find_scene_type",
    "scene_types",
]
