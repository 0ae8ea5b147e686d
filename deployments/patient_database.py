"""Prefect's way to SQLite -> the same, where whoever may write waits for its turn.

Prefect begins most transactions as readers. One that has read cannot become a writer once another has written: SQLite refuses
it at once, however long it was told to wait, the API answers 503, and clients wait for seconds and give up after minutes. Begun
as a writer it waits, as Prefect itself has it in some places (`prefect.server.models.deployments`).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from prefect.server.database.configurations import AioSqliteConfiguration
from prefect.server.database.dependencies import set_database_config
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction


class PatientSqlite(AioSqliteConfiguration):
    """Begins each transaction as that of a writer; what only reads has none in Prefect, and waits for nobody."""

    @asynccontextmanager
    async def begin_transaction(
        self, session: AsyncSession, with_for_update: bool = False
    ) -> AsyncGenerator[AsyncSessionTransaction, None]:
        """Begin a transaction, when no other one writes."""
        async with super().begin_transaction(session, with_for_update=True) as transaction:
            yield transaction


def be_patient(database: str) -> None:
    """Have the server of this process go to its database so; `database` is the URL that its settings name."""
    set_database_config(PatientSqlite(connection_url=database))
