"""VideoScript -> AudioAssets: every scene spoken, by voices of one engine throughout."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from adapters.casting import Cast, Wish, choose_cast, embody, make_wish, tune
from adapters.conversation import speak_in_turns
from adapters.voice import voice_in
from adapters.voices_lock import NAME, Spoken, VoicesLock, find_lock, key_take
from model.audio import AudioAssets, Take, VoiceChoice
from model.errors import AudioGenerationError, ConfigError, StateError
from model.inputs import InputConfig
from model.narration import Narration
from model.progress import Progress
from model.scenes import SceneConfig
from model.script import VideoScript
from render.sound import wav_bytes, wav_pcm
from render.speech_pauses import find_silences, lengthen_pcm, lengthen_take
from tasks.limits import AT_ONCE, limited
from tasks.reporting import report
from tasks.stage import Found, Part, Work, look_up, stage
from tasks.telling.stages import end_part
from tasks.workplace import Workplace

_FELL_BACK = "Edge did not answer, so the embedded voice speaks. With --rerun it is asked again."
"""What the result says: why it did not is told on the terminal, and may differ from run to run."""


@stage(
    name="narrate-scene",
    part_of="narrate",
    run_name="narrate {label}",
    sources=(
        "adapters/voices", "adapters/engines", "adapters/voice_engine.py", "adapters/conversation.py",
        "adapters/name_lookup.py", "render/sound.py",
    ),
    libraries=("edge-tts", "espeakng-loader", "av"),
)  # fmt: skip
async def narrate_scene(
    narration: Narration, voices: tuple[VoiceChoice, ...], service: str, label: str, place: Workplace
) -> Take:
    """Speak one scene; `service` is the address asked where it is not the engine's own, and belongs to the key."""
    async with limited(voices[0].engine):
        utterance = await speak_in_turns(narration, voices, place.addresses)
    audio = await asyncio.to_thread(place.store.put, wav_bytes(utterance.pcm), ".wav")
    return Take(scene_id=label, audio=audio, samples=len(utterance.pcm) // 2, words=utterance.words)


async def narrate_script(script: VideoScript, config: InputConfig, place: Workplace) -> AudioAssets:
    """Choose the voices of the whole film and speak every scene with them.

    What `voices.lock` has is not spoken again. A failure of Edge halfway, where the engine was ours to choose, narrates
    the whole film again with embedded voices: engines are never mixed.
    """
    wish = wish_for(script, config)
    lock = await asyncio.to_thread(VoicesLock, find_lock(config))
    cast, notice = await find_cast(script, wish, lock, config, place)
    fell_back = bool(notice) and cast.narrator.engine == "espeak" and wish.engine == "auto"
    try:
        takes = await _speak_all(script, cast, lock, notice, place)
    except AudioGenerationError as error:
        if wish.engine != "auto" or cast.narrator.engine != "edge":
            raise
        notice = f"Edge failed halfway ({error.message}); the embedded voice speaks the whole film instead."
        fell_back, cast = True, embody(wish, "espeak", script.language, stand_in=True)
        takes = await _speak_all(script, cast, lock, notice, place)
    if config.voices_lock in ("write", "prune"):
        await asyncio.to_thread(_write_lock, script, cast, takes, lock, config, place)

    def pause() -> tuple[Take, ...]:
        pairs = zip(script.scenes, takes, strict=True)
        return tuple(pause_take(scene.narration, take, place) for scene, take in pairs)

    notices = (_FELL_BACK,) if fell_back else ()
    return AudioAssets(voice=cast.narrator, roles=cast.roles, takes=await asyncio.to_thread(pause), notices=notices)


def wish_for(script: VideoScript, config: InputConfig) -> Wish:
    """Return whom the script needs.

    Raises ValidationError for a name that is neither a voice nor a speaker.
    """
    if config.translation is not None or config.tracks:
        config = config.model_copy(update={"voice": voice_in(config.voice, script.language)})
    names = [sentence.voice or scene.voice for scene in script.scenes for sentence in scene.narration]
    return make_wish(
        config, [name for name in names if name], dict(script.speakers), script.source_name, script.tunings
    )


async def find_cast(
    script: VideoScript, wish: Wish, lock: VoicesLock, config: InputConfig, place: Workplace
) -> tuple[Cast, str]:
    """Return who speaks: whom the lock has for every scene, without asking anybody; else whom an engine gives.

    Raises StateError when the lock is required and lacks a scene.
    """
    missing: list[str] = []
    for engine in ("edge", "espeak") if wish.engine == "auto" else (wish.engine,):
        try:
            cast = embody(wish, engine, script.language, stand_in=engine == "espeak" and wish.engine == "auto")
        except ConfigError:
            continue
        lacking = [scene.scene_id for scene in script.scenes if key_scene(scene, cast) not in lock.takes]
        if not lacking:
            return cast, ""
        missing = lacking if not missing or len(lacking) < len(missing) else missing
    if config.voices_lock == "require":
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        message = f"{NAME} has no take of {', '.join(missing[:3])}{more}: what they say, or who, has changed."
        raise StateError(message, "Have them spoken once: --voices-lock write.")
    return await choose_cast(wish, script.language, place.addresses)


def key_scene(scene: SceneConfig, cast: Cast) -> str:
    """Return what the lock knows a scene's take by."""
    return key_take(scene.narration, cast_scene(scene, cast))


def cast_scene(scene: SceneConfig, cast: Cast) -> tuple[VoiceChoice, ...]:
    """Return who speaks each sentence of a scene; one, where it is the same throughout."""
    voices = tuple(cast.choose(sentence.voice or scene.voice) for sentence in scene.narration)
    if scene.rate or scene.pitch:
        voices = tuple(tune(voice, scene.rate, scene.pitch) for voice in voices)
    return voices[:1] if len(set(voices)) == 1 else voices


async def _speak_all(
    script: VideoScript, cast: Cast, lock: VoicesLock, notice: str, place: Workplace
) -> tuple[Take, ...]:
    gate, failed, spoken = asyncio.Semaphore(AT_ONCE), asyncio.Event(), 0
    total = len(script.scenes)
    await report(Progress(stage="narrate", done=0, total=total, notice=notice))

    async def speak(work: Work, scene: SceneConfig, found: Found | None) -> Take | None:
        nonlocal spoken
        async with gate:
            if failed.is_set():
                return None
            try:
                part = await _take_locked(scene, cast, lock, place) or await work.run(place, found)
            except BaseException:
                failed.set()
                raise
        spoken += 1
        await report(Progress(stage="narrate", done=spoken, total=total, scene_id=work.scene_id, reused=part.reused))
        take: Take = part.value.model_copy(update={"scene_id": work.scene_id})
        return take

    works = list_speaking(script, cast, place)
    # What the lock has wins over what is kept, so with a lock each is looked for in its turn.
    found = [None] * total if lock.takes else await look_up(works, place)
    takes = await asyncio.gather(*map(speak, works, script.scenes, found), return_exceptions=True)
    for take in takes:
        if isinstance(take, BaseException):
            raise take
    return tuple(take for take in takes if isinstance(take, Take))


async def _take_locked(scene: SceneConfig, cast: Cast, lock: VoicesLock, place: Workplace) -> Part | None:
    if not lock.takes:
        return None
    part = await asyncio.to_thread(recall_take, scene, cast, lock, place)
    if part is not None:
        end_part(reused=True)
    return part


def recall_take(scene: SceneConfig, cast: Cast, lock: VoicesLock, place: Workplace) -> Part | None:
    """Return the take that the lock has of a scene, which wins over any that was kept."""
    locked = lock.takes.get(key_scene(scene, cast))
    if locked is None:
        return None
    pcm, words = lock.read_sound(locked)
    if len(words) != sum(len(sentence.words) for sentence in scene.narration):
        raise StateError(f"{NAME} has a time too many or too few for {scene.scene_id}.", "Restore it.")
    audio = place.store.put(wav_bytes(pcm), ".wav")
    return Part(Take(scene_id=scene.scene_id, audio=audio, samples=locked.samples, words=words), reused=True)


def _write_lock(
    script: VideoScript, cast: Cast, takes: Sequence[Take], lock: VoicesLock, config: InputConfig, place: Workplace
) -> None:
    pairs = zip(script.scenes, takes, strict=True)
    spoken = (
        (Spoken(scene.narration, cast_scene(scene, cast), take), wav_pcm(place.store.read(take.audio)))
        for scene, take in pairs
    )
    lock.write(spoken, script.source_name.rpartition("/")[2], prune=config.voices_lock == "prune")


def list_speaking(script: VideoScript, cast: Cast, place: Workplace) -> tuple[Work, ...]:
    """List what is to be said, scene by scene."""
    service = place.addresses.get(cast.narrator.engine, "")
    return tuple(
        Work(
            narrate_scene,
            {
                "narration": keep_words(scene.narration), "voices": cast_scene(scene, cast),
                "service": service, "label": scene.scene_id,
            },
            scene.scene_id,
        )
        for scene in script.scenes
    )  # fmt: skip


def keep_words(narration: Narration) -> Narration:
    """Keep the words alone: where they come from, whose they are and what follows must not speak them again."""
    return tuple(sentence.model_copy(update={"spans": (), "pause_after": 0, "voice": ""}) for sentence in narration)


def pause_take(narration: Narration, take: Take, place: Workplace) -> Take:
    """Put the pauses of a scene's narration into its take."""
    silences = find_silences(narration, take.words, take.samples)
    if not silences:
        return take
    pcm = lengthen_pcm(wav_pcm(place.store.read(take.audio)), silences)
    audio = place.store.put(wav_bytes(pcm), ".wav")
    return lengthen_take(narration, take, silences).model_copy(update={"audio": audio})
