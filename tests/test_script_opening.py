"""The first sentence: a name joined to what it is only where what follows is a noun, never a sentence."""

import pytest

from model.content import Run
from writing.wording import starts_with_article


@pytest.mark.parametrize(
    "tagline",
    [
        "A small tool that watches a folder",
        "A line-oriented search tool that recursively searches the current directory.",
        "The fast, modern HTTP client",
        "A process manager for Node",
        "A modern, fast (high-performance) web framework for building APIs",
    ],
)
def test_a_noun_is_joined_to_the_name(tagline: str) -> None:
    assert starts_with_article((Run(text=tagline),))


@pytest.mark.parametrize(
    "tagline",
    [
        "The team builds bridges between ports.",
        "A customer pays once a month.",
        "The server answers with code",
        "The errors were many",
        "An hour of silence is what we all need when a long day has ended",
    ],
)
def test_a_sentence_is_not(tagline: str) -> None:
    assert not starts_with_article((Run(text=tagline),))
