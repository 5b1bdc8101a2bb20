"""What a line of the log looks like: one event, one line, nobody's data.

Words that come from outside can neither begin a line of their own nor colour the terminal, and a failure is told by its
kind and its place in our source: messages of databases quote the values of rows, and those are people's. For the same
reason libraries are told by name and place, not in their words: those quote addresses, statements and senders.
"""

import json
import logging
import logging.config
import sys
import threading
import traceback
import warnings
from types import TracebackType
from typing import Any

from django.conf import settings

_LONGEST = 2000
_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
REQUEST_FIELDS = ("request", "method", "view", "status", "milliseconds", "actor")
"""What a line on a request holds: numbers and names of ours."""


_OURS = frozenset({"kuangan", "_granian"})
"""Loggers whose words are told: our own, and the web server's on its processes."""


def configure(config: dict[str, Any]) -> None:
    """Set logging up, and let nothing that Python itself would print pass it by: see LOGGING_CONFIG in the settings."""
    logging.config.dictConfig(config)
    root = logging.getLogger()
    logging.lastResort = root.handlers[0]  # for loggers that a library left without any
    if not isinstance(root.handlers[0].formatter, LineFormatter):
        logging.raiseExceptions = False  # a record that cannot be worded would be printed with its values
        sys.excepthook = _ended_by
        threading.excepthook = lambda told: _ended_by(told.exc_type, told.exc_value, told.exc_traceback)  # type: ignore[arg-type]
        sys.unraisablehook = lambda told: _ended_by(told.exc_type, told.exc_value, told.exc_traceback)  # type: ignore[arg-type]
        warnings.showwarning = _warned  # type: ignore[assignment]


def _ended_by(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("kuangan.failures").critical("a thread has ended", exc_info=(kind, error, trace))


def _warned(message: object, category: type[Warning], filename: str, lineno: int, *rest: object) -> None:
    logging.getLogger("kuangan.warnings").warning("%s at %s:%s", category.__name__, _short(filename), lineno)


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What our own records say of a request; under the same names libraries attach the request itself."""
    if not _is_ours(record):
        return {}
    told = {name: getattr(record, name, None) for name in REQUEST_FIELDS}
    return {name: value for name, value in told.items() if value not in (None, "")}


def words_of(record: logging.LogRecord) -> str:
    """What may be told of a record: our own words, and of libraries the place in their source."""
    if _is_ours(record):
        try:
            return record.getMessage()
        except (TypeError, ValueError, KeyError):  # words and values do not fit together
            return str(record.msg)
    return f"{_short(record.pathname)}:{record.lineno} {record.funcName}"


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.split(".")[0] in _OURS


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
        said = record.getMessage() if settings.DEBUG else words_of(record)
        words = f"{self.formatTime(record)} {record.levelname} {record.name} {said}"
        line = clean(" ".join([words, *(f"{name}={value}" for name, value in fields_of(record).items())]))
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

        def format(self, record: logging.LogRecord) -> str:
            """The record in words that may be told; what another handler has written into it is left alone."""
            plain = {name: value for name, value in record.__dict__.items() if name not in REQUEST_FIELDS}
            told = {**plain, **fields_of(record), "msg": words_of(record), "args": None, "exc_text": None}
            return super().format(logging.makeLogRecord(told))

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
