"""`voices.lock` beside a source <-> what was said, take by take: a later run says it again to the byte.

The index is JSON, one take an entry; the sound lies beside it in `voices.lock.d` as FLAC, named by the digest of its
samples. Both are made for git, or git-lfs for the sound: entries stand in the order of their keys, and nothing in them
names a machine or a time. Several documents of a folder share one; each entry says which of them speak it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import pydantic
from pydantic import Field
from pydantic_core import to_json

from adapters.files import digest_bytes, digest_file, read_bounded, write_atomically
from model.audio import Take, VoiceChoice, WordTime
from model.errors import ConfigError, StateError, ValidationError
from model.frozen import Frozen
from model.inputs import InputConfig
from model.narration import Narration

NAME = "voices.lock"
_MOST_INDEX = 50_000_000
_MOST_SOUND = 200_000_000
_POINTER = b"version https://git-lfs"
_RENEW = "Restore it (git checkout, git lfs pull), or have it spoken anew: remove its entry, and --voices-lock write."
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class LockedTake(Frozen):
    """One scene as it was said."""

    key: Digest
    """Of the words and the voices, without the versions of their engines."""
    text: str
    """What is said, for those who read the file."""
    voices: Annotated[tuple[VoiceChoice, ...], Field(min_length=1)]
    """Who said it, and with which version: one for all sentences, or one a sentence."""
    samples: Annotated[int, Field(ge=1, le=2**31)]
    """Length at 48 kHz."""
    pcm: Digest
    """SHA-256 of the samples: also the sound's file name."""
    flac: Digest
    """SHA-256 of the file."""
    words: str
    """When each word is heard, in samples: `0-9600 9600-14400`."""
    sources: tuple[str, ...]
    """The documents that say it, by file name."""


class _Index(Frozen):
    video_gen_voices: Literal[1]
    takes: tuple[LockedTake, ...]


class Spoken(NamedTuple):
    """One scene of a film that was spoken."""

    narration: Narration
    voices: tuple[VoiceChoice, ...]
    take: Take


def find_lock(config: InputConfig) -> Path | None:
    """Return where the lock of a source lies, or would lie; None when it has no folder of its own, or is not wanted."""
    source = Path(config.source)
    if config.source == "-" or config.voices_lock == "off":
        return None
    try:
        return source / NAME if source.is_dir() else source.parent / NAME if source.is_file() else None
    except (OSError, ValueError):  # no name of a file: an address
        return None


def digest_lock(config: InputConfig) -> str:
    """Return the digest of the lock that holds for a source; nothing where there is none."""
    path = find_lock(config)
    return digest_file(path) if path is not None and path.is_file() else ""


def check_lock(config: InputConfig) -> tuple[ConfigError, ...]:
    """Find a lock that cannot be had."""
    path = find_lock(config)
    if config.voices_lock in ("use", "off") or (path and (path.is_file() or config.voices_lock != "require")):
        return ()
    wanted = f"--voices-lock {config.voices_lock} needs a file as the source"
    if path is None:
        return (ConfigError(f"{wanted}, not {config.source!r}.", "Name a document, or leave the option out."),)
    return (ConfigError(f"There is no {path}.", "Write it first: --voices-lock write."),)


def key_take(narration: Narration, voices: Sequence[VoiceChoice]) -> str:
    """Return what a take is found by: the words as they are spoken, and the voices."""
    words = [[(word.spoken, word.joined) for word in sentence.words] for sentence in narration]
    return digest_bytes(to_json([words, [voice.model_dump(exclude={"version"}) for voice in voices]]))


class VoicesLock:
    """The takes of one folder."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.takes = {take.key: take for take in _read_index(path)} if path is not None else {}

    def read_sound(self, take: LockedTake) -> tuple[bytes, tuple[WordTime, ...]]:
        """Return a take's samples and the times of its words.

        Raises StateError when the file is missing, a pointer of git-lfs, or not what was written.
        """
        from adapters.voices.flac import decode_flac

        path = self._sound(take)
        try:
            data = read_bounded(path, _MOST_SOUND, "take")
        except ValidationError as error:
            raise StateError(f"{path}, which {NAME} names, cannot be read.", _RENEW) from error
        if data.startswith(_POINTER):
            raise StateError(f"{path} is a pointer of git-lfs, not the sound.", "Run: git lfs pull.")
        pcm = decode_flac(data, take.samples) if digest_bytes(data) == take.flac else b""
        if digest_bytes(pcm) != take.pcm:
            raise StateError(f"{path} was altered: it is not what {NAME} says.", _RENEW)
        return pcm, _read_words(take.words)

    def _sound(self, take: LockedTake) -> Path:
        assert self._path is not None
        return self._path.with_name(f"{NAME}.d") / f"{take.pcm}.flac"

    def write(self, spoken: Iterable[tuple[Spoken, bytes]], source: str, *, prune: bool) -> None:
        """Keep what a film says, each with its samples; with `prune` forget what this source says no longer."""
        from adapters.voices.flac import encode_flac

        assert self._path is not None
        kept, said = dict(self.takes), set[str]()
        for scene, pcm in spoken:
            key = key_take(scene.narration, scene.voices)
            said.add(key)
            if key not in kept:
                sound = encode_flac(pcm)
                kept[key] = _describe(key, scene, pcm, sound)
                write_atomically(self._sound(kept[key]), sound)
            kept[key] = kept[key].model_copy(update={"sources": tuple(sorted({*kept[key].sources, source}))})
        if prune:
            kept = {key: left for key, take in kept.items() if (left := _forget(take, source, key in said))}
        self.takes = dict(sorted(kept.items()))
        plain = _Index(video_gen_voices=1, takes=tuple(self.takes.values())).model_dump(mode="json")
        write_atomically(self._path, (json.dumps(plain, indent=1, ensure_ascii=False) + "\n").encode())
        if prune:
            self._remove_unused()

    def _remove_unused(self) -> None:
        assert self._path is not None
        used = {self._sound(take).name for take in self.takes.values()}
        for path in self._path.with_name(f"{NAME}.d").glob("*.flac"):
            if path.name not in used:
                path.unlink(missing_ok=True)


def _forget(take: LockedTake, source: str, said: bool) -> LockedTake | None:
    sources = take.sources if said else tuple(name for name in take.sources if name != source)
    return take.model_copy(update={"sources": sources}) if sources else None


def _describe(key: str, scene: Spoken, pcm: bytes, sound: bytes) -> LockedTake:
    from model.narration import spoken

    return LockedTake(
        key=key, text=" ".join(spoken(sentence) for sentence in scene.narration), voices=scene.voices,
        samples=scene.take.samples, pcm=digest_bytes(pcm), flac=digest_bytes(sound),
        words=" ".join(f"{word.start}-{word.end}" for word in scene.take.words), sources=(),
    )  # fmt: skip


def _read_index(path: Path) -> tuple[LockedTake, ...]:
    """Read the index; none where there is no file.

    Raises StateError when it is not what we write.
    """
    if not path.exists():
        return ()
    try:
        index = _Index.model_validate_json(read_bounded(path, _MOST_INDEX, "voices.lock"))
        for take in index.takes:
            _read_words(take.words)
    except ValidationError as error:
        raise StateError(str(error), "Restore it, or remove it.") from error
    except (pydantic.ValidationError, ValueError) as error:
        reason = str(error).splitlines()[0]
        if isinstance(error, pydantic.ValidationError):
            first = error.errors(include_url=False)[0]
            reason = f"{'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"
        remedy = "Restore it (after a merge, keep both sides' takes), or remove it and write it anew."
        raise StateError(f"{path} cannot be read: {reason}.", remedy) from error
    return index.takes


def _read_words(words: str) -> tuple[WordTime, ...]:
    pairs = (pair.partition("-") for pair in words.split())
    return tuple(WordTime(start=int(start), end=int(end)) for start, _, end in pairs)
