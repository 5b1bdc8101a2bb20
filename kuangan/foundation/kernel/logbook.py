"""What a line of the log looks like: one event, one line, nobody's data.

Words that come from outside can neither begin a line of their own nor colour the terminal, and a failure is told by its
kind and its place in our source: messages of databases quote the values of rows, and those are people's.
"""

import json
import logging
import traceback
from types import TracebackType
from typing import Any

from django.conf import settings

_LONGEST = 2000
_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
REQUEST_FIELDS = ("request", "method", "view", "status", "milliseconds", "actor")
"""What a line on a request holds: numbers and names of ours."""


def clean(text: str) -> str:
    """The text on one line: what would break it or steer a terminal becomes an escape, and it is cut at length."""
    kept = text if text.isprintable() else "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)
    return kept if len(kept) <= _LONGEST else f"{kept[:_LONGEST]}…"


def place_of(failure: _Failure) -> str:
    """Kind and place of a failure and of what caused it, without messages and values."""
    parts: list[str] = []
    error: BaseException | None = failure[1]
    while error is not None and len(parts) < 4:
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        steps = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        parts.append(f"{type(error).__module__}.{type(error).__qualname__} at {steps or 'an unknown place'}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " ← ".join(parts)


class LineFormatter(logging.Formatter):
    """For a person: moment, level, where from, what. In development failures keep their message and whole trace."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line."""
        words = f"{self.formatTime(record)} {record.levelname} {record.name} {record.getMessage()}"
        told = {name: value for name in REQUEST_FIELDS if (value := getattr(record, name, None)) not in (None, "")}
        line = clean(" ".join([words, *(f"{name}={value}" for name, value in told.items() if name != "message")]))
        if not record.exc_info or record.exc_info[0] is None:
            return line
        if settings.DEBUG:
            return f"{line}\n{self.formatException(record.exc_info)}"
        return f"{line} failure={clean(place_of(record.exc_info))}"


def json_formatter() -> logging.Formatter:
    """One JSON object a line, for a log collector."""
    from pythonjsonlogger.json import JsonFormatter

    class Formatter(JsonFormatter):
        """Keeps to the fields that we know; everything else a library may have attached stays out."""

        def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
            """Only our own names, each text on one line."""
            told = {name: value for name, value in log_data.items() if name in _ALLOWED and value not in (None, "")}
            return {name: clean(value) if isinstance(value, str) else value for name, value in told.items()}

        def formatException(self, ei: Any) -> str:  # noqa: N802 -- the library's name
            """Kind and place."""
            return place_of(ei)

    return Formatter(
        "{asctime}{levelname}{name}{message}",
        style="{",
        datefmt="%Y-%m-%dT%H:%M:%S%z",
        rename_fields={"asctime": "time", "levelname": "level", "name": "from", "exc_info": "failure"},
        json_ensure_ascii=False,
    )


_ALLOWED = frozenset({"time", "level", "from", "message", "failure", *REQUEST_FIELDS})


def _short(path: str) -> str:
    """From the package on: the installation's own folders say nothing."""
    for start in ("/kuangan/", "/config/", "/site-packages/"):
        if start in path:
            return path.rpartition(start)[2] if start == "/site-packages/" else start[1:] + path.rpartition(start)[2]
    return path.rpartition("/")[2]
