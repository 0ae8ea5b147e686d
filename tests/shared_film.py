"""A short document with every scene type but the chapter card -> one film for the whole test session, made by the command."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from model.result import PipelineResult
from tests.film_maker import FilmMaker

DOCUMENT = """\
# Lighthouse

Lighthouse watches a folder and tells you when something in it changes.

![A tower by the sea](tower.png)

## Install

One command is enough.

```sh
pip install lighthouse
```

## Use

- It follows every folder below the one that you name.
- It writes one line for each file that changed.
- It stops when you press a key.

> A light that nobody sees is only a lamp.

## From Python

```python
from lighthouse import watch

watch("notes")
```

| Folder | What is in it |
| --- | --- |
| notes | what was thought |
| drafts | what was written |
"""
SCENE_TYPES = {"title", "list", "command", "code", "table", "image", "quote", "outro"}


class SharedFilm(NamedTuple):
    """A film that no test may touch."""

    maker: FilmMaker
    source: Path
    done: subprocess.CompletedProcess[str]
    """The command that made it, with `--json`."""

    @property
    def result(self) -> PipelineResult:
        """Return the result that the command printed."""
        return PipelineResult.model_validate_json(self.done.stdout)

    @property
    def folder(self) -> Path:
        """Return the delivered folder."""
        return self.maker.folder(self.result)


def write_document(folder: Path) -> Path:
    """Write the document and its picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (320, 200), (40, 90, 160)).save(folder / "tower.png")
    source = folder / "lighthouse.md"
    source.write_text(DOCUMENT)
    return source


@pytest.fixture(scope="session")
def shared_film(tmp_path_factory: pytest.TempPathFactory, command_state: Path) -> SharedFilm:
    """Make the film, in a home of its own."""
    maker = FilmMaker(tmp_path_factory.mktemp("shared"), command_state)
    source = write_document(maker.home / "documents")
    return SharedFilm(maker, source, maker.run("--source", str(source), "--json"))
