"""What an input of any kind may have chosen besides its source, brand and music -> checked, listed, and part of its film."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from adapters.documents.pronunciations import Pronunciations, load_pronunciations, merge_pronunciations
from adapters.files import digest_file
from adapters.store import Store
from adapters.translations import load_translation
from model.assets import DeliveredFile
from model.brand import Brand
from model.errors import Problem, ValidationError
from model.inputs import InputConfig, VideoConfig
from model.music import MusicChoice
from model.theme_choice import is_brand_file
from model.translation import Translation, TranslationFile


def check_all(config: InputConfig, *checks: Callable[[], object]) -> None:
    """Run a kind's checks and those of brand and music.

    Raises one ValidationError with all problems.
    """
    problems: list[Problem] = []
    shared: tuple[Callable[[], object], ...] = (lambda: _load_brand(config, None), lambda: _load_music(config, None))
    translations: tuple[Callable[[], object], ...] = tuple(
        partial(_check_translation, file) for file in _translations(config)
    )
    for check in (*checks, *shared, *translations):
        try:
            check()
        except ValidationError as error:
            problems += error.problems
    if problems:
        raise ValidationError(tuple(problems))


def list_files(config: InputConfig, files: Iterable[tuple[str, Path]]) -> tuple[DeliveredFile, ...]:
    """Return a kind's files, by name, and those of brand and music, each with its digest."""
    return tuple(
        DeliveredFile(name=name, sha256=digest_file(path), size=path.stat().st_size)
        for name, path in (*files, *_list_brand(config), *_list_music(config), *_list_translations(config))
    )


def make_video(config: InputConfig, store: Store, own: Pronunciations = (), **fields: Any) -> VideoConfig:
    """Return a film with everything that the user chose for it.

    `own` is how the source itself wants words said; `fields` are those of VideoConfig that the kind knows: its name and
    its source.
    """
    theme, brand = _load_brand(config, store)
    fields["video_id"] = name_film(config, fields["video_id"])
    return VideoConfig(
        language=config.language, accent_color=config.accent_color, theme=theme, brand=brand,
        target_duration=config.target_duration, format=config.format, staging=config.staging,
        pronunciation=merge_pronunciations(config.pronunciation, own), music=_load_music(config, store),
        translation=_load_translation(config.translation, store) if config.translation else None,
        tracks=tuple(_load_translation(file, store) for file in config.tracks),
        speakers=tuple(name for name, _ in config.speakers), **fields,
    )  # fmt: skip


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


_LONGEST_SLUG = 80


def name_film(config: InputConfig, slug: str) -> str:
    """Return the slug of a film: with the language behind it where that is not the document's; or the one it was given."""
    if config.video_id is not None:
        return config.video_id
    if config.translation is None:
        return slug
    ending = f"-{config.translation.language.lower()}"
    return slug[: _LONGEST_SLUG - len(ending)] + ending


def _translations(config: InputConfig) -> tuple[TranslationFile, ...]:
    return (*((config.translation,) if config.translation else ()), *config.tracks)


def _check_translation(chosen: TranslationFile) -> None:
    load_translation(Path(chosen.file), chosen.language)
    _say_in(chosen)


def _say_in(chosen: TranslationFile) -> Pronunciations:
    """Read how words are said in a language, beside its translation."""
    name, folder = f"pronunciation.{chosen.language}.yaml", Path(chosen.file).parent
    return load_pronunciations(folder, (folder / name).as_posix(), name)


def _load_translation(chosen: TranslationFile, store: Store) -> Translation:
    path = Path(chosen.file)
    load_translation(path, chosen.language)
    return Translation(
        language=chosen.language, name=path.name, file=store.put(path.read_bytes(), ".yaml"),
        pronunciation=_say_in(chosen),
    )  # fmt: skip


def _list_translations(config: InputConfig) -> tuple[tuple[str, Path], ...]:
    found: list[tuple[str, Path]] = []
    for chosen in _translations(config):
        path = Path(chosen.file)
        beside = path.with_name(f"pronunciation.{chosen.language}.yaml")
        found += [(f"translation/{one.name}", one) for one in (path, beside) if one.is_file()]
    return tuple(found)
