"""The pictures that a page shows -> their bytes in the store, by the one door, within limits; what does not come says why."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin, urlsplit

from adapters.documents.pictures import FILE_LIMIT
from adapters.network import Answer, Door, Request, ask
from adapters.store import Store
from adapters.web_address import is_web_address
from model.errors import NetworkError, ValidationError
from model.inputs import FetchedFile

MOST = 60
"""Pictures of a page."""
TOTAL = 100_000_000
"""Bytes of all of them."""
SECONDS = 45.0
"""For all of them."""
_AT_ONCE = 6
_LEAST = 0.5


def fetch_pictures(door: Door, base: str, references: Sequence[str], store: Store) -> tuple[FetchedFile, ...]:
    """Fetch the pictures that a page shows, in its order; `base` is the page's own address."""
    end = time.monotonic() + SECONDS

    def fetch(reference: str) -> FetchedFile | tuple[str, Answer]:
        return _fetch(door, base, reference, end)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        came = list(pool.map(fetch, references[:MOST]))
    found, room = list[FetchedFile](), TOTAL
    for one in came:
        if isinstance(one, FetchedFile):
            found.append(one)
            continue
        reference, answer = one
        room -= len(answer.body)
        if room < 0:
            found.append(FetchedFile(url=reference, missing=f"the page's pictures have more than {TOTAL / 1e6:.0f} MB"))
        else:
            kept = store.put(answer.body, ".bin")
            found.append(FetchedFile(url=reference, final_url=answer.url, file=kept))
    late = (
        FetchedFile(url=reference, missing=f"the page has more than {MOST} pictures") for reference in references[MOST:]
    )
    return (*found, *late)


def _fetch(door: Door, base: str, reference: str, end: float) -> FetchedFile | tuple[str, Answer]:
    if reason := _refuse(reference):
        return FetchedFile(url=reference, missing=reason)
    left = end - time.monotonic()
    if left < _LEAST:
        return FetchedFile(url=reference, missing=f"the page's pictures took more than {SECONDS:.0f} s")
    try:
        address = urljoin(base, reference.strip())
        answer = ask(door._replace(seconds=min(door.seconds, left)), Request(address, FILE_LIMIT, "picture"))
    except ValidationError as error:
        return FetchedFile(url=reference, missing=_lower(error.problems[0].message))
    except NetworkError as error:
        return FetchedFile(url=reference, missing=_lower(error.message))
    except ValueError:
        return FetchedFile(url=reference, missing="its address is malformed")
    if answer.status != 200:
        return FetchedFile(url=reference, missing=f"the server answered {answer.status}")
    return reference, answer


def _refuse(reference: str) -> str:
    """Return why a picture is not asked for; empty when it is."""
    try:
        parts = urlsplit(reference.strip())
    except ValueError:
        return "its address is malformed"
    if parts.scheme == "data":
        return "it is written into the document as data"
    if parts.scheme and not is_web_address(reference):
        return f"{parts.scheme[:20]} is not fetched"
    if parts.path.lower().endswith((".svg", ".svgz")):
        return "SVG is not drawn"
    return ""


def _lower(message: str) -> str:
    return f"{message[:1].lower()}{message[1:]}".rstrip(".")
