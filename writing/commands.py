"""Shell blocks -> pieces of a talk: a terminal on screen, and sentences that say what its commands do."""

from __future__ import annotations

from model.content import CodeBlock, Text
from model.narration import Narration
from model.scenes import CommandLine, CommandScene
from writing.capacity import COMMAND_LINES, LONGEST_SPEECH
from writing.codes import count_rows
from writing.drafting import Draft
from writing.intents import Intent, find_intent, split_commands
from writing.pieces import UNNAMED, UNSAID, Piece
from writing.shell import list_commands, read_terminal
from writing.speaking import Speaker
from writing.styled import fill_template, make_text
from writing.wording import lower_first

_MOST_STEPS = 5


def draft_commands(block: CodeBlock, draft: Draft) -> tuple[Piece, ...]:
    """Show a terminal by screens, and say what each does as steps."""
    screens = _split_terminal(read_terminal(block.code))
    pieces: list[Piece] = []
    for at, lines in enumerate(screens):
        steps = say_steps(tuple(command for _, command in list_commands(lines)), draft, bool(pieces))
        scene = CommandScene(
            scene_id=UNNAMED, narration=UNSAID, header=draft.header, lines=lines, spans=(block.span,)
        )  # fmt: skip
        said, spare = _introduce(screens, at, draft)
        pieces.append(
            draft.make_piece(
                block, said=steps or said, visual=scene, facts=(), spare=spare, reaches=not pieces, weight=1.0
            )
        )
    return draft.number(pieces)


def _introduce(screens: list[tuple[CommandLine, ...]], at: int, draft: Draft) -> tuple[Narration, Narration]:
    """Return what is said of a screen with no command that we know, and what besides: a later one may only go on."""
    speaker, phrases = draft.speaker, draft.speaker.phrases
    if at and all(line.kind == "output" for line in screens[at]):
        first = 1 + sum(map(len, screens[:at]))
        shown = {"first": str(first), "last": str(first + len(screens[at]) - 1), "total": str(sum(map(len, screens)))}
        return speaker.phrase(speaker.choose(phrases.more_output)), speaker.phrase(phrases.line_range, **shown)
    answers = any(line.kind == "output" for line in screens[at])
    return speaker.phrase(speaker.choose(phrases.looks)), speaker.phrase(phrases.answers) if answers else ()


def _split_terminal(lines: tuple[CommandLine, ...]) -> list[tuple[CommandLine, ...]]:
    """Cut a terminal into screens, before a command or its comment where it can be."""
    screens: list[list[CommandLine]] = [[]]
    for group in _group_lines(lines):
        rows = sum(count_rows("$ " + line.text) for line in group)
        if screens[-1] and rows + sum(count_rows("$ " + line.text) for line in screens[-1]) > COMMAND_LINES:
            screens.append([])
        for line in group:
            if len(screens[-1]) == COMMAND_LINES:
                screens.append([])
            screens[-1].append(line)
    return [tuple(screen) for screen in screens if screen]


def _group_lines(lines: tuple[CommandLine, ...]) -> list[list[CommandLine]]:
    """Keep a command with the comment before it and the answer after it."""
    groups: list[list[CommandLine]] = []
    for line in lines:
        alone = not groups or line.kind == "comment" or (line.kind == "input" and groups[-1][-1].kind != "comment")
        if alone:
            groups.append([])
        groups[-1].append(line)
    return groups


def say_steps(commands: tuple[str, ...], draft: Draft, later: bool = False) -> Narration:
    """Say what commands do, one sentence each, as steps; as many as a scene has time for."""
    texts: list[Text] = []
    for command in commands:
        for part in split_commands(command):
            text = name_intent(find_intent(part), draft.speaker)
            if text and text not in texts:
                texts.append(text)
    said: Narration = ()
    shown = texts[:_MOST_STEPS]
    for at, text in enumerate(shown):
        more = draft.speaker.say(_join_step(text, at + (1 if later else 0), at == len(shown) - 1, draft))
        if draft.speaker.seconds(said + more) > LONGEST_SPEECH - 1.5:
            break
        said += more
    return said


def _join_step(text: Text, at: int, last: bool, draft: Draft) -> Text:
    _, further, final = draft.speaker.phrases.steps
    if not draft.english or at == 0 or not further:
        return text
    template = final if last and at > 1 else further[(at - 1) % len(further)]
    return fill_template(template, text=lower_first(text, surely=True))


def name_intent(intent: Intent, speaker: Speaker) -> Text:
    """Return the sentence that says what a command does; empty where the language has none for it."""
    phrases = speaker.phrases
    template = phrases.commands.get(intent.name) or (phrases.run if intent.name == "run" else "")
    if not template:
        return ()
    what = speaker.join([make_text(name, code=True) for name in intent.what.split("\n")])
    if ("{what}" in template and not what) or ("{tool}" in template and not intent.tool):
        return ()
    return fill_template(template, what=what, tool=make_text(intent.tool, code=True))
