"""Sentences as tests write them -> scripts and takes with exact times, without a voice."""

from model.assets import Asset
from model.audio import Take, WordTime
from model.inputs import SourceSpan
from model.narration import Sentence, Word
from model.scenes import Line, ListScene, OutroScene, QuoteScene, SectionScene, TitleScene
from model.script import Coverage, VideoScript

PER_CHARACTER = 48_000 // 15
"""Samples a character takes to say."""


def make_sentence(text: str, line: int = 1) -> Sentence:
    words = tuple(Word(text=word, spoken=word) for word in text.split(" "))
    return Sentence(words=words, spans=(SourceSpan(file="README.md", first=line, last=line),))


def make_scene(scene_id: str, *texts: str, kind: str = "quote", chapter: str = ""):
    narration = tuple(make_sentence(text, at) for at, text in enumerate(texts, start=1))
    common = {"scene_id": scene_id, "narration": narration, "chapter": chapter}
    if kind == "title":
        return TitleScene(title=texts[0], **common)
    if kind == "section":
        return SectionScene(title=texts[0], number=1, total=1, **common)
    if kind == "outro":
        return OutroScene(title=texts[0], **common)
    if kind == "list":
        lines = tuple(Line(text=(), sentence=at) for at in range(len(texts)))
        return ListScene(header="Points", lines=lines, **common)
    return QuoteScene(text=(), **common)


def make_script(*scenes) -> VideoScript:
    return VideoScript(
        video_id="film", title="A film", description="What it is.", language="en", source_name="README.md",
        accent_color="blue", theme="dark", scenes=scenes,
        coverage=(Coverage(block_id="b0001", span=SourceSpan(file="README.md", first=1, last=2), kind="paragraph",
                           outcome="shown and spoken", scenes=(scenes[0].scene_id,)),),
    )  # fmt: skip


def make_take(scene, per_character: int = PER_CHARACTER, pause: int = 0) -> Take:
    """Say a scene: each word lasts by its length, each sentence is followed by `pause` samples."""
    at, times = 0, []
    for sentence in scene.narration:
        for word in sentence.words:
            length = per_character * (len(word.spoken) + 1) if word.spoken else 0
            times.append(WordTime(start=at, end=at + length))
            at += length
        at += pause
    samples = max(times[-1].end, 1)
    asset = Asset(sha256="0" * 64, size=44 + 2 * samples, suffix=".wav")
    return Take(scene_id=scene.scene_id, audio=asset, samples=samples, words=tuple(times))


def make_takes(script: VideoScript, per_character: int = PER_CHARACTER, pause: int = 0) -> tuple[Take, ...]:
    return tuple(make_take(scene, per_character, pause) for scene in script.scenes)
