"""Plain text: its layout says what is a heading, a list, code or prose; and prose says its language."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.documents.languages import recognise_language
from adapters.documents.plain_text import parse_text
from model.content import AnyBlock, Item, ListBlock, ParsedContent, plain

NOTES = Path(__file__).parent / "documents" / "notes_plain.txt"


def parse(text: str) -> ParsedContent:
    return parse_text(text, name="notes.txt", images={}, missing={}, language=None)


def headings(content: ParsedContent) -> list[tuple[int, str, int, int]]:
    return [(part.level, plain(part.title), part.span.first, part.span.last) for part in content.sections if part.level]


def blocks(content: ParsedContent) -> list[AnyBlock]:
    return [block for section in content.sections for block in section.blocks]


def kinds(content: ParsedContent) -> list[tuple[str, int, int]]:
    return [(block.kind, block.span.first, block.span.last) for block in blocks(content)]


def outline(items: tuple[Item, ...]) -> list[object]:
    return [(plain(item.text), outline(item.items)) if item.items else plain(item.text) for item in items]


def test_the_notes_of_the_garden() -> None:
    content = parse(NOTES.read_text(encoding="utf-8"))
    assert content.title == "THE COMMUNITY GARDEN AT MILL LANE"
    assert headings(content) == [
        (1, "THE COMMUNITY GARDEN AT MILL LANE", 1, 1), (2, "1. What happened last year", 9, 9), (2, "2. Water", 28, 28),
        (2, "3. Plots", 43, 43), (2, "4. Dates", 55, 56), (2, "THANKS", 66, 66),
    ]  # fmt: skip
    lists = [block for block in blocks(content) if isinstance(block, ListBlock)]
    assert [(len(block.items), block.ordered) for block in lists] == [(3, False), (2, False), (3, True), (4, False)]
    assert ("code", 36, 39) in kinds(content)
    assert content.language == "en"


def test_headings_that_the_layout_makes_plain() -> None:
    text = (
        "Title\n=====\n\nIntro here.\n\nPart\n----\ntext right below\n\n## Hashed ##\n\nx.\n\n"
        "LOUD ONE\n\ny.\n\n2.1 Deeper\n\nLong prose\nof two lines.\n"
    )
    assert headings(parse(text)) == [
        (1, "Title", 1, 2), (2, "Part", 6, 7), (2, "Hashed", 10, 10), (2, "LOUD ONE", 14, 14), (3, "2.1 Deeper", 18, 18),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["One sentence only.\n", "First line of prose\nand a second.\n", "Dear Anna,\n\nhow are you?\n"]
)
def test_prose_is_no_heading(text: str) -> None:
    assert headings(parse(text)) == []


def test_lists_nest_by_indentation_and_go_on_over_blank_lines() -> None:
    text = "Points:\n- one\n  goes on\n  - inner\n    * deep\n\n- two\n\n1) first\n\n2) second\n\n- [x] done\n"
    found = [block for block in blocks(parse(text)) if isinstance(block, ListBlock)]
    assert outline(found[0].items) == [("one goes on", [("inner", ["deep"])]), "two"]
    assert (outline(found[1].items), found[1].ordered) == (["first", "second"], True)
    assert found[2].items[0].checked is True
    assert (found[0].span.first, found[0].span.last) == (2, 7)


def test_deep_lists_keep_every_entry() -> None:
    text = "".join(f"{'  ' * depth}- level {depth}\n" for depth in range(9))
    found = blocks(parse(text))[0]
    assert isinstance(found, ListBlock)

    def walk(items: tuple[Item, ...], depth: int) -> list[tuple[int, str]]:
        return [pair for item in items for pair in [(depth, plain(item.text)), *walk(item.items, depth + 1)]]

    assert [words for _, words in walk(found.items, 1)] == [f"level {depth}" for depth in range(9)]
    assert max(depth for depth, _ in walk(found.items, 1)) == 4


def test_code_quotes_rules_and_addresses() -> None:
    text = "Begin here.\n\n    def f():\n\n        return 1\n\n> said\n> twice\n\n* * *\n\nSee https://example.org/a, please.\n"
    content = parse(text)
    assert kinds(content) == [
        ("paragraph", 1, 1),
        ("code", 3, 5),
        ("quote", 7, 8),
        ("omitted", 10, 10),
        ("paragraph", 12, 12),
    ]
    code, last = blocks(content)[1], blocks(content)[4]
    assert code.kind == "code"
    assert code.code == "def f():\n\n    return 1"
    assert last.kind == "paragraph"
    assert [run.href for run in last.text] == ["", "https://example.org/a", ""]


def test_a_text_that_is_indented_throughout_is_prose() -> None:
    content = parse("    A letter\n\n    It is all set in\n    from the margin.\n")
    assert [block.kind for block in blocks(content)] == ["paragraph"]
    assert content.title == "A letter"


SENTENCES = {
    "en": "This is the way that a program can be read, and it is not hard to do with this tool.",
    "de": "Das ist ein Werkzeug, mit dem man Videos aus Texten macht, und es ist nicht schwer.",
    "fr": "C'est un outil qui permet de faire des vidéos avec les textes que vous avez dans une page.",
    "es": "Esta es una herramienta que hace vídeos de los textos y no es difícil para el usuario.",
    "pt": "Esta é uma ferramenta que faz vídeos dos textos e não é difícil para você usar.",
    "it": "Questo è uno strumento che crea dei video con i testi della pagina e non è difficile.",
    "nl": "Dit is een programma dat van de teksten een video maakt en het is niet moeilijk voor je.",
    "sv": "Det här är ett verktyg som gör filmer av texter och det är inte svårt att använda för dig.",
    "da": "Det her er et værktøj, som laver film af tekster, og det bliver ikke svært efter det.",
    "nb": "Dette er et verktøy som lager film av tekster, og det blir ikke vanskelig etter det.",
    "fi": "Tämä on työkalu, joka tekee videon, ja se ei ole vaikea, kun sitä voi käyttää myös näin.",
    "pl": "To jest narzędzie, które robi film z tekstu i nie jest trudne do użycia przez każdego.",
    "cs": "Toto je nástroj, který dělá film z textu, a není to těžké, když se to tak může použít.",
    "hu": "Ez egy eszköz, amely a szövegből filmet készít, és nem nehéz, ha már van egy szöveg.",
    "ro": "Acesta este un instrument care face un film din text și nu este greu pentru că se poate.",
    "tr": "Bu bir araç ve metinden film yapmak için çok kolay, ama her zaman en iyi değil.",
    "id": "Ini adalah alat yang membuat film dari teks dan tidak sulit untuk anda dalam hal itu.",
    "vi": "Đây là một công cụ và không khó cho những người đã có các văn bản để làm phim.",
    "ca": "Aquesta és una eina que fa un film amb els textos i no és difícil per als usuaris del món.",
    "ru": "Это инструмент, который делает фильм из текста, и это не трудно для вас.",
    "uk": "Це інструмент, який робить фільм із тексту, і це не важко для вас.",
    "bg": "Това е инструмент, който прави филм от текст, и не е трудно да се използва.",
    "ja": "これは文章から動画を作る道具です。README を読みます。",
    "zh": "这是一个把文字变成视频的工具。",
    "ko": "이것은 글을 영상으로 만드는 도구입니다.",
    "ar": "هذه أداة تصنع الفيلم من النص وهي ليست صعبة على أحد.",
    "fa": "این ابزاری است که از متن فیلم می سازد و برای شما سخت نیست که با آن کار کنید.",
    "he": "זה כלי שעושה סרט מטקסט והוא לא קשה.",
    "el": "Αυτό είναι ένα εργαλείο που κάνει ταινία από κείμενο.",
    "hi": "यह एक उपकरण है जो पाठ से फिल्म बनाता है।",
    "th": "นี่คือเครื่องมือที่ทำภาพยนตร์จากข้อความ",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_language_is_recognised(language: str) -> None:
    assert recognise_language(SENTENCES[language]) == language


def test_nothing_recognisable_is_english() -> None:
    assert recognise_language("") == recognise_language("1234 :: !!") == recognise_language("foo bar baz") == "en"
