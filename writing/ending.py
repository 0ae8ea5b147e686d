"""A last section of links, as `Next steps` or `Further reading` -> what the end card shows and says of them"""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.content import Item, ListBlock, OmittedBlock, ParagraphBlock, Run, Text, plain
from model.narration import Narration
from writing.capacity import OUTRO_CHARS
from writing.display import shorten_plain
from writing.outline import Outline, Place
from writing.pieces import Piece
from writing.speaking import Speaker
from writing.styled import slice_text, strip_text, tidy_text
from writing.wording import upper_first

_HEADING = re.compile(
    r"(?:the )?next steps?|what(?:['’]s| is|) next\??|where (?:to go|next)\b.*|(?:to )?(?:learn|read|find out|discover) more"
    r"|more(?: information| resources| reading)?|further (?:reading|information|resources)|(?:useful |helpful )?links"
    r"|resources|see also|get(?:ting)? in touch|stay in touch|keep in touch|contact(?: us)?|community|join (?:us|the community)"
    r"|support|(?:getting )?help|get help|nächste schritte|wie geht es weiter\??|mehr erfahren|weiterführend\w*(?: links)?"
    r"|weiterlesen|weitere informationen|siehe auch|kontakt|hilfe|et maintenant\s?\??|pour aller plus loin|en savoir plus"
    r"|liens(?: utiles)?|voir aussi|contact|ressources|próximos pasos|(?:para )?saber más|enlaces|más información|ver también"
    r"|contacto|recursos|prossimi passi|per saperne di più|approfondimenti|collegamenti|link(?: utili)?|vedi anche|contatti"
    r"|próximos passos|saiba mais|ligações|veja também|contato|volgende stappen|meer (?:informatie|weten|lezen)|zie ook"
    r"|次のステップ|参考(?:リンク|資料)?|関連リンク|リンク|お問い合わせ|下一步|更多|参考(?:资料|链接)?|相关链接|链接|联系(?:我们)?",
    re.IGNORECASE,
)
_AFTER = frozenset({"license", "thanks", "sponsors", "contributing", "changes", "contents"})
"""Topics of sections that a document may have behind what leads on."""
_FEWEST, _MOST = 2, 4
_LONGEST_NAME = 48
_LONGEST_ADDRESS = 44
_MOST_SECONDS = 10.0
"""For what is said of them; the film's name and the first command are said besides where there is time."""
_NAME_END = re.compile(r"\s*[:：]\s|\s+[–—-]{1,2}\s+|\s*—\s*|[.]\s")


@dataclass(frozen=True)
class Ending:
    """What stands on the end card."""

    place: Place
    """The section."""
    pieces: tuple[Piece, ...]
    """All that the section holds."""
    names: tuple[str, ...]
    """Where its links lead to."""
    addresses: tuple[str, ...]
    """As a reader sees them; a link within the document's own folder has none."""
    said: Narration
    """Never empty."""


def find_ending(outline: Outline, drafted: dict[str, tuple[Piece, ...]], speaker: Speaker) -> Ending | None:
    """Find the last section, if it leads on; `drafted` has the pieces of each section, by its id."""
    places = [place for chapter in outline.chapters for place in chapter.places]
    last = next((place for place in reversed(places) if place.topic not in _AFTER), None)
    if last is None or not _HEADING.fullmatch(plain(last.title).strip()):
        return None
    blocks = [block for block in last.section.blocks if not isinstance(block, OmittedBlock)]
    listed = blocks[-1] if blocks else None
    led = len(blocks) == 1 or (len(blocks) == 2 and isinstance(blocks[0], ParagraphBlock))
    if not isinstance(listed, ListBlock) or not led or not _FEWEST <= len(listed.items) <= _MOST:
        return None
    names = [_name_link(item) for item in listed.items]
    pieces = drafted.get(last.section.section_id, ())
    said = _say_links([name for name in names if name], pieces, speaker)
    if not all(names) or not pieces or not said or speaker.seconds(said) > _MOST_SECONDS:
        return None
    shown = tuple(shorten_plain(upper_first(name), OUTRO_CHARS) for name in names)
    addresses = tuple(dict.fromkeys(filter(None, (_show_address(item) for item in listed.items))))
    return Ending(last, pieces, shown, addresses, said)


def _find_link(item: Item) -> Run | None:
    return next((run for run in item.text if run.href and not run.href.startswith("#")), None)


def _name_link(item: Item) -> Text:
    """Name where an entry leads: by its link, or what stands before a bare address; nothing for an entry of another kind."""
    link, text = _find_link(item), tidy_text(item.text)
    if link is None or item.items or item.checked is not None:
        return ()
    named = tidy_text((link.model_copy(update={"href": "", "code": False}),))
    if "://" in link.text or "@" in link.text or not plain(text).startswith(link.text.strip()):
        found = _NAME_END.search(plain(text))
        named = slice_text(text, 0, found.start()) if found else ()
    bare = strip_text(tuple(run.model_copy(update={"href": "", "strong": False}) for run in named), ".,:;")
    return bare if 0 < len(plain(bare)) <= _LONGEST_NAME and "://" not in plain(bare) else ()


def _show_address(item: Item) -> str:
    link = _find_link(item)
    href = link.href if link else ""
    if not re.match(r"https?://[^/]", href):
        return ""
    address = re.sub(r"^https?://(?:www\.)?", "", href.split("#")[0].split("?")[0]).rstrip("/")
    return (
        address if len(address) <= _LONGEST_ADDRESS and "@" not in address else address.split("/")[0].rpartition("@")[2]
    )


def _say_links(names: list[Text], pieces: tuple[Piece, ...], speaker: Speaker) -> Narration:
    """Say where to go on: after the section's own words, or ours."""
    lead = tuple(sentence for piece in pieces if piece.kind == "paragraph" for sentence in piece.said)
    whole = speaker.join(names)
    listed = speaker.say(upper_first(whole)) if whole else ()
    if lead:
        return (*lead, *listed)
    return speaker.phrase(speaker.phrases.go_on, parts=whole) or listed
