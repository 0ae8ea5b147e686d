"""Other languages, row by row: no English words put in, symbols said in their own."""

from __future__ import annotations

import pytest

from model.content import Run
from model.narration import spoken, written
from writing.speech.saying import SpeechRules, say

GERMAN = (
    ("Version 3.11 ist da.", "Version drei Punkt elf ist da."),
    ("Das kostet 3,50 €.", "Das kostet drei Euro fünfzig."),
    ("Es sind 1.234 Zeilen.", "Es sind eintausendzweihundertvierunddreißig Zeilen."),
    ("z. B. mit npm", "zum Beispiel mit N P M."),
    ("Die API nutzt JSON.", "Die A P I nutzt Jason."),
    ("50 % schneller in 10 ms", "fünfzig Prozent schneller in zehn Millisekunden."),
    ("Siehe README.md und docs/api.md.", "Siehe Read mi Punkt M D und docs Schrägstrich A P I Punkt M D."),
    (
        "Das geschah z.B. am 3. Oktober 1999.",
        "Das geschah zum Beispiel am dritten Oktober neunzehnhundertneunundneunzig.",
    ),
    ("1920x1080 mit 60 fps", "eintausendneunhundertzwanzig mal eintausendachtzig mit sechzig Bilder pro Sekunde."),
    ("Führe `pip install foo==1.2` aus.", "Führe pip install foo Version eins Punkt zwei aus."),
    ("C++ & C#", "C plus plus und C sharp."),
    ("Max. 10 MB", "maximal zehn Megabyte."),
)
FRENCH = (
    ("La version 3.11 est là.", "La version trois point onze est là."),
    ("Cela coûte 3,50 €.", "Cela coûte trois euros cinquante."),
    ("L’API utilise JSON.", "L'A-P-I utilise jisonne."),
    ("50 % plus rapide en 10 ms", "cinquante pour cent plus rapide en dix millisecondes."),
    ("Bonjour !", "Bonjour!"),
    ("Voir README.md.", "Voir rid mi point M D."),
    ("le 1er janvier 2026", "le premier janvier deux mille vingt-six."),
    ("2026-11-20", "vingt novembre deux mille vingt-six."),
    ("l'échec d'état", "l'échec d'état."),
    ("10 Mo & 5 Go", "dix mégaoctets et cinq gigaoctets."),
    ("Lancez `pip install foo==1.2`.", "Lancez pip install foo version un point deux."),
)
SPANISH = (
    ("¡Hola! ¿Qué tal?", "Hola! Qué tal?"),
    ("La versión 3.11 está aquí.", "La versión tres punto once está aquí."),
    ("Cuesta 3,50 €.", "Cuesta tres euros cincuenta."),
    ("La API usa JSON.", "La A-P-I usa yeison."),
    ("50 % más rápido en 10 ms", "cincuenta por ciento más rápido en diez milisegundos."),
    ("p.ej. npm", "por ejemplo N P M."),
    ("El Sr. López llegó.", "El señor López llegó."),
    ("10 MB & 5 GB", "diez megabytes y cinco gigabytes."),
    ("2026-11-20", "veinte de noviembre de dos mil veintiséis."),
    ("Ejecuta `pip install foo==1.2`.", "Ejecuta pip install foo versión uno punto dos."),
    ("1.234 líneas", "mil doscientos treinta y cuatro líneas."),
)
JAPANESE = (
    ("こんにちは、世界！", "こんにちは,世界!"),
    ("Python 3.11を使います。", "パイソン 三 点 十一を使います."),
    ("50%速い。", "五十 パーセント速い."),
    ("価格は1,234円です。", "価格は千二百三十四円です."),
    ("これはテストです。次の文です。", "これはテストです. 次の文です."),
    ("JSONとYAML", "ジェイソンとヤムル."),
    ("10MBのファイル", "十 メガバイトのファイル."),
    ("「引用」です。", "引用です."),
    ("APIを使う", "A-P-Iを使う."),
    ("バージョン2026", "バージョン二千二十六."),
)


def say_all(text: str, language: str, lexicon: tuple[tuple[str, str], ...] = ()) -> str:
    return " ".join(spoken(sentence) for sentence in say(text, SpeechRules(language=language, lexicon=lexicon)))


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german_is_said_so(text: str, expected: str) -> None:
    assert say_all(text, "de") == expected


@pytest.mark.parametrize(("text", "expected"), FRENCH)
def test_french_is_said_so(text: str, expected: str) -> None:
    assert say_all(text, "fr") == expected


@pytest.mark.parametrize(("text", "expected"), SPANISH)
def test_spanish_is_said_so(text: str, expected: str) -> None:
    assert say_all(text, "es") == expected


@pytest.mark.parametrize(("text", "expected"), JAPANESE)
def test_japanese_is_said_so(text: str, expected: str) -> None:
    assert say_all(text, "ja") == expected


def test_chinese_is_cut_into_words_without_spaces() -> None:
    (sentence,) = say("使用Python3.11进行开发。", SpeechRules(language="zh"))
    assert written(sentence) == "使用Python3.11进行开发。"
    assert [word.joined for word in sentence.words][:2] == [False, True]
    assert "三 点 十一" in spoken(sentence)


def test_a_language_without_a_table_drops_symbols_and_inserts_no_english() -> None:
    assert say_all("50 % & foo/bar == 2", "tlh") == "50 foo bar 2."


def test_the_users_pronunciations_win_over_ours() -> None:
    lexicon = (("SQL", "ess queue ell"), ("Visual Studio", "V S"), ("Acme", "ack mee [[h]]"))
    assert say_all("SQL in Visual Studio, by Acme.", "en", lexicon) == "ess queue ell in V S, by ack mee h."


def test_code_is_shown_as_written_and_said_by_name() -> None:
    text = (Run(text="Run "), Run(text="pip install foo==1.2", code=True), Run(text=", then stop."))
    (sentence,) = say(text, SpeechRules(language="en"))
    assert written(sentence) == "Run pip install foo==1.2, then stop."
    assert spoken(sentence) == "Run pip install foo version one point two, then stop."
    assert [word.spoken for word in sentence.words][3] == "foo version one point two,"


def test_a_bare_url_is_shown_as_its_host() -> None:
    (sentence,) = say("See https://www.example.com/docs?x=1#y, please.", SpeechRules(language="en"))
    assert written(sentence) == "See example.com/docs, please."
    assert spoken(sentence) == "See example dot com slash docs, please."
