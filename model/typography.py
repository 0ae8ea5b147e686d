"""Where systems keep fonts: what our own lack is drawn with these, and belongs to the keys of what is drawn."""

from __future__ import annotations

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
)
"""Folders of the fonts that every user of a machine has."""
