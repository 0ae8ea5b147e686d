"""The rubric of bench/scripts: a good talk is marked well by every criterion, and a bad one badly by its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.documents.parsing import parse_document
from bench.scripts.rubric import CRITERIA, find_expansions, judge_talk
from bench.scripts.score import list_documents, total_of, write_film
from bench.scripts.talk import Talk, make_talk, time_script
from model.inputs import SourceSpan
from model.narration import Sentence
from model.scenes import SceneConfig
from writing.speech.saying import SpeechRules, say

DOCUMENT = """# Lantern

Lantern is a small tool that shows which machines in a room are switched on. It listens to the power of each socket.

## Sockets

Each socket has a sensor. It speaks MQTT (Message Queuing Telemetry Transport) and is read once a second.

## Colours

A lamp is green for a machine that is free, and yellow for one that is busy. A red lamp asks for help.

## Cost

One sensor costs nine euros, and one lamp costs twenty. A small room needs about ten of each.
"""
LINES = {"lantern": 3, "sockets": 7, "colours": 11, "cost": 15}
GOOD = (
    ("This is Lantern.", 0),
    ("Lantern is a small tool that shows which machines in a room are switched on.", 3),
    ("It listens to the power of each socket.", 3),
    ("Each socket has a sensor.", 7),
    ("It speaks Message Queuing Telemetry Transport, MQTT for short, and is read once a second.", 7),
    ("By its colours, a lamp is green for a machine that is free, and yellow for one that is busy.", 11),
    ("A red lamp asks for help.", 11),
    ("The cost of one sensor is nine euros, and one lamp costs twenty.", 15),
    ("A small room needs about ten of each.", 15),
)


def make(told: tuple[tuple[str, int], ...] = GOOD, document: str = DOCUMENT) -> Talk:
    """Make a talk of sentences and the lines that they name; 0 for none."""
    content = parse_document(document, "markdown", name="lantern.md", images={}, missing={}, language="en")
    script = write_film(content, "all")
    rules = SpeechRules(language="en")
    said = tuple(
        sentence
        for text, line in told
        for sentence in say(text, rules, (SourceSpan(file="lantern.md", first=line, last=line),) if line else ())
    )
    scene: SceneConfig = script.scenes[0].model_copy(update={"narration": said})
    talk = make_talk(content, script.model_copy(update={"scenes": (scene,)}))
    seconds = time_script(talk.script)
    return replace(talk, lengths=((seconds, seconds),), whole=2 * seconds)


def score(name: str, talk: Talk) -> float:
    return CRITERIA[name](talk).score


@pytest.mark.parametrize("name", CRITERIA)
def test_a_good_talk_is_marked_well(name: str) -> None:
    mark = CRITERIA[name](make())
    assert mark.score >= 85, mark.flaws


def replace_last(*told: tuple[str, int]) -> tuple[tuple[str, int], ...]:
    return (*GOOD[: -len(told)], *told)


LONG = (
    "A lamp is green for a machine that is free and yellow for one that is busy and red where somebody asks for help, "
    "and each of the lamps costs twenty euros while the sensor which belongs to it costs nine, so that a room costs more."
)
BAD = {
    "junk": (("See **the** [docs](https://a.example/b).", 3), ("It listens [1, 2] to `power`__.", 3)),
    "grounding": (("Bananas ripen overnight on warm shelves.", 3), ("Elephants cost 4,711 euros.", 15)),
    "length": ((LONG, 11), (LONG.replace("lamp", "light"), 11), (LONG.replace("lamp", "bulb"), 11)),
    "ease": tuple(
        (f"Electroluminescent instrumentation facilitates organisational interoperability {end}.", 3)
        for end in ("considerations", "infrastructures", "responsibilities", "simultaneously", "internationally")
    ),
    "whole": (("and a red lamp asks for help.", 11), ('A "red lamp asks for the.', 11), ("It costs (nine euros.", 15)),
    "fragments": (("Sockets.", 7), ("Colours.", 11), ("The cost.", 15)),
    "asides": (("A lamp (e.g. a red one) asks (for help).", 11), ("It costs nine (or ten) euros.", 15)),
    "pointers": (("As shown in Figure 3, each socket has a sensor.", 7), ("Click here to see the table below.", 11)),
    "repetition": (
        ("A red lamp asks for help.", 11), ("A red lamp asks for help.", 11), ("Next, the sockets.", 0),
        ("Next, the colours.", 0), ("Next, the lamp.", 0), ("Next, the cost.", 0),
    ),
    "filler": tuple((f"Here's {what} it looks like.", 0) for what in ("what", "how", "where", "when")),
    "terms": (("It speaks MQTT and is read once a second.", 7),),
}  # fmt: skip
WHOLE_TALKS = {
    "length": tuple((LONG.replace("lamp", word), 11) for word in ("lamp", "light", "bulb", "sign")),
    "ease": BAD["ease"],
    "terms": BAD["terms"],
    "filler": (*BAD["filler"], GOOD[1]),
}
"""Bad from beginning to end; the others have some bad sentences among good ones."""


@pytest.mark.parametrize("name", BAD)
def test_a_bad_talk_is_marked_badly(name: str) -> None:
    talk = make(WHOLE_TALKS.get(name) or replace_last(*BAD[name]))
    mark = CRITERIA[name](talk)
    assert mark.score <= 50 and mark.flaws


def test_a_section_that_is_silently_missing_is_marked_down() -> None:
    talk = make(GOOD[:3])
    silent = tuple(entry.model_copy(update={"reason": ""}) for entry in talk.script.coverage)
    told = replace(talk, script=talk.script.model_copy(update={"coverage": silent}))
    assert score("sections", told) <= 50
    excused = tuple(entry.model_copy(update={"reason": "there is no room"}) for entry in talk.script.coverage)
    assert score("sections", replace(talk, script=talk.script.model_copy(update={"coverage": excused}))) == 100


def test_a_talk_of_what_is_beside_the_point_is_marked_down() -> None:
    assert score("centre", make((("Nothing of this is about what matters.", 3),))) <= 20


def test_a_film_of_another_length_is_marked_down() -> None:
    talk = make()
    assert score("duration", replace(talk, lengths=((100.0, 60.0),), whole=500.0)) == 0
    assert score("duration", replace(talk, lengths=((100.0, 75.0),), whole=500.0)) == pytest.approx(50)
    assert score("duration", replace(talk, lengths=((100.0, 75.0),), whole=75.0)) == 100


def test_what_short_forms_stand_for_is_found_on_either_side() -> None:
    text = "It speaks TLS (Transport Layer Security). The mean radiant temperature (MRT) is high. In R (a language) and JS."
    assert find_expansions(text) == {"TLS": "Transport Layer Security", "MRT": "mean radiant temperature"}


def test_a_sentence_is_only_bad_by_what_it_is_bad_at() -> None:
    """Flaws of one kind do not pull down every other mark: a total says what is wrong."""
    talk = make(
        (*GOOD, ("As shown in Figure 3, each lamp costs twenty euros.", 15), ("Which sensor it is, see the table.", 7))
    )
    marks = judge_talk(talk)
    assert [name for name, mark in marks.items() if mark.score < 85] == ["grounding", "pointers"]
    assert total_of(marks) < total_of(judge_talk(make()))


def test_there_are_documents_of_thirty_shapes() -> None:
    names = [path.name for path in list_documents()]
    assert len(names) >= 30
    assert all(len(path.read_text(encoding="utf-8").split()) >= 350 for path in list_documents())


def sentence_count(talk: Talk) -> int:
    return sum(isinstance(one, Sentence) for scene in talk.script.scenes for one in scene.narration)


def test_every_sentence_of_a_script_is_looked_at() -> None:
    talk = make()
    assert len(talk.sentences) == sentence_count(talk) == len(GOOD)
