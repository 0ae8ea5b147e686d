"""The names that documentation systems give to their callouts -> ours."""

from __future__ import annotations

_KINDS = {
    "note": "note info seealso abstract summary todo example question versionadded versionchanged secondary success admonition",
    "tip": "tip hint", "important": "important", "warning": "warning attention deprecated",
    "caution": "caution danger error failure bug",
}  # fmt: skip
CALLOUTS = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""What documentation systems call their callouts, and what we do."""
