"""Logs as programs read them: one JSON object a line, requests included, without contents, names or tokens.

What others log may hold anything in its values: of that only the sentence as it stands in their code is told, and of an error
its kind and where it happened.
"""

import json
import linecache
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from streamlit import logger as streamlit_logger

from kpi.errors import NotStarted
from kpi.settings import setting

TEXT, JSON = "text", "json"
_OURS = "kpi"
_MOST_FRAMES = 12
_LINES_OF_A_CALL = 6
_requests = logging.getLogger(f"{_OURS}.requests")
_requests.propagate = False
_requests.setLevel(logging.CRITICAL + 1)


class JsonLines(logging.Formatter):
    """A record as a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _sentence(record),
        }
        if isinstance(said := getattr(record, "told", None), dict):
            told |= said
        if record.exc_info and record.exc_info[0]:
            told |= {"error": record.exc_info[0].__name__, "at": _frames(record.exc_info[2])}
        return json.dumps(told, ensure_ascii=False)


def begin_logging() -> str:
    """Logs as the settings say it, and which way that is. NotStarted where they say neither way."""
    way = setting("KPI_LOG_FORMAT")
    if way not in (TEXT, JSON):
        raise NotStarted("log_format_unknown", value=way)
    if way == JSON:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())

        def handled(logger: logging.Logger) -> None:
            logger.handlers = [handler]
            logger.propagate = False

        setattr(streamlit_logger, "setup_formatter", handled)  # noqa: B010 - Streamlit sets each of its loggers up by this name
        streamlit_logger.update_formatter()
        handled(logging.getLogger())
        handled(_requests)
        _requests.setLevel(logging.INFO)
        logging.captureWarnings(True)
    return way


def told_request(method: str, route: str, status: int, seconds: float) -> None:
    """A line about a request."""
    said = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    _requests.info("request", extra={"told": said})


def _sentence(record: logging.LogRecord) -> str:
    """What was logged, as far as it stands in the code: values put into it are left out."""
    said = str(record.msg)
    if record.name.startswith(_OURS) or record.args:
        return said
    lines = (linecache.getline(record.pathname, record.lineno + offset) for offset in range(_LINES_OF_A_CALL))
    first = said.splitlines()[0] if said else ""
    return said if first and any(first in line for line in lines) else f"{record.module}:{record.lineno}"


def _frames(tail: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(tail)[-_MOST_FRAMES:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
