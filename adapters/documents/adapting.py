"""From InputConfig to VideoSetConfig: the document read, stored and named, its pictures found, its pronunciations merged."""

from __future__ import annotations

from pathlib import Path

from adapters.documents.folder.reading import UNTOLD
from adapters.documents.format import embedded_pictures, find_references, stored_suffix
from adapters.documents.pronunciations import PRONUNCIATION_FILE, Pronunciations, load_pronunciations
from adapters.documents.slugs import make_slug
from adapters.documents.sources import STANDARD_INPUT, Source, read_source
from adapters.files import digest_bytes
from adapters.input_choices import check_all, list_files, make_video
from adapters.store import Store
from model.assets import DeliveredFile
from model.content import ParsedContent
from model.errors import Problem, ValidationError
from model.inputs import InputConfig, VideoConfig, VideoSetConfig

_NAMELESS = ("readme", "index", "-")


def check_input(config: InputConfig) -> None:
    """Find everything that is wrong with the input.

    Raises one ValidationError with all problems.
    """
    check_all(
        config,
        lambda: _check_text(config),
        lambda: read_source(config),
        lambda: _read_pronunciations(_folder_of(config)),
    )


def _check_text(config: InputConfig) -> None:
    if config.text is not None and config.source != STANDARD_INPUT:
        what = "A text was given together with the name of a file."
        raise ValidationError((Problem(message=what, remedy="Name - as the source.", file=config.source),))


def adapt_document(config: InputConfig, store: Store) -> VideoSetConfig:
    """Take in one document as a set of one film.

    Raises ValidationError when the input is wrong.
    """
    inputs = list_inputs(config)
    video = _adapt(config, store)
    return VideoSetConfig(set_id=video.video_id, videos=(video,), inputs=inputs)


def list_inputs(config: InputConfig) -> tuple[DeliveredFile, ...]:
    """Return every file that the film depends on, by name relative to the document's folder, with its digest."""
    named = list_files(config, input_files(config))
    if config.source == STANDARD_INPUT:
        data = (config.text or "").encode("utf-8", "surrogateescape")
        return (DeliveredFile(name="-", sha256=digest_bytes(data), size=len(data)), *named)
    return named


def _adapt(config: InputConfig, store: Store) -> VideoConfig:
    from adapters.documents.pictures import list_references, load_pictures, store_pictures

    source = read_source(config)
    content = _parse(source)
    images, missing = store_pictures(embedded_pictures(source.kind, source.data), store)
    known = {image.reference for image in images} | dict(missing).keys()
    references = [reference for reference in list_references(content) if reference not in known]
    if source.folder is not None:
        found, lost = load_pictures(source.folder, references, store)
    else:
        found, lost = (), tuple((reference, "standard input has no folder") for reference in references)
    return make_video(
        config, store, _read_pronunciations(source.folder), video_id=_name_video(source, content.title),
        source_name=Path(source.name).name, source_kind=source.kind,
        source=store.put(source.data, stored_suffix(source.kind)),
        images=(*images, *found), missing_images=(*missing, *lost),
    )  # fmt: skip


def input_files(config: InputConfig) -> tuple[tuple[str, Path], ...]:
    """List every file that the result depends on, by name relative to the document's folder; none for standard input.

    Raises ValidationError when the document cannot be read.
    """
    source = read_source(config)
    if source.folder is None:
        return ()
    beside = source.folder / PRONUNCIATION_FILE
    files = [*source.files]
    if beside.is_file():
        files.append((PRONUNCIATION_FILE, beside))
    if references := find_references(source.kind, source.data):
        from adapters.documents.pictures import locate_pictures

        root = source.folder.resolve()
        pictures = locate_pictures(source.folder, references)
        files += [(path.relative_to(root).as_posix(), path) for path in pictures]
    return tuple(files)


def name_video(config: InputConfig) -> str:
    """Return the slug that the film of this input has, without reading anything but the document.

    Raises ValidationError when the document cannot be read.
    """
    source = read_source(config)
    title = source.title or (_parse(source).title if _is_nameless(source) else "")
    return _name_video(source, title)


def _folder_of(config: InputConfig) -> Path | None:
    path = Path(config.source)
    return None if config.source == STANDARD_INPUT else path if _is_folder(path) else path.parent


def _read_pronunciations(folder: Path | None) -> Pronunciations:
    if folder is None:
        return ()
    return load_pronunciations(folder, (folder / PRONUNCIATION_FILE).as_posix())


def _parse(source: Source) -> ParsedContent:
    from adapters.documents.parsing import parse_document

    return parse_document(source.data, source.kind, name=source.name, images={}, missing={}, language="en")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _name_video(source: Source, title: str) -> str:
    """Name the film by its file or folder; where that says nothing by the title, then by the folder around it."""
    stem = Path(source.name).stem
    if not _is_nameless(source):
        return make_slug(stem)
    around = source.folder.resolve() if source.folder else Path()
    return make_slug(title, (around.parent if source.kind == "folder" else around).name, stem)


def _is_nameless(source: Source) -> bool:
    name = Path(source.name).stem.lower().partition(".")[0]
    return name in (UNTOLD if source.kind == "folder" else _NAMELESS)
