"""From a picture's address to whether it is a badge, and from a paragraph to whether it only leads elsewhere."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from adapters.documents.inline_text import LINK
from adapters.documents.tree import Node
from model.content import Text
from model.inputs import SourceImage

_HOSTS = (
    "shields.io", "badge.fury.io", "badgen.net", "travis-ci.org", "travis-ci.com", "circleci.com", "codecov.io",
    "coveralls.io", "readthedocs.org", "readthedocs.com", "pepy.tech", "snyk.io", "sonarcloud.io", "sonarqube.com",
    "deepsource.io", "deepsource.com", "codacy.com", "codeclimate.com", "api.netlify.com", "appveyor.com",
    "cirrus-ci.com", "bestpractices.dev", "coreinfrastructure.org", "scrutinizer-ci.com", "nodei.co",
    "packagephobia.com", "bundlephobia.com", "gitter.im", "zenodo.org", "mybinder.org", "colab.research.google.com",
    "hits.dwyl.com", "komarev.com", "isitmaintained.com", "libraries.io", "requires.io", "pyup.io", "david-dm.org",
    "deps.rs", "docs.rs", "godoc.org", "pkg.go.dev", "goreportcard.com", "opencollective.com", "liberapay.com",
    "buymeacoffee.com", "ko-fi.com", "img.badgesize.io", "forthebadge.com", "jitpack.io", "api.star-history.com",
    "contrib.rocks", "discord.com", "discordapp.com", "weblate.org", "crowdin.net", "runkit.com", "repology.org",
    "securityscorecards.dev", "scorecard.dev", "dev.azure.com", "semaphoreci.com", "drone.io", "app.fossa.com",
    "app.fossa.io", "inspector.pypi.io", "results.pre-commit.ci", "ossrank.com", "awesome.re", "vercel.com",
    "gitpod.io", "herokucdn.com", "deploy.cloud.run", "railway.app", "trendshift.io", "producthunt.com",
)  # fmt: skip
_BADGE_PATH = re.compile(
    r"(?:^|[/_.-])(?:badges?|shields?|open-in-\w{1,30}|deploy-?button)(?:[/_.?-]|$)", re.IGNORECASE
)
_LABELLED = re.compile(r"\s{0,9}(?:[\w-]{1,30}\s){0,2}[\w-]{1,30}\s?[:：]\s{0,9}(?:https?://|www\.)\S{1,2000}\s{0,9}")
"""`Documentation: https://…`"""
_SMALL = 40
_PARTING = re.compile(r"[|•·∙◦●⋅‧]")
_SEPARATORS = re.compile(r"[\s|•·∙◦●⋅‧/\\,;:–—-]{0,10000}")


def is_badge(picture: Node, image: SourceImage | None, *, at_top: bool) -> bool:
    """Tell whether a picture says something about the project's page rather than about the project."""
    source = picture.attributes.get("src", "")
    linked = bool(picture.attributes.get(LINK))
    if image is not None:
        return linked and image.height <= _SMALL
    try:
        parts = urlsplit(source)
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    if not host:
        return False
    if any(host == known or host.endswith(f".{known}") for known in _HOSTS):
        return True
    if _BADGE_PATH.search(parts.path[:2000]) or parts.path.endswith("/badge.svg") or "/workflows/" in parts.path:
        return True
    drawn = parts.path.lower().endswith(".svg") and "logo" not in parts.path.lower()
    return linked and at_top and (drawn or _is_small(picture))


def _is_small(picture: Node) -> bool:
    height = picture.attributes.get("height", "").removesuffix("px")
    return height.isdecimal() and len(height) < 6 and int(height) <= _SMALL


def is_navigation(text: Text) -> bool:
    """Tell whether a paragraph is a row of links: all of them in the page, several with marks between
    them, or an address and what it is called.
    """
    links = [run.href for run in text if run.href and run.text.strip()]
    if len(links) == 1 and _LABELLED.fullmatch("".join(run.text for run in text)):
        return True
    rest = "".join(run.text for run in text if not run.href)
    if not links or not _SEPARATORS.fullmatch(rest[:10000]):
        return False
    if len(links) < 2:
        return False
    inside = all(href.startswith("#") for href in links)
    return inside or bool(_PARTING.search(rest)) or (len(links) >= 3 and bool(rest.strip()))
