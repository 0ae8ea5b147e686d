"""argv -> the commands that look after the cache: size, verify, prune, clear, pin, unpin, pins"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.display import Console

if TYPE_CHECKING:
    from adapters.cache_care import CacheSize, Removal
    from adapters.settings import Settings
    from adapters.stores.films import FilmUses
    from adapters.stores.shared import SharedStore

cache_app = typer.Typer(
    no_args_is_help=True, help="What is kept between runs: takes, pictures, films, and their records."
)

CacheDir = Annotated[str | None, typer.Option("--cache-dir", help="Another cache than the usual one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would go, and remove nothing.")]
Shared = Annotated[bool, typer.Option("--shared", help="The store that machines share (VIDEO_GEN_STORE), instead.")]
_UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_DAY = 86_400.0
_AGES = {"h": 3600.0, "d": _DAY, "w": 7 * _DAY}


@cache_app.command("size")
def show_size(cache_dir: CacheDir = None, as_json: AsJson = False, shared: Shared = False) -> None:
    """Say how much is kept, and of what."""
    settings = _read_settings(cache_dir)
    found = _measure(settings, shared=shared)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    typer.echo(f"{found.folder}: {_say_size(found.size)} in {found.files} files, {found.records} records")
    for kind, files, size in found.kinds:
        typer.echo(f"  {kind or '(no suffix)':<12} {files:>6} files  {_say_size(size):>10}")
    if settings.store and not shared:
        typer.echo(f"Behind it: {settings.store}, which machines share (--shared says how much that keeps).")


@cache_app.command("verify")
def verify_cache(
    cache_dir: CacheDir = None, as_json: AsJson = False, dry_run: DryRun = False, shared: Shared = False
) -> None:
    """Read everything that is stored, and remove what is damaged: it is fetched, or made, again when it is needed."""
    from adapters.cache_care import find_damage, remove
    from adapters.cache_lock import own_cache
    from adapters.stores.shared_care import find_shared_damage, remove_shared

    settings = _read_settings(cache_dir)
    if shared:
        store = _open_store(settings)
        there = find_shared_damage(store)
        gone = there.describe() if dry_run else remove_shared(store, there)
    else:
        with own_cache(settings.cache_path):
            here = find_damage(settings.cache_path)
            gone = here.describe() if dry_run else remove(here)
    if as_json:
        typer.echo(gone.model_dump_json(indent=2))
        return
    files = _measure(settings, shared=shared).files
    what = "would be removed" if dry_run else "were removed"
    typer.echo(
        f"{files} files are whole." if not gone.files else f"{gone.files} damaged files {what}; {files} are left."
    )


@cache_app.command("prune")
def prune_cache(
    max_size: Annotated[
        str | None, typer.Option(help="Bytes that may stay: 500MB, 20GB.  [default: VIDEO_GEN_CACHE_LIMIT, 20GB]")
    ] = None,
    unused_for: Annotated[str | None, typer.Option(help="Remove what was not used for so long: 12h, 30d, 4w.")] = None,
    cache_dir: CacheDir = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
    shared: Shared = False,
) -> None:
    """Remove what was used longest ago; never what a pinned film needs.

    With --shared, of the store that machines share: there nothing goes that any of them wrote or used within a day.
    """
    from adapters.cache_care import plan_pruning, remove
    from adapters.cache_lock import own_cache
    from adapters.stores.shared_care import plan_shared_pruning, remove_shared

    settings = _read_settings(cache_dir)
    limit, age = _read_size(max_size) if max_size else None, _read_age(unused_for) if unused_for else None
    if shared:
        if limit is None and age is None:
            raise typer.BadParameter("say how much may stay, or for how long.", param_hint="--max-size, --unused-for")
        store = _open_store(settings)
        there = plan_shared_pruning(store, limit=limit, unused_for=age)
        gone = there.describe() if dry_run else remove_shared(store, there)
    else:
        limit = int(settings.cache_limit) if limit is None and age is None else limit
        with own_cache(settings.cache_path):
            here = plan_pruning(settings.cache_path, limit=limit, unused_for=age)
            gone = here.describe() if dry_run else remove(here)
    _tell(gone, settings.store, dry_run=dry_run, as_json=as_json, shared=shared)


@cache_app.command("clear")
def clear_cache(
    cache_dir: CacheDir = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    pinned: Annotated[bool, typer.Option("--pinned", help="Remove what pinned films need, too.")] = False,
) -> None:
    """Remove everything that this machine keeps but what pinned films need.

    Films that were delivered stay, and so does a store that machines share; the next run fetches from it, or makes all anew.
    """
    from adapters.cache_care import list_everything, remove
    from adapters.cache_lock import own_cache

    settings = _read_settings(cache_dir)
    with own_cache(settings.cache_path):
        plan = list_everything(settings.cache_path, pinned_too=pinned)
        gone = plan.describe()
        if not (dry_run or yes) and gone.files + gone.records:
            typer.confirm(f"Remove {_say_size(gone.size)} from {settings.cache_path}?", abort=True, err=True)
        if not dry_run:
            remove(plan)
    _tell(gone, settings.store, dry_run=dry_run, as_json=as_json)


@cache_app.command("pin")
def pin_film(
    named: Annotated[str, typer.Argument(metavar="RUN|FILM", help="A film's name or folder, or a run's id.")],
    cache_dir: CacheDir = None,
) -> None:
    """Keep all that a film was made of: it is never pruned, and the film is made again from it at any time."""
    use = _open_films(cache_dir).pin(named)
    typer.echo(f"Pinned: {use.video_id} ({use.folder}), {len(use.records)} results of run {use.runs[0]}.")


@cache_app.command("unpin")
def unpin_film(
    named: Annotated[str, typer.Argument(metavar="RUN|FILM", help="A film's name or folder, or a run's id.")],
    cache_dir: CacheDir = None,
) -> None:
    """Let what a film was made of be pruned again."""
    for use in _open_films(cache_dir).unpin(named):
        typer.echo(f"No longer pinned: {use.video_id} ({use.folder}).")


@cache_app.command("pins")
def list_pins(cache_dir: CacheDir = None, as_json: AsJson = False) -> None:
    """List the films that are pinned."""
    from adapters.stores.films import PINS

    pins = _open_films(cache_dir).list(PINS)
    if as_json:
        typer.echo("[" + ", ".join(use.model_dump_json() for use in pins) + "]")
        return
    if not pins:
        typer.echo("Nothing is pinned.")
    for use in pins:
        typer.echo(f"{use.video_id}  {use.folder}  {len(use.records)} results, run {use.runs[0]}")


def tidy_cache(folder: Path, limit: int, console: Console) -> None:
    """Keep the cache below its limit, if nobody uses it; said only when something went."""
    from adapters.cache_care import measure_cache, plan_pruning, remove, remove_unfinished
    from adapters.cache_lock import own_cache
    from model.errors import StateError

    try:
        with own_cache(folder):
            remove_unfinished(folder)
            if not limit or measure_cache(folder).size <= limit:
                return
            gone = remove(plan_pruning(folder, limit=limit))
    except StateError:  # another run uses it, and tidies up when it has ended
        return
    if gone.size:
        console.say(
            f"The cache was over its limit of {_say_size(limit)}: {_say_size(gone.size)} not used for long were removed."
        )


def _read_settings(cache_dir: str | None) -> Settings:
    from adapters.settings import load_settings

    return load_settings(options={"cache_dir": cache_dir} if cache_dir else {})


def _measure(settings: Settings, *, shared: bool) -> CacheSize:
    from adapters.cache_care import measure_cache
    from adapters.stores.shared_care import measure_shared

    return measure_shared(_open_store(settings)) if shared else measure_cache(settings.cache_path)


def _open_store(settings: Settings) -> SharedStore:
    from adapters.stores.shared import open_shared

    store = open_shared(settings.store)
    if store is None:
        raise typer.BadParameter("VIDEO_GEN_STORE names no store that machines share.", param_hint="--shared")
    return store


def _open_films(cache_dir: str | None) -> FilmUses:
    from adapters.stores.films import FilmUses
    from adapters.stores.shared import open_shared

    settings = _read_settings(cache_dir)
    return FilmUses(settings.cache_path, open_shared(settings.store))


def _tell(gone: Removal, store: str, *, dry_run: bool, as_json: bool, shared: bool = False) -> None:
    if as_json:
        typer.echo(gone.model_dump_json(indent=2))
        return
    what = "would be removed" if dry_run else "removed"
    where = f" from {store}" if shared else ""
    left = f" {store} keeps what it has: other machines use it." if store and not shared else ""
    typer.echo(f"{_say_size(gone.size)} {what}{where}: {gone.files} files, {gone.records} records.{left}")


def _say_size(size: int) -> str:
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"


def _read_size(text: str) -> int:
    found = re.fullmatch(r"(\d{1,12}(?:\.\d{1,3})?)\s*(|kb|mb|gb|tb)", text.strip().lower())
    if found is None:
        raise typer.BadParameter(f"{text!r} is no size. Write 500MB or 20GB.", param_hint="--max-size")
    return int(float(found[1]) * _UNITS[found[2]])


def _read_age(text: str) -> float:
    found = re.fullmatch(r"(\d{1,6})\s*([hdw])", text.strip().lower())
    if found is None:
        raise typer.BadParameter(f"{text!r} is no time. Write 12h, 30d or 4w.", param_hint="--unused-for")
    return int(found[1]) * _AGES[found[2]]
