"""From prose to its language, by script and by function words; the same text always gives the same answer."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = (
    ("ja", 0x3040, 0x30FF), ("ko", 0xAC00, 0xD7AF), ("ko", 0x1100, 0x11FF), ("zh", 0x4E00, 0x9FFF),
    ("zh", 0x3400, 0x4DBF), ("cyrillic", 0x0400, 0x052F), ("arabic", 0x0600, 0x06FF), ("arabic", 0x0750, 0x077F),
    ("he", 0x0590, 0x05FF), ("el", 0x0370, 0x03FF), ("hi", 0x0900, 0x097F), ("bn", 0x0980, 0x09FF),
    ("ta", 0x0B80, 0x0BFF), ("te", 0x0C00, 0x0C7F), ("th", 0x0E00, 0x0E7F), ("ka", 0x10A0, 0x10FF),
    ("hy", 0x0530, 0x058F), ("latin", 0x0041, 0x024F), ("latin", 0x1E00, 0x1EFF),
)  # fmt: skip

_WORDS = {
    "en": "the of and to in is that for it with as was on are be this by you from at or an have not which your can will",
    "de": "der die und das ist nicht mit den von zu ein eine für auf sich dem des auch wird werden sind wie "
        "oder einen wenn aber hier nur noch nach bei aus dann wurde kann diese dieser diesem ihre sein ihr "
        "alle jede jeder zum zur im am einem einer bis durch über mehr sehr wo man datei",
    "fr": "le la les des et est une dans pour que qui pas sur avec du au vous nous cette sont par ce plus il "
        "aux être ou où mais comme votre vos ces cet leur elle ils elles fait peut tout tous toute ici aussi "
        "avoir deux encore sans après si on y lui même fichier très",
    "es": "el la los las de que y en un una es por con para no se del como está más lo su puede este pero muy "
        "esta estos estas eso hay ser son sus sin sobre también cuando entre todo todos cada desde hasta "
        "donde dos sólo solo aquí así fue le archivo",
    "pt": "o os as de que e em um uma é por com para não se do da dos como mais você isso são ao pelo seu uma "
        "está ou sua seus suas foi ser tem também quando sobre entre até sem esta este isto pela nos nas à já "
        "pode cada todos onde aqui arquivo ficheiro então",
    "it": "il lo gli di che e un una è per con non si del della dei sono come più questo alla nel anche le puoi "
        "dello degli dalla dal nella nei sul sulla ed o se ma questa questi quando ogni tutti tutto può "
        "essere ha hanno senza dove qui così due solo dopo prima file",
    "nl": "de het een en van is niet dat met voor op zijn te aan die er ook als bij worden wordt naar deze maar "
        "je of om nog wel kan kunnen alle hier dan dus door over tot uit geen meer dit hun zich moet wanneer "
        "elke iedere waar bestand eerst zonder",
    "sv": "och att det som en är på för med av den till inte ett har om kan men var från så du eller när detta "
        "dessa här bara också alla varje ska vill mer utan där vid efter över under sig man nu fil finns göra "
        "måste vara blir hur vad",
    "da": "og at det som en er på for med af den til ikke et har om kan men var fra så du eller når bliver blev "
        "efter denne disse her kun også alle hver skal vil mere uden der ved over under sig man nu fil findes "
        "hvad hvor ind ud op blive være noget nogle dit din",
    "nb": "og at det som en er på for med av den til ikke et har om kan men var fra så du eller når blir ble "
        "etter denne disse her bare også alle hver skal vil mer uten der ved over under seg man nå fil finnes "
        "hva hvor inn ut opp være noe noen ditt din dette",
    "fi": "ja on ei että se hän oli ovat tai kun mutta niin myös kuin joka voi tämä ole sen mukaan sitä jos "
        "vain sekä nämä tässä jokainen kaikki voidaan jonka jossa ennen jälkeen ilman kanssa uusi tiedosto "
        "näin miten mitä siitä sitten",
    "pl": "i w na z do że się nie jest to jak o po od za przez dla oraz może są być które który aby tego ale "
        "tylko gdy lub czy był była przy ich jego jej każdy każdego tutaj wszystkie można bez jeśli która "
        "plik tak już co",
    "cs": "a v na se je že z do s o pro to jako k po nebo za by ale jsou být který které jeho při také jen když "
        "tak jak už této tento tato toto tyto každý všechny lze bez která soubor kde co si jsme jste má mají "
        "pod nad mezi až",
    "sk": "a v na sa je že z do s o pre to ako k po alebo za by ale sú byť ktorý ktoré jeho pri tiež len keď "
        "tak už tento táto toto tieto každý všetky možno bez ktorá súbor kde čo si sme ste má majú pod nad "
        "medzi až",
    "hu": "a az és hogy nem egy is ez van meg de csak mint azt vagy ha ki már lehet kell volt amely minden még "
        "így itt ott lesz után előtt nélkül ezt ezek azok ami hogyan fájl több egyik ahol akkor be fel",
    "ro": "și de la în nu este cu pe o un din pentru că sau se mai sunt care ca prin fi poate acest această dar "
        "către după înainte fără toate fiecare acesta aceasta aceste aici unde când cum dacă pot lui ei "
        "fișier într",
    "tr": "ve bir bu için ile de da ne çok daha gibi olarak olan var en kadar ama veya değil ise her sonra önce "
        "şu o yok nasıl zaman dosya üzerinde içinde tarafından ancak olur",
    "id": "yang dan di dengan untuk dari ini itu pada adalah tidak ke dalam akan atau juga dapat anda bisa oleh "
        "setiap semua jika ketika sebelum sesudah tanpa sebuah berkas lebih",
    "vi": "và của là không có được cho một các với trong này để những người khi bạn từ đã thể cũng đó nếu đến "
        "trên dưới mỗi tất cả tệp hoặc như sẽ ở ra vào",
    "ca": "el la els les de que i en un una és per amb no es del com més aquest aquesta són al també dels pot",
    "ru": "и в не на что с по как это для из но к от же вы так или все быть может если при его только до над "
        "под без когда эта этот эти каждый файл здесь там где который которая которое был была были также её "
        "их вот",
    "uk": "і в не на що з по як це для із але до від же ви так або все бути може якщо при його та є над під без "
        "коли ця цей ці всі кожен файл тут там де який яка яке був була були також тільки її їх",
    "bg": "и в не на че с по как това за от но към се вие така или да е са може ако при съм като до над под без "
        "когато тази този тези всички всеки файл тук там къде който която което беше бяха също само ще има",
    "sr": "и у не на да са по као то за од али је се су или може ако при који али већ били",
    "ar": "في من على إلى أن هذا التي الذي عن مع هذه كان لا ما أو كل بعد يمكن",
    "fa": "و در به از که این را با است برای آن یک می های شود خود یا هم تا",
    "ur": "اور کے میں کی ہے کا سے کو پر یہ نے ہیں کہ اس جو بھی نہیں",
}  # fmt: skip
_BY_SCRIPT = {"cyrillic": ("ru", "uk", "bg", "sr"), "arabic": ("ar", "fa", "ur")}
_LATIN = tuple(code for code in _WORDS if code not in {member for family in _BY_SCRIPT.values() for member in family})
# Letters that decide between sisters that share most function words.
_LETTERS = {
    "uk": "іїєґ", "ru": "ыэё", "sr": "ђћљњџј", "fa": "پچژگ", "ur": "ٹڈڑےہں", "sv": "äö", "da": "æø", "nb": "æø",
    "sk": "ľĺŕôä", "cs": "ěřů", "pt": "ãõ", "es": "ñ¿¡", "de": "ß", "ro": "țșă", "pl": "łżęą", "hu": "őű",
    "tr": "ğış", "bg": "ъ", "vi": "ăđơưạảấầậắặẹếềểệỉịọốồổộớờợụủứừữự",
}  # fmt: skip

_ENGLISH_LIST = (
    f"{_WORDS['en']} do me no on so die per con pod si cu me man se list en de la el pro can var van men at des"
)
_ENGLISH_TOO = frozenset(_ENGLISH_LIST.split())
"""What stands in English texts too, as a word or in a name."""
_WORD = re.compile(r"[^\W\d_]{1,40}")
_SAMPLE = 50_000
_LEAST = 3
"""Words of another language in what may be English: a name and its article are fewer."""


def function_words(language: str) -> frozenset[str]:
    """Return the words by which a language is recognised; none for one that has no list."""
    return frozenset(_WORDS.get(language, "").split())


def recognise_language(text: str) -> str:
    """Return a BCP 47 code; `en` when nothing tells."""
    text = text[:_SAMPLE].lower()
    scripts = _count_scripts(text)
    if not scripts:
        return "en"
    # Technical prose in any language is full of Latin names, so another script needs a third of the letters only.
    weight = {script: count * (1 if script == "latin" else 2) for script, count in scripts.items()}
    if scripts.get("ja", 0) * 10 > scripts.get("zh", 0) and "ja" in scripts:
        weight["ja"] = weight["ja"] + weight.pop("zh", 0)
    script = max(sorted(weight), key=weight.__getitem__)
    if script == "latin":
        return _best_by_words(text, _LATIN, "en")
    family = _BY_SCRIPT.get(script)
    return _best_by_words(text, family, family[0]) if family else script


def _count_scripts(text: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if character.isalpha():
            for script, first, last in _SCRIPTS:
                if first <= ord(character) <= last:
                    # One ideograph or syllable says as much as two or three letters.
                    counted[script] += count * (2 if script in ("zh", "ko") else 1)
                    break
    return counted


def _is_proven(code: str, words: Counter[str], marks: int) -> bool:
    """Tell whether a text has real words of a language: single letters, and what English has too, prove nothing."""
    own = {word for word in _WORDS[code].split() if len(word) > 1 and word not in _ENGLISH_TOO}
    found = sum(bool(words[word]) for word in sorted(own))
    english = any(words[word] for word in _WORDS["en"].split() if len(word) > 2)
    return found > 2 or (found > 1 and (marks > 1 or not english)) or (found > 0 and marks > 4)


def _best_by_words(text: str, candidates: tuple[str, ...], otherwise: str) -> str:
    """Return the language whose function words are most; one word alone, however frequent, tells nothing."""
    words, letters = Counter(_WORD.findall(text)), Counter(text)
    scores: dict[str, float] = {}
    for code in candidates:
        found = [words[word] for word in sorted(set(_WORDS[code].split())) if words[word]]
        marks = sum(letters[letter] for letter in _LETTERS.get(code, ""))
        proven = len(found) + marks > 1 if otherwise != "en" else code == "en" or _is_proven(code, words, marks)
        scores[code] = sum(found) + marks / 2 if proven else 0.0
    best = max(candidates, key=lambda code: (scores[code], code == otherwise))
    return best if scores[best] >= (_LEAST if otherwise == "en" else 1) else otherwise
