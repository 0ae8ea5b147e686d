"""argv -> the commands that look after the cache: size, verify, prune, clear"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from deployments.display import Console

cache_app = typer.Typer(
    no_args_is_help=True, help="What is kept between runs: takes, pictures, films, and their records."
)

CacheDir = Annotated[str | None, typer.Option("--cache-dir", help="Another cache than the usual one.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would go, and remove nothing.")]
_UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_DAY = 86_400.0
_AGES = {"h": 3600.0, "d": _DAY, "w": 7 * _DAY}


@cache_app.command("size")
def show_size(cache_dir: CacheDir = None, as_json: AsJson = False) -> None:
    """Say how much is kept, and of what."""
    from adapters.cache_care import measure_cache

    found = measure_cache(_find_cache(cache_dir))
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    typer.echo(f"{found.folder}: {_say_size(found.size)} in {found.files} files, {found.records} records")
    for kind, files, size in found.kinds:
        typer.echo(f"  {kind or '(no suffix)':<12} {files:>6} files  {_say_size(size):>10}")


@cache_app.command("verify")
def verify_cache(cache_dir: CacheDir = None, as_json: AsJson = False, dry_run: DryRun = False) -> None:
    """Read everything that is stored, and remove what is damaged: it is made again when it is needed."""
    from adapters.cache_care import find_damage, measure_cache, remove
    from adapters.cache_lock import own_cache

    folder = _find_cache(cache_dir)
    with own_cache(folder):
        plan = find_damage(folder)
        gone = plan.describe() if dry_run else remove(plan)
    if as_json:
        typer.echo(gone.model_dump_json(indent=2))
        return
    files = measure_cache(folder).files
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
) -> None:
    """Remove what was used longest ago."""
    from adapters.cache_care import plan_pruning, remove
    from adapters.cache_lock import own_cache
    from adapters.settings import load_settings

    limit = _read_size(max_size) if max_size else None if unused_for else int(load_settings().cache_limit)
    age, folder = _read_age(unused_for) if unused_for else None, _find_cache(cache_dir)
    with own_cache(folder):
        plan = plan_pruning(folder, limit=limit, unused_for=age)
        gone = plan.describe() if dry_run else remove(plan)
    _tell(gone.records, gone.files, gone.size, dry_run=dry_run, json=gone.model_dump_json(indent=2) if as_json else "")


@cache_app.command("clear")
def clear_cache(
    cache_dir: CacheDir = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove everything that is kept. Films that were delivered stay; the next run makes all anew."""
    from adapters.cache_care import list_everything, remove
    from adapters.cache_lock import own_cache

    folder = _find_cache(cache_dir)
    with own_cache(folder):
        plan = list_everything(folder)
        gone = plan.describe()
        if not (dry_run or yes) and gone.files + gone.records:
            typer.confirm(f"Remove {_say_size(gone.size)} from {folder}?", abort=True, err=True)
        if not dry_run:
            remove(plan)
    _tell(gone.records, gone.files, gone.size, dry_run=dry_run, json=gone.model_dump_json(indent=2) if as_json else "")


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
    console.say(
        f"The cache was over its limit of {_say_size(limit)}: {_say_size(gone.size)} not used for long were removed."
    )


def _find_cache(named: str | None) -> Path:
    from adapters.settings import load_settings

    return load_settings(options={"cache_dir": named} if named else {}).cache_path


def _tell(records: int, files: int, size: int, *, dry_run: bool, json: str) -> None:
    what = "would be removed" if dry_run else "removed"
    typer.echo(json or f"{_say_size(size)} {what}: {files} files, {records} records.")


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
