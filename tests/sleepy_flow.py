"""A flow that does nothing for long: for tests that end its worker."""

import asyncio

from prefect import flow


@flow(name="make-video")
async def sleep_long(seconds: int = 600) -> None:
    await asyncio.sleep(seconds)
