"""VideoScript -> AudioAssets: every scene spoken, by one voice throughout."""

from __future__ import annotations

import asyncio

from adapters.voice import choose_embedded, choose_voice, open_voice, voice_in
from model.audio import AudioAssets, Take, VoiceChoice
from model.errors import AudioGenerationError
from model.inputs import InputConfig
from model.narration import Narration
from model.progress import Progress
from model.scenes import SceneConfig
from model.script import VideoScript
from render.sound import wav_bytes, wav_pcm
from render.speech_pauses import find_silences, lengthen_pcm, lengthen_take
from tasks.reporting import report
from tasks.stage import Work, stage
from tasks.workplace import Workplace

_FELL_BACK = "Edge did not answer, so the embedded voice speaks. With --rerun it is asked again."
"""What the result says: why it did not is told on the terminal, and may differ from run to run."""
_AT_ONCE = 4
"""Scenes spoken at the same time: more, and Edge answers with errors."""


@stage(
    name="narrate-scene",
    run_name="narrate {label}",
    sources=("adapters/voices", "adapters/voice.py", "render/sound.py"),
    libraries=("edge-tts", "espeakng-loader", "av"),
)
async def narrate_scene(narration: Narration, voice: VoiceChoice, service: str, label: str, place: Workplace) -> Take:
    """Speak one scene; `service` is the address asked where it is not the engine's own, and belongs to the key."""
    utterance = await open_voice(voice, edge_url=place.edge_url).speak(narration)
    audio = await asyncio.to_thread(place.store.put, wav_bytes(utterance.pcm), ".wav")
    return Take(scene_id=label, audio=audio, samples=len(utterance.pcm) // 2, words=utterance.words)


async def narrate_script(script: VideoScript, config: InputConfig, place: Workplace) -> AudioAssets:
    """Choose one voice for the whole film and speak every scene with it.

    A failure of Edge halfway, where the engine was ours to choose, narrates the whole film again with the embedded
    voice: voices are never mixed.
    """
    translated = config.translation is not None or bool(config.tracks)
    named = voice_in(config.voice, script.language) if translated else config.voice
    voice, notice = await choose_voice(config.engine, named, script.language, edge_url=place.edge_url)
    notices = (_FELL_BACK,) if notice and voice.engine == "espeak" and config.engine == "auto" else ()
    try:
        takes = await _speak_all(script, voice, notice, place)
    except AudioGenerationError as error:
        if config.engine != "auto" or voice.engine != "edge":
            raise
        notice = f"Edge failed halfway ({error.message}); the embedded voice speaks the whole film instead."
        notices = (_FELL_BACK,)
        voice = choose_embedded(named, script.language)
        takes = await _speak_all(script, voice, notice, place)
    return AudioAssets(voice=voice, takes=takes, notices=notices)


async def _speak_all(script: VideoScript, voice: VoiceChoice, notice: str, place: Workplace) -> tuple[Take, ...]:
    gate, failed, spoken = asyncio.Semaphore(_AT_ONCE), asyncio.Event(), 0
    total = len(script.scenes)
    await report(Progress(stage="narrate", done=0, total=total, notice=notice))

    async def speak(work: Work, scene: SceneConfig) -> Take | None:
        nonlocal spoken
        async with gate:
            if failed.is_set():
                return None
            try:
                part = await work.run(place)
            except BaseException:
                failed.set()
                raise
        spoken += 1
        await report(Progress(stage="narrate", done=spoken, total=total, scene_id=work.scene_id, reused=part.reused))
        take: Take = part.value.model_copy(update={"scene_id": work.scene_id})
        return await asyncio.to_thread(pause_take, scene.narration, take, place)

    works = list_speaking(script, voice, place)
    takes = await asyncio.gather(*map(speak, works, script.scenes), return_exceptions=True)
    for take in takes:
        if isinstance(take, BaseException):
            raise take
    return tuple(take for take in takes if isinstance(take, Take))


def list_speaking(script: VideoScript, voice: VoiceChoice, place: Workplace) -> tuple[Work, ...]:
    """List what is to be said, scene by scene."""
    service = place.edge_url or "" if voice.engine == "edge" else ""
    return tuple(
        Work(
            narrate_scene,
            {"narration": keep_words(scene.narration), "voice": voice, "service": service, "label": scene.scene_id},
            scene.scene_id,
        )
        for scene in script.scenes
    )


def keep_words(narration: Narration) -> Narration:
    """Drop where the words come from, and the pauses between them: to change these must not speak the words again."""
    return tuple(sentence.model_copy(update={"spans": (), "pause_after": 0}) for sentence in narration)


def pause_take(narration: Narration, take: Take, place: Workplace) -> Take:
    """Put the pauses of a scene's narration into its take."""
    silences = find_silences(narration, take.words, take.samples)
    if not silences:
        return take
    pcm = lengthen_pcm(wav_pcm(place.store.read(take.audio)), silences)
    audio = place.store.put(wav_bytes(pcm), ".wav")
    return lengthen_take(narration, take, silences).model_copy(update={"audio": audio})
