"""The end of the server: what is being written is finished, then the databases are let go of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.concurrency import run_in_threadpool

from kpi import services


@asynccontextmanager
async def letting_go_at_the_end(_app: object) -> AsyncIterator[None]:
    """While it lasts the server runs. A signal ends the process as soon as this is over, in whatever its threads are."""
    yield
    await run_in_threadpool(services.let_go)
