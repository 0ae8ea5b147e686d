"""Criteria of single sentences: what a listener can neither see nor follow."""

from __future__ import annotations

import re

from bench.scripts.marks import Mark, mark_share, mark_slope
from bench.scripts.talk import Talk
from writing.headings import is_order

_SIGNS = re.compile(r"https?:|www\.|[*_`#<>|\[\]{}\\~^=@/]|[\U0001F000-\U0001FAFF\u2600-\u27BF]")
"""Never given to a voice."""
_SYNTAX = re.compile(
    r"\]\(|\*\*|__|```|:::|!!!|\?\?\?|\[\^|&[a-z]{2,8};|</?[a-z]+[ />]|:[a-z]{2,9}:`|\{#|\[\d{1,2}(?:, ?\d{1,2})*\]"
    r"|\(#\d+|https?://"
    r"|\bbadge\b|^\s*[:|]|\$[^$]+\$|\\[a-z]+",
)
"""Never shown in a caption."""
_LONG, _FAR_TOO_LONG = 22, 34
"""Words of a sentence that a listener can still follow, and that nobody can."""
_SHORTEST = 3
_ANSWER = re.compile(r"^(?:yes|no|ja|nein|sí|si|oui|non|not yet|never|always)\W*$", re.IGNORECASE)
_NAMED = r"(?:section|page|document|guide|tutorial|article|chapter|file|handbook|table|figure|list|diagram|example)"
_POINTERS = {
    "en": re.compile(
        rf"\b(?:above|below)\b(?! (?:the|a|an|zero|freezing|\d|that|it|this|your|all|every|one|two)\b)"
        rf"(?<!stays above)(?<!is above)(?<!is below)(?<!are below)"
        rf"|\bclick here\b|\bfigure \d|\btable \d|\bsection \d|\b(?:the|see|in) appendix\b"
        r"|\bsee (?:also|section|figure|table|the (?:full|guide|list|table|figure|section|appendix|documentation))\b"
        rf"|\bin this {_NAMED}\b|\bthis {_NAMED} (?:shows|describes|explains|is|gives|sets)\b|\bat the end$"
        rf"|\bas shown\b|\bplease refer to\b|\bnext lesson\b|\bon page \d"
        rf"|\b(?:previous|next) (?:section|chapter|page)\b|\bhere\]",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\bsiehe\b|\b(?:oben|unten)(?=[.,;]|$)|\bAbbildung \d|\bTabelle \d|\bAbschnitt \d|\bhier klicken\b"
        r"|\bin diesem (?:Abschnitt|Kapitel|Dokument)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\bv[eé]ase\b|\bm[aá]s (?:abajo|arriba)\b|\bfigura \d|\btabla \d|\bhaz clic aqu[ií]\b|\ben esta secci[oó]n\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\bvoir (?:ci-|le|la|les|aussi)\b|\bci-(?:dessus|dessous)\b|\bfigure \d|\btableau \d|\bcliquez ici\b"
        r"|\bdans cette section\b",
        re.IGNORECASE,
    ),
}
"""Words that point to a place on a page; a film has none."""
_SHORT_FORMS = re.compile(
    r"\b(?:e\.g|i\.e|etc|cf|approx|incl|resp|vs|z\. ?B|d\. ?h|p\. ?ex|c\.-à-d|p\. ?ej)\.", re.IGNORECASE
)
_ASIDE = re.compile(r"[(（][^()]{2,}[)）]")
_DANGLING = re.compile(r"\b(?:and|or|the|an|of|with|which|from|und|oder|der|et|ou|le|de|y|o|el)\W*$")
_STRAY_END = re.compile(r"[;,]\W{0,2}$|[.!?]{2}(?<!\.\.\.)$|\s[.,](?:\s|$)|[,;:]\.")
_VOWELS = re.compile(r"[aeiouyáàâäãåéèêëíìîïóòôöõúùûüýœæ]+", re.IGNORECASE)
_EASE = {
    "en": (206.835, 1.015, 84.6),
    "de": (180.0, 1.0, 58.5),
    "es": (206.835, 1.0, 62.3),
    "fr": (207.0, 1.015, 73.6),
}
"""Flesch; Amstad; Szigriszt Pazos; Kandel and Moles: a constant, a word in a sentence, a syllable in a word."""
_EASY, _HARD = 75.0, 35.0


def judge_junk(talk: Talk) -> Mark:
    """Mark down what is no language: marks, addresses, references, pictograms."""
    flaws = [said.text for said in talk.sentences if _SIGNS.search(said.spoken) or _SYNTAX.search(said.text)]
    return mark_share(flaws, len(talk.sentences), 8)


def judge_length(talk: Talk) -> Mark:
    """Mark down sentences that are too long for the ear: 22 words are well, 34 are lost."""
    over = [(max(0, len(said.words) - _LONG) / (_FAR_TOO_LONG - _LONG), said.text) for said in talk.sentences]
    flaws = [text for excess, text in over if excess]
    return mark_share(flaws, len(talk.sentences), 4, sum(min(1.0, excess) for excess, _ in over) or 0.0) if flaws else (
        Mark(100.0, ())
    )  # fmt: skip


def judge_fragments(talk: Talk) -> Mark:
    """Mark down scraps of one or two words that are no answer."""
    flaws = [
        said.text
        for said in talk.sentences
        if len(said.words) < _SHORTEST
        and not said.text.rstrip("\"'”").endswith("?")
        and not _ANSWER.match(said.text)
        and not (talk.language == "en" and is_order(said.text.rstrip(".")))
    ]
    return mark_share(flaws, len(talk.sentences), 6)


def judge_pointers(talk: Talk) -> Mark:
    """Mark down what points to a page: below, see also, click here, Figure 3, in this section we will."""
    pattern = _POINTERS.get(talk.language)
    flaws = [said.text for said in talk.sentences if pattern and pattern.search(said.text)]
    return mark_share(flaws, len(talk.sentences), 10)


def judge_asides(talk: Talk) -> Mark:
    """Mark down brackets and written short forms: what only an eye takes in passing."""
    flaws = [said.text for said in talk.sentences if _ASIDE.search(said.text) or _SHORT_FORMS.search(said.text)]
    return mark_share(flaws, len(talk.sentences), 5)


def judge_whole(talk: Talk) -> Mark:
    """Mark down sentences that begin or end in their middle, or hold half of a pair."""
    spaced = talk.language == "fr"
    flaws = [
        said.text
        for at, said in enumerate(talk.sentences)
        if _is_broken(said.text)
        or (not spaced and re.search(r"\s[:;!?](?:\s|$)", said.text))
        or (said.text.endswith(":") and not (said.spans and at + 1 < len(talk.sentences)))
    ]
    return mark_share(flaws, len(talk.sentences), 6)


def _is_broken(text: str) -> bool:
    pairs = any(text.count(one) != text.count(other) for one, other in ("()", "[]", "“”", "«»"))
    begins = re.match(r"[a-zà-ÿ]+\s", text) and re.match(r"(?:and|or|but|which|that|because|with|of|to)\s", text)
    odd = text.count('"') % 2 == 1
    bare = text.rstrip("\"'”’»).!?…")
    return bool(pairs or begins or odd or _STRAY_END.search(text.rstrip()) or _DANGLING.search(bare))


def judge_ease(talk: Talk) -> Mark:
    """Give the reading ease of all that is said, by the formula of its language."""
    if talk.language not in _EASE or not talk.sentences:
        return Mark(100.0, ())
    base, by_word, by_syllable = _EASE[talk.language]
    words = [word for said in talk.sentences for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", said.spoken)]
    syllables = sum(_count_syllables(word, talk.language) for word in words)
    count = max(1, len(words))
    ease = base - by_word * count / len(talk.sentences) - by_syllable * syllables / count
    return mark_slope(ease, _EASY, _HARD, [f"ease {ease:.0f}"])


def _count_syllables(word: str, language: str) -> int:
    count = len(_VOWELS.findall(word))
    if language == "en" and count > 1 and re.search(r"[^aeiouyl]e$|[^aeioutd]ed$", word, re.IGNORECASE):
        count -= 1
    if language == "fr" and count > 1 and re.search(r"(?:e|es|ent)$", word, re.IGNORECASE):
        count -= 1
    return max(1, count)
