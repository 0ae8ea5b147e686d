"""What the cells of each column need to the widths that the columns get."""

from __future__ import annotations

from collections.abc import Sequence


def share_width(natural: Sequence[float], least: Sequence[float], available: float) -> tuple[int, ...]:
    """Share a table's width out: all get what they need if there is room, and the rest in proportion.

    Otherwise narrow columns keep their width and wide ones share what is left, none below its longest word if that
    can be.
    """
    count = len(natural)
    if sum(natural) <= available:
        spare = (available - sum(natural)) / count
        return _whole([width + spare for width in natural], available)
    if sum(least) >= available:
        return _whole([available * width / (sum(least) or 1) for width in least], available)
    widths = list(least)
    room = available - sum(least)
    wanted = [most - low for most, low in zip(natural, least, strict=True)]
    open_columns = [at for at in range(count) if wanted[at] > 0]
    while open_columns and room > 0.5:
        weights = {at: wanted[at] ** 0.6 for at in open_columns}
        total, spent = sum(weights.values()), 0.0
        for at in open_columns:
            given = min(wanted[at], room * weights[at] / total)
            widths[at] += given
            wanted[at] -= given
            spent += given
        room -= spent
        open_columns = [at for at in open_columns if wanted[at] > 0.5]
    return _whole(widths, available)


def _whole(widths: Sequence[float], available: float) -> tuple[int, ...]:
    """Round down to whole pixels; the last column takes the rest."""
    whole = [int(width) for width in widths]
    whole[-1] += max(0, int(available) - sum(whole))
    return tuple(whole)
