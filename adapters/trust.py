"""Whose certificates are believed: the system's authorities and Mozilla's."""

from __future__ import annotations

import ssl
from functools import cache

import certifi


@cache
def trusted_authorities() -> ssl.SSLContext:
    """Return the context of every connection that we open; read once, for it takes 35 ms.

    A slim container has no authorities of its own; a company's proxy is known to the system alone.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
