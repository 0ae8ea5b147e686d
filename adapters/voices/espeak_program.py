"""A program, run by EspeakVoice: JSON on standard input -> word times and sound on standard output.

espeak-ng keeps state between calls, so equal bytes need a fresh process; its memory faults stay in this one, and its
licence (GPL) stays on this side of a pipe. Imports the standard library alone: it runs under `python -I -S`.

Input: {"library", "data", "voice", "rate", "pitch", "range", "gap": integers as espeak's parameters, "texts": [...]}.
Output: one line of JSON, {"rate", "parts": [{"samples", "words": [[sample, position, length], ...]}, ...]}, one part
for each text, and then the sound of all parts: signed 16 bit little endian, mono. Positions count characters from 0.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

SYNCHRONOUS, DONT_EXIT = 2, 0x8000
POSITION_CHARACTER, CHARS_UTF8 = 1, 1  # no espeakPHONEMES, no espeakSSML: text is text
LIST_TERMINATED, WORD = 0, 1
RATE, PITCH, RANGE, WORD_GAP = 1, 3, 4, 7


class _Identity(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identity),
    )


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def main() -> int:
    """Speak what standard input asks for; exit with 3 and a reason when espeak refuses."""
    job = json.loads(sys.stdin.buffer.read())
    try:
        library, rate = open_library(job)
        parts = [speak_text(library, text) for text in job["texts"]]
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    header = {"rate": rate, "parts": [{"samples": len(pcm) // 2, "words": words} for pcm, words in parts]}
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + b"".join(pcm for pcm, _ in parts))
    sys.stdout.buffer.flush()
    return 0


def open_library(job: dict[str, Any]) -> tuple[ctypes.CDLL, int]:
    """Load espeak with its data, choose the voice, and return it with its sample rate."""
    library = ctypes.CDLL(job["library"])
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.c_void_p, ctypes.c_void_p,
    ]  # fmt: skip
    # The data path that the wheel was built with exists on no other machine: it must be passed.
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, job["data"].encode(), DONT_EXIT)
    if rate <= 0:
        raise OSError(f"espeak found no data in {job['data']}")
    if library.espeak_SetVoiceByName(job["voice"].encode()):
        raise OSError(f"espeak has no voice {job['voice']}")
    for parameter, name in ((RATE, "rate"), (PITCH, "pitch"), (RANGE, "range"), (WORD_GAP, "gap")):
        if library.espeak_SetParameter(parameter, int(job[name]), 0):
            raise OSError(f"espeak refuses {name} {job[name]}")
    return library, rate


def speak_text(library: ctypes.CDLL, text: str) -> tuple[bytes, list[tuple[int, int, int]]]:
    """Return the sound of one text, and (sample, position, length) for each word event."""
    sound, words = bytearray(), []

    def receive(wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            sound.extend(ctypes.string_at(wave, count * 2))
        at = 0
        while events[at].type != LIST_TERMINATED:
            if events[at].type == WORD:
                words.append((events[at].sample, events[at].text_position - 1, events[at].length))
            at += 1
        return 0

    callback = _CALLBACK(receive)
    library.espeak_SetSynthCallback(callback)
    raw = text.encode("utf-8") + b"\0"
    if library.espeak_Synth(raw, len(raw), 0, POSITION_CHARACTER, 0, CHARS_UTF8, None, None):
        raise OSError("espeak could not speak the text")
    library.espeak_Synchronize()
    return bytes(sound), words


if __name__ == "__main__":
    sys.exit(main())
