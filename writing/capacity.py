"""How much a screen and a scene hold -> the limits that the writer keeps and the renderer verifies, at 1920x1080."""

from __future__ import annotations

LIST_LINES = 5
"""Points on one list scene."""
LINE_CHARS = 90
"""What a point is shortened to."""
LINE_CHARS_MOST = 140
"""A point that cannot be shortened without a loss may be this long: three lines on screen."""
CODE_LINES = 16
"""Rows of code on one scene."""
COMMAND_LINES = 9
"""Rows of a terminal on one scene."""
CODE_COLUMNS = 84
"""Columns of one row of code or of a terminal; a wide character takes two."""
TABLE_COLUMNS = 6
"""Columns of one table scene."""
TABLE_ROWS = 8
"""Rows of one table scene, without the header."""
CELL_CHARS = 60
"""Characters of a cell."""
TITLE_CHARS = 60
SUBTITLE_CHARS = 120
SECTION_CHARS = 70
HEADER_CHARS = 60
QUOTE_CHARS = 240
CAPTION_CHARS = 120
OUTRO_LINES = 3
OUTRO_CHARS = 80

SHORTEST_SPEECH = 3.8
"""Seconds by estimate that a scene says at least: voices differ by a fifth, and the promise is 3 s."""
LONGEST_SPEECH = 12.5
"""Seconds by estimate that a scene says at most: voices differ by a fifth, and the promise is 15 s."""
STRETCHED_SPEECH = 14.2
"""Seconds by estimate that a scene may say where a sentence of a second or two has no other place."""
SCENE_PAUSE = 0.5
"""Seconds of rest and transition after each scene's speech, as the film's length is estimated."""
CARD_SECONDS = 20.0
"""A chapter that lasts less than this gets no card of its own."""
CHAPTER_SECONDS = 10.0
"""A chapter that lasts less than this is a part of the one before it: YouTube's own limit."""
