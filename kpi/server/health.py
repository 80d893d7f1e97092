"""`/healthz`: whether the server is alive and its database answers. It tells nobody anything else."""

import time
from collections.abc import Callable
from http import HTTPStatus

from anyio import to_thread
from starlette.responses import PlainTextResponse, Response

from kpi import services
from kpi.errors import KpiError
from kpi.settings import setting

_FRESH_SECONDS = 1.0
"""How long an answer of the database counts: however many ask, it is asked once."""
_KEPT_NOWHERE = {"Cache-Control": "no-store"}


def held_answers() -> bool:
    """Whether the database of the settings can be opened, if it is not yet, and answers."""
    try:
        return services.hold(setting("KPI_DATABASE"), setting("KPI_CATALOG")).answers()
    except KpiError:
        return False


class Health:
    """What is known of it."""

    def __init__(self, answers: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._answers, self._clock = answers, clock
        self._asked, self._well = float("-inf"), False

    async def answer(self) -> Response:
        """200, or 503 where the database does not answer."""
        if self._clock() - self._asked >= _FRESH_SECONDS:
            self._well = await to_thread.run_sync(self._answers)
            self._asked = self._clock()
        status = HTTPStatus.OK if self._well else HTTPStatus.SERVICE_UNAVAILABLE
        return PlainTextResponse("ok" if self._well else "database", status, _KEPT_NOWHERE)
