"""Fixtures that several test modules share."""

from tests.server_fixture import embedded_server

__all__ = ["embedded_server"]
