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
    widths, wide, room = _keep_narrow(natural, least, available)
    room -= sum(least[at] for at in wide)
    wanted = {at: natural[at] - least[at] for at in wide}
    for at in wide:
        widths[at] = least[at]
    while wanted and room > 0.5:
        weights = {at: most**0.6 for at, most in wanted.items()}
        total, spent = sum(weights.values()), 0.0
        for at, weight in weights.items():
            given = min(wanted[at], room * weight / total)
            widths[at] += given
            wanted[at] -= given
            spent += given
        room -= spent
        wanted = {at: most for at, most in wanted.items() if most > 0.5}
    return _whole(widths, available)


def _keep_narrow(
    natural: Sequence[float], least: Sequence[float], available: float
) -> tuple[list[float], list[int], float]:
    """Give what they need to all columns that need no more than their share; return widths, the others, and the rest."""
    widths = [0.0] * len(natural)
    wide = sorted(range(len(natural)), key=lambda at: (natural[at], at))
    room = float(available)
    while len(wide) > 1:
        first, others = wide[0], wide[1:]
        if natural[first] > room / len(wide) or room - natural[first] < sum(least[at] for at in others):
            break
        widths[first] = natural[first]
        room -= natural[first]
        wide = others
    return widths, sorted(wide), room


def _whole(widths: Sequence[float], available: float) -> tuple[int, ...]:
    """Round down to whole pixels; the last column takes the rest."""
    whole = [int(width) for width in widths]
    whole[-1] += max(0, int(available) - sum(whole))
    return tuple(whole)
