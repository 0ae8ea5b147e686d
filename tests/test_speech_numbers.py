"""Numbers in thirty languages, row by row: what is counted agrees with its number, and dates are said as dates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.narration import spoken
from tests.test_markdown_reach import write
from writing.speech.saying import SpeechRules, say

# A measure in the singular, one in the plural, a share, an amount of money, a date and a version with its bound.
WRITTEN = ("1 MB", "5 MB", "50 %", "3,50 €", "2026-11-03", "v3.11")
ROWS = {
    "ar": ("1 ميغابايت.", "5 ميغابايت.", "50 في المئة.", "3 يورو 50.", "3 نوفمبر 2026.", "الإصدار 3 نقطة 11."),
    "bg": ("1 мегабайт.", "5 мегабайта.", "50 процента.", "3 евро 50.", "трети ноември 2026 година.", "версия 3 точка 11."),
    "cs": ("jeden megabajt.", "pět megabajtů.", "padesát procent.", "tři eura padesát.",
           "třetího listopadu dva tisíce dvacet šest.", "verze tři tečka jedenáct."),
    "da": ("en megabyte.", "fem megabyte.", "halvtreds procent.", "tre euro halvtreds.", "den tredje november 2026.",
           "version tre punktum elleve."),
    "de": ("ein Megabyte.", "fünf Megabyte.", "fünfzig Prozent.", "drei Euro fünfzig.",
           "dritter November zweitausendsechsundzwanzig.", "Version drei Punkt elf."),
    "el": ("1 μεγαμπάιτ.", "5 μεγαμπάιτ.", "50 τοις εκατό.", "3 ευρώ 50.", "3 Νοεμβρίου 2026.", "έκδοση 3 τελεία 11."),
    "en": ("one megabyte.", "five megabytes.", "fifty percent.", "three euros fifty.", "November third, twenty twenty-six.",
           "version three point eleven."),
    "es": ("un megabyte.", "cinco megabytes.", "cincuenta por ciento.", "tres euros cincuenta.",
           "tres de noviembre de dos mil veintiséis.", "versión tres punto once."),
    "fi": ("yksi megatavu.", "viisi megatavua.", "viisikymmentä prosenttia.", "kolme euroa viisikymmentä.",
           "kolmas marraskuuta kaksituhatta kaksikymmentäkuusi.", "versio kolme piste yksitoista."),
    "fr": ("un mégaoctet.", "cinq mégaoctets.", "cinquante pour cent.", "trois euros cinquante.",
           "trois novembre deux mille vingt-six.", "version trois point onze."),
    "he": ("אחד מגה-בייט.", "חמישה מגה-בייט.", "חמישים אחוז.", "שלושה אירו חמישים.", "שלוש בנובמבר אלפיים עשרים ושש.",
           "גרסה שלוש נקודה אחת עשרה."),
    "hi": ("1 मेगाबाइट.", "5 मेगाबाइट.", "50 प्रतिशत.", "3 यूरो 50.", "3 नवंबर 2026.", "संस्करण 3 पॉइंट 11."),
    "hu": ("egy megabájt.", "öt megabájt.", "ötven százalék.", "három euró ötven.", "kétezer-huszonhat november harmadika.",
           "verzió három pont tizenegy."),
    "id": ("satu megabait.", "lima megabait.", "lima puluh persen.", "tiga euro lima puluh.",
           "tiga November dua ribu dua puluh enam.", "versi tiga titik sebelas."),
    "it": ("un megabyte.", "cinque megabyte.", "cinquanta per cento.", "tre euro cinquanta.", "tre novembre duemilaventisei.",
           "versione tre punto undici."),
    "ja": ("一 メガバイト.", "五 メガバイト.", "五十 パーセント.", "三 ユーロ 五十.", "二千二十六年十一月三日.",
           "バージョン 三 点 十一."),
    "ko": ("일 메가바이트.", "오 메가바이트.", "오십 퍼센트.", "삼 유로 오십.", "이천이십육년 십일월 삼일.",
           "버전 삼 점 십일."),
    "nb": ("ett megabyte.", "fem megabyte.", "femti prosent.", "tre euro femti.", "den tredje november to tusen og tjueseks.",
           "versjon tre punktum elleve."),
    "nl": ("één megabyte.", "vijf megabyte.", "vijftig procent.", "drie euro vijftig.",
           "drie november tweeduizendzesentwintig.",
           "versie drie punt elf."),
    "pl": ("jeden megabajt.", "pięć megabajtów.", "pięćdziesiąt procent.", "trzy euro pięćdziesiąt.",
           "trzeciego listopada 2026 roku.", "wersja trzy kropka jedenaście."),
    "pt": ("um megabyte.", "cinco megabytes.", "cinquenta por cento.", "três euros cinquenta.",
           "três de novembro de dois mil e vinte e seis.", "versão três ponto onze."),
    "ro": ("un megabait.", "cinci megabaiți.", "cincizeci la sută.", "trei euro cincizeci.",
           "trei noiembrie două mii douăzeci și șase.", "versiunea trei punct unsprezece."),
    "ru": ("один мегабайт.", "пять мегабайт.", "пятьдесят процентов.", "три евро пятьдесят.", "третьего ноября 2026 года.",
           "версия три точка одиннадцать."),
    "sk": ("jeden megabajt.", "päť megabajtov.", "päťdesiat percent.", "tri eurá päťdesiat.",
           "tretieho novembra dvetisícdvadsaťšesť.", "verzia tri bodka jedenásť."),
    "sv": ("ett megabyte.", "fem megabyte.", "femtio procent.", "tre euro femtio.", "den tredje november 2026.",
           "version tre punkt elva."),
    "th": ("หนึ่ง เมกะไบต์.", "ห้า เมกะไบต์.", "ห้าสิบ เปอร์เซ็นต์.", "สาม ยูโร ห้าสิบ.", "วันที่ สาม พฤศจิกายน สองพันยี่สิบหก.",
           "เวอร์ชัน สาม จุด สิบเอ็ด."),
    "tr": ("bir megabayt.", "beş megabayt.", "yüzde 50.", "üç avro 50.", "üç Kasım 2026.", "sürüm üç nokta 11."),
    "uk": ("один мегабайт.", "п'ять мегабайтів.", "п'ятдесят відсотків.", "три євро п'ятдесят.",
           "третього листопада 2026 року.", "версія три крапка одинадцять."),
    "vi": ("một mê ga bai.", "năm mê ga bai.", "năm mươi phần trăm.", "ba ơ rô năm mươi.", "ngày ba tháng mười một năm 2026.",
           "phiên bản ba chấm mười một."),
    "zh": ("一 兆字节.", "五 兆字节.", "百分之 五十.", "三 欧元 五十.", "二千零二十六年十一月三日.", "版本 三 点 十一."),
}  # fmt: skip
# What is easily said wrongly.
FINE = (
    ("ru", "2 с", "две секунды."), ("ru", "21 с", "двадцать одна секунда."), ("ru", "1,5 ГБ", "один запятая пять гигабайта."),
    ("ru", "12 345 МБ", "двенадцать тысяч триста сорок пять мегабайт."), ("ru", "2-й раз", "2-й раз."),
    ("ru", "Вышло 3 ноября 2026 г.", "Вышло третьего ноября 2026 года."), ("uk", "2 хв", "дві хвилини."),
    ("pl", "2 s", "dwie sekundy."), ("pl", "22 MB", "dwadzieścia dwa megabajty."), ("pl", "21 s", "dwadzieścia jeden sekund."),
    ("cs", "2 s", "dvě sekundy."), ("cs", "1%", "jedno procento."), ("cs", "3. listopadu", "třetího listopadu."),
    ("sk", "3 MB", "tri megabajty."), ("ro", "2 s", "două secunde."), ("ro", "25 MB", "douăzeci și cinci de megabaiți."),
    ("fr", "21 s", "vingt et une secondes."), ("fr", "1 234 Mo", "mille deux cent trente-quatre mégaoctets."),
    ("fr", "à 21:30", "à vingt et une heures trente."), ("fr", "voir p. ex. ici", "voir par exemple ici."),
    ("es", "21 MB", "veintiún megabytes."), ("es", "a las 21:30", "a las veintiuna y treinta."), ("es", "1M", "un millón."),
    ("es", "el 1 de mayo", "el primero de mayo."), ("pt", "2 h", "duas horas."), ("it", "1 MB", "un megabyte."),
    ("de", "1 s", "eine Sekunde."), ("de", "um 10:30", "um zehn Uhr dreißig."), ("de", "1M", "eine Million."),
    ("hu", "2 GB", "két gigabájt."), ("hu", "2026-01-01", "kétezer-huszonhat január elseje."), ("fi", "1M", "yksi miljoona."),
    ("tr", "%40", "yüzde 40."), ("tr", "%10-20", "yüzde on ila 20."), ("zh", "50 %", "百分之 五十."),
    ("ar", "٥٠٪", "50 في المئة."),
    ("ko", "10:30", "10시 30분."), ("da", "den 3. november", "den tredje november."), ("sv", "1 kr", "en krona."),
    ("th", "ใช้คำสั่งน้ำ", "ใช้คำสั่งน้ำ."), ("ko", "12MB를 쓴다", "십이 메가바이트를 쓴다."),
    ("nb", "1 h", "en time."), ("he", "2 s", "שתי שניות."), ("pl", "5-10 MB", "pięć dziesięć megabajtów."),
)  # fmt: skip


def say_all(text: str, language: str) -> str:
    return " ".join(spoken(sentence) for sentence in say(text, SpeechRules(language=language)))


@pytest.mark.parametrize("language", ROWS)
def test_numbers_are_said_so(language: str) -> None:
    assert tuple(say_all(text, language) for text in WRITTEN) == ROWS[language]


@pytest.mark.parametrize(("language", "text", "expected"), FINE)
def test_what_is_counted_agrees(language: str, text: str, expected: str) -> None:
    assert say_all(text, language) == expected


@pytest.mark.parametrize("language", ROWS)
def test_no_sign_is_lost_and_no_english_said(language: str) -> None:
    said = say_all("A & B, x >= 2, 10 GHz, 1/2, a@b.org", language).lower()
    english = {"and", "at least", "gigahertz", "over", "dot"} - (
        {"gigahertz"} if language in ("da", "de", "es") else set()
    )
    if language != "en":
        words = set(said.replace(",", " ").replace(".", " ").split())
        assert not words & (english - {"gigahertz", "at", "over"})
    for unsaid in ("&", ">=", "@", "/"):
        assert unsaid not in said


DOCUMENTS = Path(__file__).parent / "documents" / "languages"
# One line of a whole document each, as its film says it: read by eye, and kept so.
TOLD = {
    "de": "Er schreibt für jede Datei eine Zeile in protokoll Punkt log, zum Beispiel für notizen Punkt M D.",
    "es": "Escribe una línea en cambios punto log por cada archivo, por ejemplo notas punto M D.",
    "fr": "Il écrit une ligne dans journal point log pour chaque fichier, par exemple notes point M D.",
    "it": "Si ferma alle ventuno e trenta o quando si preme un tasto.",
    "nl": "Het stopt om eenentwintig uur dertig of wanneer je op een toets drukt.",
    "pl": "Opublikowano trzeciego listopada 2026.",
    "pt": "Publicado em primeiro de novembro de dois mil e vinte e seis.",
    "ru": "Опубликовано третьего ноября 2026 года.",
    "sv": "Den slutar klockan tjugoett trettio eller när du trycker på en tangent.",
    "tr": "Saat 21 30 olunca ya da bir tuşa basılınca durur.",
}


@pytest.mark.parametrize("language", TOLD)
def test_a_document_is_told_in_its_own_language(language: str) -> None:
    script = write((DOCUMENTS / f"{language}.md").read_text(), language)
    said = [spoken(sentence) for scene in script.scenes for sentence in scene.narration]
    assert TOLD[language] in said
    assert not any(re.search(r"[%€$&|`*@→]", sentence) for sentence in said)
    assert not any("video-gen" in warning or language in warning.split() for warning in script.warnings)
