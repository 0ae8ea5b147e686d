"""What a document says to readers, told to listeners: no pointers to a page, no brackets, sentences for the ear."""

from __future__ import annotations

import pytest

from adapters.documents.definition_lists import read_definition
from adapters.documents.parsing import parse_document
from bench.scripts.score import write_film
from model.content import ListBlock, ParsedContent, plain
from model.inputs import TargetDuration
from model.narration import written
from model.script import VideoScript
from writing.grounding import find_ungrounded
from writing.headings import name_heading, sort_heading
from writing.hearing import ready_content
from writing.styled import make_text
from writing.vocabulary import find_expansions, find_ordinary

OPENING = "# Rill\n\nRill is a small tool for streams.\n\n## Ideas\n\n"


def parse(text: str, language: str = "en") -> ParsedContent:
    return parse_document(text, "markdown", name="README.md", images={}, missing={}, language=language)


def write(text: str, target: TargetDuration = "all", language: str = "en") -> VideoScript:
    return write_film(parse(text, language), target)


def told(text: str, target: TargetDuration = "all", language: str = "en") -> list[str]:
    return [written(said) for scene in write(text, target, language).scenes for said in scene.narration]


def hear(text: str, language: str = "en") -> str:
    blocks = ready_content(parse(text, language)).sections[-1].blocks
    return plain(blocks[-1].text)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("read", "heard"),
    [
        ("As the table above shows, it needs little memory.", "It needs little memory."),
        ("In this section we will look at its parts.", "We will look at its parts."),
        ("This guide shows how to change a password.", "Here is how to change a password."),
        ("It is fast [1, 2] and small [3].", "It is fast and small."),
        ("The code below is an example of it.", "The code is an example of it."),
        ("Thirty cameras are known; see the [full list](a.md).", "Thirty cameras are known."),
        ("It is small. See [below](#x) for the whole list.", "It is small."),
        ("It is small. Figure 3 shows how small it is.", "It is small."),
        ("It is small. Please refer to the [documentation](a.md).", "It is small."),
        ("The value stays below zero and above the limit.", "The value stays below zero and above the limit."),
        ("See how it falls.", "See how it falls."),
    ],
)
def test_what_points_to_a_page_is_not_told(read: str, heard: str) -> None:
    assert hear(read) == heard


@pytest.mark.parametrize(
    ("read", "heard"),
    [
        ("It needs a key (a file) for this.", "It needs a key, a file, for this."),
        ("It runs on a graphics processor (GPU).", "It runs on a graphics processor, GPU for short."),
        ("It speaks TLS (Transport Layer Security) now.", "It speaks TLS, short for Transport Layer Security, now."),
        ("It reads some files (e.g. tables).", "It reads some files, for example tables."),
        ("It is small, i.e. 3 MB.", "It is small, that is, 3 MB."),
        ("It was Ann (chair), Bob, Cy and Dee.", "It was Ann (chair), Bob, Cy and Dee."),
        ("Call `run(x)` with O(n) values (3.9).", "Call run(x) with O(n) values (3.9)."),
        ("It is small (see page 3).", "It is small."),
    ],
)
def test_brackets_become_what_one_says(read: str, heard: str) -> None:
    assert hear(read) == heard


@pytest.mark.parametrize(
    ("read", "heard"),
    [
        (
            "A seat can be sold to several people, one after another, as the train goes along its line; a bed can be sold "
            "only once in a night.",
            "as the train goes along its line. A bed can be sold",
        ),
        (
            "The database is now cleaned once a month instead of at every start of the program, which makes the start "
            "about four times faster.",
            "of the program. This makes the start",
        ),
        (
            "Everything that is read is kept in a folder of plain files on your own disk, and it is never sent to anybody "
            "else without being asked for.",
            "on your own disk. It is never sent",
        ),
    ],
)
def test_long_sentences_are_divided_where_a_clause_begins(read: str, heard: str) -> None:
    assert heard in hear(read)


@pytest.mark.parametrize(
    "read",
    [
        "It is small; it is fast.",
        "If everything that is read is kept in a folder of plain files on your own disk; it is never sent to anybody else.",
        "It has no dependencies, it is fully typed, and it does the twenty things that people do with graphs every single day.",
        'He said that "everything that is read is kept in a folder of plain files; it is never sent to anybody at all" there.',
    ],
)
def test_other_sentences_stay_whole(read: str) -> None:
    assert hear(read) == read


def test_a_number_that_tells_something_is_not_taken_for_a_counted_paragraph() -> None:
    assert hear("18.7 % of all loans came back late.") == "18.7 % of all loans came back late."
    counted = "1.1 The rules hold.\n\n1.2 They hold for all.\n\n1.3 Nobody is left out.\n"
    assert hear(counted) == "Nobody is left out."


def test_other_languages_keep_their_words() -> None:
    assert hear("Das ist klein (etwa 3 MB), siehe unten.", "de") == "Das ist klein, etwa 3 MB."
    assert hear("見てください（図）。", "ja") == "見てください（図）。"


@pytest.mark.parametrize(
    ("title", "kind", "said"),
    [
        ("How to run it", "how to", "how to run it"),
        ("Open addressing", "noun", "open addressing"),
        ("Launch date", "noun", "the launch date"),
        ("Lock the old user", "order", "how to lock the old user"),
        ("Paper never goes down", "sentence", "paper never goes down"),
        ("If something goes wrong", "if", "if something goes wrong"),
        ("4.2.0 - 2026-02-17", "clause", "version 4.2.0"),
        ("Fixed", "clause", "what was fixed"),
        ("From the network", "noun", "from the network"),
    ],
)
def test_headings_are_said_by_what_they_are(title: str, kind: str, said: str) -> None:
    assert sort_heading(make_text(title)) == kind
    assert plain(name_heading(make_text(title))) == said


def test_a_heading_is_written_small_where_the_document_writes_its_words_so() -> None:
    content = parse("# Api\n\nYou send webhooks to Kafka and read shipments from Kafka.\n")
    known = find_ordinary(content)
    assert {"webhooks", "shipments"} <= known and "kafka" not in known
    assert plain(name_heading(make_text("Webhooks"), known)) == "webhooks"
    assert plain(name_heading(make_text("Kafka"), known)) == "Kafka"


def test_a_topic_is_said_in_our_words_only_where_a_heading_names_nothing_else() -> None:
    text = "# Rill\n\nRill is a small tool.\n\n## Set up TLS\n\nIt wants a key for it, and a file that holds the key.\n"
    assert not any("install" in said for said in told(text))
    assert "Here's how to install it." in told(text.replace("Set up TLS", "Installation"))


def test_short_forms_are_found_and_explained_where_they_are_first_heard() -> None:
    hours = (f"In hour number {hour} of the day, everybody waits for the night, which comes late." for hour in range(9))
    late = "The MRT is high in summer.\n\n" + "\n\n".join(hours)
    text = f"# Heat\n\n{late}\n\n## Later\n\nThe mean radiant temperature (MRT) is what a body feels in the sun.\n"
    expansions = find_expansions(parse(text))
    assert expansions["MRT"][0] == "mean radiant temperature"
    first = next(said for said in told(text) if "MRT" in said)
    assert "mean radiant temperature, MRT, is high" in first
    script = write(text)
    assert not list(find_ungrounded(parse(text), script, script.scenes))


def test_entries_of_few_words_head_those_below_them() -> None:
    talk = told(
        OPENING + "- Monday\n  - Clean the whole kitchen, even what is new\n- Tuesday\n  - Order food for the week\n"
    )
    assert "Monday: clean the whole kitchen, even what is new." in talk
    assert "Monday." not in talk


def test_phrases_after_a_lead_are_said_as_one_sentence() -> None:
    text = OPENING + "You need:\n\n- a small computer with a network\n- two wires for data\n- a sensor that is new\n"
    assert "You need: a small computer with a network, two wires for data and a sensor that is new." in told(text)


def test_a_line_of_code_is_what_the_paragraph_below_it_tells_of() -> None:
    text = OPENING + "`POST /shipments`\n\nCreates a shipment and returns its label to whoever asked for it.\n"
    script = write(text)
    assert any(said.startswith("POST /shipments: Creates a shipment") for said in told(text))
    assert all(entry.outcome != "left out" for entry in script.coverage)


def test_what_tells_of_the_document_is_left_to_a_film_of_everything() -> None:
    about = "**Author:** Ann\n**Status:** draft\n\nIt reads a stream and adds up what it finds there, once a second.\n"
    text = "# Rill\n\n" + about + "\n## Ideas\n\n" + "Each idea is a small one, and easy to keep. " * 12
    assert not any("Ann" in said for said in told(text, 30.0))
    assert "Author: Ann." in told(text)


def test_no_film_counts_what_it_leaves_out_more_than_twice() -> None:
    lists = "\n\n".join(
        f"## Part {number}\n\n" + "\n".join(f"- Entry {at} of part {number} has a few words to say." for at in range(9))
        for number in range(6)
    )
    assert sum("The document lists" in said for said in told("# Rill\n\nRill is a tool.\n\n" + lists, 60.0)) <= 2


def test_the_rows_of_a_small_table_are_told_and_name_their_lines() -> None:
    table = "| Code | Meaning |\n|---|---|\n| 0 | Nothing has changed |\n| 1 | Something has changed |\n"
    script = write(OPENING + table)
    rows = [said for scene in script.scenes for said in scene.narration if written(said).startswith("Code ")]
    assert [written(row) for row in rows] == ["Code 0: Nothing has changed.", "Code 1: Something has changed."]
    assert all(row.spans for row in rows)


def test_definition_lists_are_lists_of_terms() -> None:
    text = "# Words\n\nBaseline\n:   The line on which letters stand.\n\nLeading\n: The way from one\n  line to the next.\n"
    (block,) = parse(text).sections[-1].blocks
    assert isinstance(block, ListBlock)
    assert [plain(item.text).replace("\n", " ") for item in block.items] == [
        "Baseline: The line on which letters stand.", "Leading: The way from one line to the next.",
    ]  # fmt: skip
    assert [item.span.first for item in block.items] == [3, 6]
    assert read_definition(["A paragraph", "of two lines", ": no definition"], 1, "A paragraph") == []
    assert read_definition(["- an entry", ": of a list"], 0, "") == []


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Lecture 6: Hash tables", "This is Lecture 6: Hash tables."),
        ("Installing the server", "This is about installing the server."),
        ("How to rotate passwords", "This is how to rotate passwords."),
        ("Build a weather station", "This is how to build a weather station."),
        ("Do trees cool bus stops?", "Do trees cool bus stops?"),
        ("Harbor", "This is Harbor."),
    ],
)
def test_a_title_is_said_by_what_it_is(title: str, first: str) -> None:
    assert told(f"# {title}\n\n## Use\n\nIt reads a stream of numbers and adds them up for you.\n")[0] == first
