"""From InputConfig to VideoSetConfig: the document read, stored and named, its pictures found, its pronunciations merged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from adapters.documents.pronunciations import (
    PRONUNCIATION_FILE,
    Pronunciations,
    load_pronunciations,
    merge_pronunciations,
)
from adapters.documents.slugs import make_slug
from adapters.documents.sources import Source, read_source
from adapters.files import digest_bytes, digest_file
from adapters.store import Store
from model.assets import DeliveredFile
from model.brand import Brand
from model.content import ParsedContent
from model.errors import Problem, StateError, ValidationError
from model.inputs import InputConfig, SourceImage, VideoConfig, VideoSetConfig
from model.music import MusicChoice
from model.theme_choice import is_brand_file

_NAMELESS = ("readme", "index", "-")


def check_input(config: InputConfig) -> None:
    """Find everything that is wrong with the input.

    Raises one ValidationError with all problems.
    """
    problems: list[Problem] = []
    if config.text is not None and config.source != "-":
        what = "A text was given together with the name of a file."
        problems.append(Problem(message=what, remedy="Name - as the source.", file=config.source))
    checks: list[Callable[[], object]] = [lambda: read_source(config), lambda: _read_pronunciations(_folder_of(config))]
    if is_brand_file(config.theme):
        checks.append(lambda: _load_brand(config, None))
    if config.music is not None:
        checks.append(lambda: _load_music(config, None))
    for check in checks:
        try:
            check()
        except ValidationError as error:
            problems += error.problems
    if problems:
        raise ValidationError(tuple(problems))


def adapt_document(config: InputConfig, store: Store) -> VideoSetConfig:
    """Take in one document as a set of one film.

    Raises ValidationError when the input is wrong, StateError when it changes meanwhile.
    """
    if config.stored is not None:
        config = config.model_copy(update={"text": store.read(config.stored).decode(), "stored": None})
    inputs = list_inputs(config)
    video = _adapt(config, store)
    if list_inputs(config) != inputs:
        raise StateError(f"{config.source} changes while it is read.", "Run the command again.", transient=True)
    return VideoSetConfig(set_id=video.video_id, videos=(video,), inputs=inputs)


def list_inputs(config: InputConfig) -> tuple[DeliveredFile, ...]:
    """Return every file that the film depends on, by name relative to the document's folder, with its digest."""
    named = tuple(
        DeliveredFile(name=name, sha256=digest_file(path), size=path.stat().st_size)
        for name, path in (*input_files(config), *_list_brand(config), *_list_music(config))
    )
    if config.source == "-":
        data = (config.text or "").encode("utf-8", "surrogateescape")
        return (DeliveredFile(name="-", sha256=digest_bytes(data), size=len(data)), *named)
    return named


def _list_brand(config: InputConfig) -> tuple[tuple[str, Path], ...]:
    """List the brand's file and what it names; none where the theme is one of ours."""
    if not is_brand_file(config.theme):
        return ()
    from adapters.brand import brand_files

    return tuple((f"brand/{path.name}", path) for path in brand_files(Path(config.theme)))


def _load_brand(config: InputConfig, store: Store | None) -> tuple[str, Brand | None]:
    """Return the theme's name, and the brand where the user names one."""
    if not is_brand_file(config.theme):
        return config.theme, None
    from adapters.brand import load_brand

    return load_brand(Path(config.theme), store)


def _list_music(config: InputConfig) -> tuple[tuple[str, Path], ...]:
    return ((f"music/{Path(config.music).name}", Path(config.music)),) if config.music is not None else ()


def _load_music(config: InputConfig, store: Store | None) -> MusicChoice | None:
    """Read the user's music; without a store only to check it."""
    if config.music is None:
        return None
    from adapters.music import read_music

    path = Path(config.music)
    data = read_music(path)
    if store is None:
        return None
    return MusicChoice(name=config.music, file=store.put(data, path.suffix.lower()), volume=config.music_volume)


def _adapt(config: InputConfig, store: Store) -> VideoConfig:
    from adapters.documents.pictures import list_references, load_pictures

    source = read_source(config)
    content = _parse(source)
    references = list_references(content)
    images: tuple[SourceImage, ...] = ()
    missing = tuple((reference, "standard input has no folder") for reference in references)
    if source.folder is not None:
        images, missing = load_pictures(source.folder, references, store)
    own = _read_pronunciations(source.folder)
    theme, brand = _load_brand(config, store)
    return VideoConfig(
        video_id=_name_video(source, content), source_name=Path(source.name).name, source_kind=source.kind,
        source=store.put(source.text.encode(), ".md" if source.kind == "markdown" else ".txt"),
        images=images, missing_images=missing, language=config.language, accent_color=config.accent_color,
        theme=theme, brand=brand, target_duration=config.target_duration, format=config.format, staging=config.staging,
        pronunciation=merge_pronunciations(config.pronunciation, own), music=_load_music(config, store),
    )  # fmt: skip


def input_files(config: InputConfig) -> tuple[tuple[str, Path], ...]:
    """List every file that the result depends on, by name relative to the document's folder; none for standard input.

    Raises ValidationError when the document cannot be read.
    """
    from adapters.documents.pictures import find_references, locate_pictures

    source = read_source(config)
    if source.folder is None:
        return ()
    document, beside = Path(config.source), source.folder / PRONUNCIATION_FILE
    files = [(document.name, document)]
    if beside.is_file():
        files.append((PRONUNCIATION_FILE, beside))
    if "![" in source.text or "<img" in source.text.lower():
        root = source.folder.resolve()
        pictures = locate_pictures(source.folder, find_references(source.text, source.kind))
        files += [(path.relative_to(root).as_posix(), path) for path in pictures]
    return tuple(files)


def name_video(config: InputConfig) -> str:
    """Return the slug that the film of this input has, without reading anything but the document.

    Raises ValidationError when the document cannot be read.
    """
    source = read_source(config)
    stem = Path(source.name).stem
    return _name_video(source, _parse(source)) if _is_nameless(stem) else make_slug(stem)


def _folder_of(config: InputConfig) -> Path | None:
    return None if config.source == "-" else Path(config.source).parent


def _read_pronunciations(folder: Path | None) -> Pronunciations:
    if folder is None:
        return ()
    return load_pronunciations(folder, (folder / PRONUNCIATION_FILE).as_posix())


def _parse(source: Source) -> ParsedContent:
    from adapters.documents.parsing import parse_document

    return parse_document(source.text, source.kind, name=source.name, images={}, missing={}, language="en")


def _name_video(source: Source, content: ParsedContent) -> str:
    """Name the film by its file; a README, an index and standard input by their title, then by their folder."""
    stem = Path(source.name).stem
    if not _is_nameless(stem):
        return make_slug(stem)
    folder = source.folder.resolve().name if source.folder else ""
    return make_slug(content.title, folder, stem)


def _is_nameless(stem: str) -> bool:
    return stem.lower().partition(".")[0] in _NAMELESS
