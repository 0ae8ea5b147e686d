"""A scene that its author left without words -> what is said of it: what it shows, in the order in which it shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from model.content import Text, plain
from model.narration import Narration
from model.scenes import Scene
from writing.code_facts import find_facts
from writing.code_names import name_language
from writing.codes import say_facts
from writing.commands import name_intent
from writing.diagram_names import find_names, tells_course
from writing.intents import find_intent, split_commands
from writing.shell import list_commands
from writing.speaking import Speaker
from writing.styled import fill_template, make_text, tidy_text
from writing.table_facts import find_extreme
from writing.table_words import say_columns, say_rows
from writing.wording import lower_first

_THINKING = 3000
"""Milliseconds to think about a question."""
_MOST_STEPS = 4


def say_scene(scene: Scene, told: tuple[str, ...], speaker: Speaker) -> Narration:
    """Say what a scene shows, then what its author told of it; at least its header, or nothing where it shows no word."""
    words = _WORDS.get(scene.scene_type, _say_fields)
    said = words(scene, speaker)
    if scene.scene_type == "quiz":
        return tuple(sentence for text in told for sentence in speaker.say(text)) + said
    return said + tuple(sentence for text in told for sentence in speaker.say(text))


def _say_title(scene: Any, speaker: Speaker) -> Narration:
    name = make_text(scene.title)
    alone = not scene.subtitle and plain(name)[-1:] not in "?!"
    opening = speaker.phrase(speaker.phrases.this_is, name=name) if alone else ()
    return (opening or speaker.say(name)) + speaker.say(scene.subtitle)


def _say_section(scene: Any, speaker: Speaker) -> Narration:
    step = speaker.phrase(speaker.choose(speaker.phrases.chapters), title=lower_first(make_text(scene.title)))
    return (step or speaker.say(scene.title)) + speaker.say(scene.summary)


def _say_lines(scene: Any, speaker: Speaker) -> Narration:
    return speaker.say(scene.header) + _say_all([line.text for line in scene.lines if line.state == "now"], speaker)


def _say_steps(scene: Any, speaker: Speaker) -> Narration:
    texts = []
    for at, step in enumerate(scene.steps):
        dated = (*make_text(step.label), *make_text(speaker.phrases.colon), *step.text)
        texts.append(dated if step.label else _lead_step(step.text, at, len(scene.steps), speaker))
    return _say_all(texts, speaker)


def _lead_step(text: Text, at: int, count: int, speaker: Speaker) -> Text:
    first, further, last = speaker.phrases.steps
    if not further or count < 2:
        return text
    template = first if at == 0 else last if at == count - 1 else further[(at - 1) % len(further)]
    return fill_template(template, text=lower_first(text)) if template else text


def _say_all(texts: list[Text] | tuple[Text, ...], speaker: Speaker) -> Narration:
    return tuple(sentence for text in texts for sentence in speaker.say(tidy_text(text)))


def _say_code(scene: Any, speaker: Speaker) -> Narration:
    phrases = speaker.phrases
    language = name_language(scene.language)
    shown = speaker.phrase(speaker.choose(phrases.looks_in), language=language) if language else ()
    shown = shown or speaker.phrase(speaker.choose(phrases.looks))
    return (shown or speaker.say(scene.header)) + say_facts(find_facts(scene.code, scene.language), speaker)


def _say_comparison(scene: Any, speaker: Speaker) -> Narration:
    labels = [make_text(label) for label in (scene.before_label, scene.after_label) if label]
    labels = labels or [make_text(label) for label in speaker.phrases.versions if label]
    changes = speaker.phrase(speaker.phrases.changes, names=speaker.join(labels)) if labels else ()
    return speaker.say(scene.header) + changes


def _say_command(scene: Any, speaker: Speaker) -> Narration:
    texts: list[Text] = []
    for _, line in list_commands(scene.lines):
        for part in split_commands(line):
            text = name_intent(find_intent(part), speaker)
            if text and text not in texts:
                texts.append(text)
    shown = texts[:_MOST_STEPS]
    steps = [_lead_step(text, at, len(shown), speaker) for at, text in enumerate(shown)]
    answered = any(line.kind == "output" for line in scene.lines)
    answers = speaker.phrase(speaker.phrases.answers) if answered and shown else ()
    return (_say_all(steps, speaker) + answers) or speaker.say(scene.header)


def _say_table(scene: Any, speaker: Speaker) -> Narration:
    names = [tidy_text(column) for column in scene.columns]
    rows = [tuple(tidy_text(cell) for cell in row) for row in scene.rows]
    extreme = find_extreme([[plain(cell) for cell in row] for row in rows])
    said = say_columns(names, speaker) + say_rows(names, rows, extreme, speaker)
    return said or speaker.say(scene.header)


def _say_chart(scene: Any, speaker: Speaker) -> Narration:
    """Say the largest and the smallest of what is measured; where nobody says what that is, a few numbers themselves."""
    said = speaker.say(scene.header)
    best = max(scene.data, key=lambda datum: datum.value)
    least = min(scene.data, key=lambda datum: datum.value)
    if not scene.axis or best.value == least.value:
        told = scene.data if len(scene.data) <= _MOST_STEPS else (best, least)
        return said + tuple(
            sentence
            for datum in told
            for sentence in speaker.say(f"{datum.label}{speaker.phrases.colon}{_write_datum(datum)}")
        )
    column = lower_first(make_text(scene.axis))
    for template, datum in ((speaker.phrases.largest, best), (speaker.phrases.smallest, least)):
        said += speaker.phrase(template, column=column, row=datum.label, value=_write_datum(datum))
    return said


def _write_datum(datum: Any) -> str:
    return datum.shown or _write_number(datum.value)


def _write_number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _say_quote(scene: Any, speaker: Speaker) -> Narration:
    by = speaker.phrase(speaker.phrases.quote_by, who=scene.attribution) if scene.attribution else ()
    return by + speaker.say(tidy_text(scene.text))


def _say_callout(scene: Any, speaker: Speaker) -> Narration:
    return speaker.say(speaker.phrases.callouts.get(scene.tone, "")) + speaker.say(tidy_text(scene.text))


def _say_image(scene: Any, speaker: Speaker) -> Narration:
    named = speaker.phrase(speaker.phrases.picture_named, what=scene.caption) if scene.caption else ()
    return (
        named or speaker.say(scene.caption or scene.header) or speaker.phrase(speaker.choose(speaker.phrases.looks_at))
    )


def _say_diagram(scene: Any, speaker: Speaker) -> Narration:
    phrases, course = speaker.phrases, tells_course(scene.source)
    names = [make_text(name) for name in find_names(scene.source)]
    said = speaker.phrase(speaker.choose(phrases.courses if course else phrases.diagrams)) or speaker.say(scene.header)
    parts = phrases.course_parts if course else phrases.diagram_parts
    return said + (speaker.phrase(parts, names=speaker.join(names)) if names else ())


def _say_math(scene: Any, speaker: Speaker) -> Narration:
    return speaker.say(scene.header) + speaker.phrase(speaker.phrases.formula) + speaker.say(scene.note)


def _say_stat(scene: Any, speaker: Speaker) -> Narration:
    amount = f"{scene.value}{'' if scene.unit in ('%', '°') else ' '}{scene.unit}".strip()
    return speaker.say((*make_text(amount), *make_text(speaker.phrases.colon), *tidy_text(scene.text)))


def _say_columns(scene: Any, speaker: Speaker) -> Narration:
    said = speaker.say(scene.header)
    for column in (scene.first, scene.second):
        said += speaker.say(column.heading) + _say_all(column.text, speaker)
    return said


def _say_points(scene: Any, speaker: Speaker) -> Narration:
    return speaker.say(scene.header) + _say_all(scene.points, speaker)


def _say_task(scene: Any, speaker: Speaker) -> Narration:
    label = ", ".join(scene.label.split(" · "))
    same = plain(scene.text).casefold().startswith(label.casefold())
    return (() if same else speaker.say(label)) + speaker.say(tidy_text(scene.text)) + _say_all(scene.points, speaker)


def _say_quiz(scene: Any, speaker: Speaker) -> Narration:
    """Ask, leave time to think, and tell the answer in one sentence, for that is when it is shown."""
    phrases = speaker.phrases
    think = speaker.phrase(phrases.think)
    asked = speaker.say(tidy_text(scene.question)) + think
    if asked:
        asked = (*asked[:-1], asked[-1].model_copy(update={"pause_after": _THINKING}))
    right = speaker.join([lower_first(tidy_text(scene.options[at])) for at in scene.answers])
    answer = speaker.phrase(phrases.answer, what=right) or speaker.say(right)
    return asked + answer[:1]


def _say_end(scene: Any, speaker: Speaker) -> Narration:
    return speaker.say(scene.title) + tuple(sentence for line in scene.lines for sentence in speaker.say(line))


def _say_fields(scene: Scene, speaker: Speaker) -> Narration:
    """Say every text of a type that we do not know."""
    said: Narration = ()
    for value in scene.shown().values():
        if isinstance(value, str) and value and " " in value.strip():
            said += speaker.say(value)
    return said or tuple(
        sentence for value in scene.shown().values() if isinstance(value, str) for sentence in speaker.say(value)
    )


_WORDS: Mapping[str, Callable[[Any, Speaker], Narration]] = {
    "callout": _say_callout, "chart": _say_chart, "checkpoint": _say_points, "code": _say_code,
    "code_comparison": _say_comparison, "command": _say_command, "diagram": _say_diagram, "end_card": _say_end,
    "exercise": _say_task, "image": _say_image, "learning_objectives": _say_points, "list": _say_lines,
    "math": _say_math, "outro": _say_end, "problem": _say_task, "quiz": _say_quiz, "quote": _say_quote,
    "section": _say_section, "solution": _say_task, "stat": _say_stat, "steps": _say_steps, "table": _say_table,
    "title": _say_title, "two_column": _say_columns,
}  # fmt: skip
