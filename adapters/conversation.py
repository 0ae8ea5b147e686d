"""A narration and the voice of each sentence -> one utterance."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import groupby

from adapters.voice_engine import Utterance, open_voice
from model.audio import VoiceChoice
from model.narration import Narration


async def speak_in_turns(narration: Narration, voices: Sequence[VoiceChoice], services: Mapping[str, str]) -> Utterance:
    """Let each voice speak its sentences, those that follow one another together, and join what they say.

    `voices` are one for all sentences, or one a sentence. Raises what a voice raises.
    """
    from adapters.voices.sound import Speech, join_speech

    if len(voices) == 1:
        return await open_voice(voices[0], services).speak(narration)
    turns = groupby(zip(narration, voices, strict=True), key=lambda turn: turn[1])
    parts = list[Speech]()
    for voice, turn in turns:
        said = await open_voice(voice, services).speak(tuple(sentence for sentence, _ in turn))
        parts.append(Speech(array("h", said.pcm), said.words))
    whole = join_speech(parts)
    return Utterance(whole.samples.tobytes(), whole.words)
