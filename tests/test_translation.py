"""A film's texts, translated: marked, written to a file, read back, and said in another language."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from adapters.script_writer import Tell
from adapters.translations import GLOSSARY_FILE, load_glossary, load_translation, translation_path, write_translation
from deployments.translating import fill_in
from model.content import Run, plain
from model.errors import ValidationError
from model.narration import spoken, written
from model.script import VideoScript
from model.translation import Glossary, SourceText, Target, Translated
from tests.model_film import nobody
from tests.test_markdown_reach import write
from writing.speech.saying import SpeechRules
from writing.translation.marking import list_code, mark_text, read_marked
from writing.translation.texts import list_said, list_texts
from writing.translation.translating import find_gaps, find_slips, translate_script, translate_speech

DOCUMENT = """\
# Lighthouse

Lighthouse watches a folder and tells you when something in it changes. It needs 12 MB.

## Install

One command is enough: `pip install lighthouse` works on Linux.

```sh
pip install lighthouse
```

## Use

- It follows **every folder** below the one that you name.
- It writes one line to `changes.log` for each file that changed.
- It stops when you press a key.

| Folder | What is in it |
| --- | --- |
| notes | what was thought |
| drafts | what was written |
"""
GLOSSARY = Glossary(keep=("Linux",), terms=(("folder", "carpeta"),))
SPANISH = SpeechRules(language="es")
RUNS = st.lists(
    st.builds(
        Run, text=st.text(st.sampled_from("ab *`$[]()\\~_é字"), min_size=1, max_size=8), strong=st.booleans(),
        emphasis=st.booleans(), strike=st.booleans(), href=st.sampled_from(("", "https://example.org/a")),
    ),
    max_size=5,
)  # fmt: skip


@pytest.fixture(scope="module")
def script() -> VideoScript:
    return write(DOCUMENT)


class Shouting:
    """Translates by writing large, code as it is: a translator whose answers can be foretold."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def translate(self, texts: Sequence[SourceText], before: str, after: str, tell: Tell) -> Translated:
        assert (before, after) == ("en", "es")
        self.asked += [text.source for text in texts]
        return Translated(targets=fill(texts))


def shout(source: str) -> str:
    runs = (run if run.code else run.model_copy(update={"text": run.text.upper()}) for run in read_marked(source))
    return mark_text(tuple(runs))


def fill(texts: Sequence[SourceText]) -> tuple[Target, ...]:
    return tuple(Target(digest=text.digest, source=text.source, target=shout(text.source)) for text in texts)


def by_digest(targets: Sequence[Target]) -> dict[str, str]:
    return {target.digest: target.target for target in targets}


@given(RUNS)
def test_styled_text_comes_back_from_its_marks(runs: list[Run]) -> None:
    back = read_marked(mark_text(tuple(runs)))
    assert plain(back) == plain(tuple(runs))
    styles = [(run.strong, run.emphasis, run.strike, run.href) for run in runs for _ in run.text]
    assert [(run.strong, run.emphasis, run.strike, run.href) for run in back for _ in run.text] == styles


@pytest.mark.parametrize("code", ["x", "a`b", "``", " x", "*not strong*", "[a](b)", "\\n"])
def test_code_comes_back_whatever_stands_in_it(code: str) -> None:
    marked = mark_text((Run(text="Run "), Run(text=code, code=True), Run(text=".")))
    assert list_code(marked) == (code,)


def test_every_text_is_listed_once_and_code_never(script: VideoScript) -> None:
    texts = list_texts(script, GLOSSARY)
    sources = [text.source for text in texts]
    assert len(set(sources)) == len(sources)
    assert "One command is enough: `pip install lighthouse` works on Linux." in sources
    assert "It follows **every folder** below the one that you name" in sources
    assert not {"pip install lighthouse", "`pip install lighthouse`", "left", "bullet", "sh"} & set(sources)
    said = next(text for text in texts if text.source.startswith("One command"))
    assert said.keep == ("Linux",)
    assert next(text for text in texts if "watches a folder" in text.source).terms == (("folder", "carpeta"),)
    assert {text.source for text in list_said(script)} == {text.source for text in texts if text.kind == "said"}


def test_a_file_gives_back_what_was_filled_in_and_keeps_what_is_gone(script: VideoScript, tmp_path: Path) -> None:
    texts, path = list_texts(script, GLOSSARY), tmp_path / "script.es.yaml"
    gone = Target(digest="0123456789ab", source="Gone.", target='Se fue: "así"\u2028\\n')
    path.write_bytes(write_translation(texts, (*fill(texts)[:3], gone), "README.md", ("en", "es")))
    targets = load_translation(path, "es")
    assert by_digest(targets) | by_digest(fill(texts)[:3]) == by_digest(targets)
    assert targets[-1].target == gone.target
    assert [target.digest for target in targets[:-1]] == [text.digest for text in texts]
    whole = yaml.safe_load(path.read_text())
    assert whole["scenes"][0]["film"][0]["target"] == "LIGHTHOUSE"
    assert path.read_bytes() == write_translation(texts, targets, "README.md", ("en", "es"))


def test_a_name_alone_needs_no_translator(script: VideoScript) -> None:
    whole = yaml.safe_load(write_translation(list_texts(script), (), "README.md", ("en", "es")))
    assert whole["scenes"][0]["film"][0] == {
        "source": "Lighthouse", "keep": ["Lighthouse"], "digest": "68bd571fcc5b", "target": "Lighthouse",
    }  # fmt: skip


def test_gaps_are_told_in_one_line(script: VideoScript) -> None:
    texts = list_texts(script)
    targets = fill(texts)
    assert find_gaps(texts, targets, "script.es.yaml", "") is None
    changed = texts[2].model_copy(update={"source": "It needs 13 MB."})
    emptied = targets[4].model_copy(update={"target": " "})
    found = find_gaps((*texts[:2], changed, *texts[3:]), (*targets[:4], emptied, *targets[5:]), "script.es.yaml", "Do.")
    assert found == (
        f"script.es.yaml: 2 of {len(texts)} texts have no translation (the first: “It needs 13 MB.”), "
        "1 of them are not in the file, 1 translations are of texts that have changed.",
        "Do.",
    )


def test_what_a_translation_lost_is_named() -> None:
    source = SourceText(
        scene="s",
        kind="said",
        source="Run `pip` in the folder on Linux.",
        keep=("Linux",),
        terms=(("folder", "carpeta"),),
    )
    target = Target(digest=source.digest, target="Ejecute pip en las carpetas de Linux.", line=7)
    assert find_slips((source,), (target,)) == ()
    lost = target.model_copy(update={"target": "Ejecútelo en el directorio."})
    assert find_slips((source,), (lost,)) == ((7, "The translation has lost `pip`, Linux, folder as carpeta."),)


def test_a_film_is_translated_sentence_for_sentence_and_code_stays(script: VideoScript) -> None:
    film = translate_script(script, by_digest(fill(list_texts(script))), SPANISH)
    assert (film.language, film.title) == ("es", "LIGHTHOUSE")
    assert [scene.scene_id for scene in film.scenes] == [scene.scene_id for scene in script.scenes]
    for before, after in zip(script.scenes, film.scenes, strict=True):
        assert [one.spans for one in before.narration] == [one.spans for one in after.narration]
    (command,) = [scene for scene in film.scenes if scene.scene_type == "command"]
    assert command.lines[0].text == "pip install lighthouse"
    assert command.header == "INSTALL"
    said = " ".join(spoken(one) for scene in film.scenes for one in scene.narration)
    assert "cambios" not in said
    assert "changes punto log" in said
    (points,) = [scene for scene in film.scenes if scene.scene_type == "list"]
    assert [(run.text, run.strong) for run in points.lines[0].text][:2] == [
        ("IT FOLLOWS ", False),
        ("EVERY FOLDER", True),
    ]
    (table,) = [scene for scene in film.scenes if scene.scene_type == "table"]
    assert table.alignments == next(one.alignments for one in script.scenes if one.scene_type == "table")


def test_two_sentences_for_one_stay_one_so_that_pictures_keep_their_count(script: VideoScript) -> None:
    targets = by_digest(fill(list_texts(script)))
    digest = next(text.digest for text in list_said(script) if text.source.startswith("It stops"))
    film = translate_script(script, {**targets, digest: "Se detiene. Basta una tecla."}, SPANISH)
    said = [written(one) for scene in film.scenes for one in scene.narration]
    assert "Se detiene. Basta una tecla." in said
    japanese = translate_speech(script, {**targets, digest: "止まります。一つのキーで。"}, SpeechRules(language="ja"))
    assert "止まります。一つのキーで。" in [written(one) for scene in japanese.scenes for one in scene.narration]


def test_a_track_changes_no_picture(script: VideoScript) -> None:
    track = translate_speech(script, by_digest(fill(list_said(script))), SPANISH)
    assert track.title == script.title
    for before, after in zip(script.scenes, track.scenes, strict=True):
        assert before.model_copy(update={"narration": ()}) == after.model_copy(update={"narration": ()})


def test_a_translator_is_asked_for_the_scenes_that_lack_something(script: VideoScript) -> None:
    texts, translator = list_texts(script), Shouting()
    mine = Target(digest=texts[1].digest, target="Lo mío.")
    filled = asyncio.run(fill_in(texts, (mine,), translator, ("en", "es"), nobody)).targets
    assert len(translator.asked) == len(texts)  # the scene has another text, and is asked about as a whole
    assert by_digest((*filled, mine)) == by_digest(fill(texts)) | {mine.digest: "Lo mío."}
    every = fill([text for text in texts if text.scene == "title"])
    asyncio.run(fill_in(texts, every, translator, ("en", "es"), nobody))
    assert {text.source for text in texts if text.scene != "title"} == set(translator.asked[len(texts) :])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("- a\n", "no translation of version 1"), ("video_gen_translation: 2\nto: es\n", "no translation of version 1"),
     ("video_gen_translation: 1\nto: fr\n", "translation to 'fr', not to 'es'"), ("a: [\n", "Malformed YAML"),
     ("video_gen_translation: 1\nto: es\nscenes:\n- say:\n  - target: x\n", "no digest"),
     ("a: &a [x]\n" + "".join(f"{at}: *a\n" for at in range(60)), "aliases"), ("", "is empty")],
)  # fmt: skip
def test_another_file_is_refused_with_its_line(content: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "script.es.yaml"
    path.write_text(content)
    with pytest.raises(ValidationError, match=complaint):
        load_translation(path, "es")


def test_words_that_yaml_takes_for_something_else_are_words(tmp_path: Path) -> None:
    path = tmp_path / "script.es.yaml"
    text = "video_gen_translation: 1\nto: es\nscenes:\n- say:\n  - {digest: 123456789012, target: no}\n"
    path.write_text(text + "  - {digest: 12e4, target: 2026-01-01}\n")
    assert [(one.digest, one.target) for one in load_translation(path, "es")] == [
        ("123456789012", "no"), ("12e4", "2026-01-01"),
    ]  # fmt: skip


def test_a_glossary_has_names_for_all_and_terms_by_language(tmp_path: Path) -> None:
    path = tmp_path / GLOSSARY_FILE
    assert load_glossary(path, "es") == Glossary()
    path.write_text("keep: [Prefect, no]\nes: {flow: flujo}\nfr: {flow: flux}\n")
    assert load_glossary(path, "es-MX") == Glossary(keep=("Prefect", "no"), terms=(("flow", "flujo"),))
    assert load_glossary(path, "de").terms == ()
    path.write_text("- flow\n")
    with pytest.raises(ValidationError, match="A glossary is a mapping"):
        load_glossary(path, "es")


def test_a_translation_lies_beside_its_document() -> None:
    assert translation_path("docs/README.md", "es") == Path("docs/script.es.yaml")
    assert translation_path("-", "pt-BR") == Path("script.pt-BR.yaml")
