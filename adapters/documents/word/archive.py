"""From the bytes of a `.docx` to its parts: a ZIP archive of XML, read within limits, without entities and without links."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from model.errors import Problem, ValidationError

_MOST_PARTS = 5_000
_MOST_XML = 40_000_000
"""Bytes of one part, unpacked."""
_MOST_RATIO = 400
"""What unpacks to more than this, from more than a megabyte, is a bomb: real documents reach 60."""
_MOST_PICTURES, _MOST_MEDIA = 400, 300_000_000
_MOST_NODES, _MOST_DEPTH = 3_000_000, 200
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT, _USUAL = "http://purl.oclc.org/ooxml/", "http://schemas.openxmlformats.org/"
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Relation(NamedTuple):
    """What a part refers to."""

    kind: str
    """The last word of its type: image, hyperlink, styles."""
    target: str
    """Name of a part, or an address."""
    external: bool


class Package:
    """The parts of one document."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open a document; raises ValidationError when it is no `.docx`, or packed to do harm."""
        self._name = name
        self._archive = _open_archive(data, name)
        self.main = self._find_main()

    def _find_main(self) -> str:
        relations = self.relations("")
        main = next((one.target for one in relations.values() if one.kind == "officeDocument"), "word/document.xml")
        if main not in self._archive.NameToInfo:
            raise _refuse(self._name, "This is no Word document: it has no text.", "Save it as .docx, with Word.")
        return main

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return what a part refers to, by id."""
        folder, _, base = part.rpartition("/")
        root = self.read_xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relation] = {}
        for node in root.iter(_RELATION) if root is not None else ():
            external = node.get("TargetMode", "") == "External"
            target = node.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            found[node.get("Id", "")] = Relation(node.get("Type", "").rpartition("/")[2], target, external)
        return found

    def read_xml(self, part: str) -> Element | None:
        """Parse a part; None when there is none.

        Raises ValidationError when it is too large, or no XML that Word writes.
        """
        if part not in self._archive.NameToInfo:
            return None
        return _parse_xml(self._read(part, _MOST_XML), self._name)

    def read_media(self) -> dict[str, bytes]:
        """Return the pictures by the name of their part, as many as a film can hold."""
        found: dict[str, bytes] = {}
        left = _MOST_MEDIA
        for part in list(self._archive.NameToInfo):
            if "/media/" in f"/{part}" and part.lower().endswith(_PICTURES) and len(found) < _MOST_PICTURES:
                size = self._archive.NameToInfo[part].file_size
                if size <= left and size <= _MOST_XML:
                    found[part] = self._read(part, _MOST_XML)
                    left -= size
        return found

    def _read(self, part: str, limit: int) -> bytes:
        info = self._archive.NameToInfo[part]
        if info.flag_bits & 1:
            raise _refuse(self._name, "The document is locked by a password.", "Save a copy without one.")
        if info.compress_type not in _READABLE or info.file_size > limit or _is_bomb(info):
            raise _refuse(
                self._name, f"Its part {part[:80]} is packed to be larger than any document.", "Save it again."
            )
        try:
            with self._archive.open(info) as file:
                data = file.read(limit + 1)
        except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            raise _refuse(
                self._name, f"Its part {part[:80]} is damaged.", "Open it in Word, and save it again."
            ) from error
        if len(data) > limit:
            raise _refuse(self._name, f"Its part {part[:80]} is larger than it says.", "Save it again.")
        return data


def check_document(data: bytes, name: str) -> None:
    """See quickly that a document can be read.

    Raises ValidationError when it is none, empty, locked, damaged, or packed to do harm.
    """
    if not data:
        raise _refuse(name, "The document is empty.", "Write something into it, or name another file.")
    Package(data, name)


def read_media(data: bytes) -> Mapping[str, bytes]:
    """Return the pictures that lie in a document, by the name of their part."""
    return Package(data, "the document").read_media()


def _open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    if data.startswith(_OLE):
        what = "This is a document of Word before 2007, or one that is locked by a password."
        raise _refuse(name, what, "Save it as .docx, without a password.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (OSError, EOFError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        raise _refuse(name, "This is no Word document: it is no archive.", "Name a file that Word wrote.") from error
    if len(archive.infolist()) > _MOST_PARTS:
        raise _refuse(name, f"The document has more than {_MOST_PARTS} parts.", "Save it again.")
    return archive


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > 1_000_000 and info.file_size > _MOST_RATIO * max(info.compress_size, 1)


def _parse_xml(data: bytes, name: str) -> Element:
    """Build a tree; a document type, without which there are no entities, is refused."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > _MOST_DEPTH or count > _MOST_NODES:
            raise _refuse(name, "The document is nested too deeply to be read.", "Save it again.")
        builder.start(_qualify(tag), {_qualify(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualify(tag))

    def refuse(*_: object) -> None:
        raise _refuse(
            name, "The document defines entities, as no Word document does.", "Open it in Word, and save it again."
        )

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, LookupError) as error:
        raise _refuse(
            name, "The document is damaged: its text is no XML.", "Open it in Word, and save it again."
        ) from error


def _qualify(tag: str) -> str:
    """Write a name as ElementTree does; the strict form's namespaces become the usual ones."""
    if "}" not in tag:
        return tag
    if tag.startswith(_STRICT):
        space, _, local = tag.removeprefix(_STRICT).partition("}")
        head, _, rest = space.partition("/")
        return f"{{{_USUAL}{head}/2006/{rest}}}{local}"
    return "{" + tag


def _refuse(name: str, message: str, remedy: str) -> ValidationError:
    return ValidationError((Problem(message=message, remedy=remedy, file=name),))
