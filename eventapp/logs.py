"""Structured logs to stderr, one JSON object a line, without names, addresses or tokens.

Of an exception only its class, its code and the lines of code it passed are written: its text may
contain what somebody typed, or the address that was asked for. Of what libraries log, only where.
"""

import errno
import logging
import sys
import threading
import traceback
from contextlib import suppress
from types import TracebackType
from typing import TextIO, cast

from eventapp.optional_import import without

# Where structlog finds rich it loads it, to colour what our logs never contain: 8 MB a process.
with without("rich"):
    import structlog


# The web server's own messages are about processes and files, never of requests.
OUTSPOKEN = {"_granian"}
MOST_FRAMES = 40


class TolerantStderr:
    """Standard error, dropping what cannot be written: a full disk must not stop a page."""

    def write(self, text: str) -> None:
        """Write, or let it be."""
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        """Flush, or let it be."""
        with suppress(OSError):
            sys.stderr.flush()


def configure(level: int = logging.INFO) -> None:
    """Send every log of this process to stderr as JSON; stdout carries results only."""
    stream = TolerantStderr()
    logging.raiseExceptions = False  # it would print the message that could not be formatted
    shared: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            _describe_exception,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", stream)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                _describe_exception,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=[*shared, _say_only_where],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def log_crashes() -> None:
    """Write what ends a process or a thread, and Python's warnings, in the same way."""
    sys.excepthook = lambda _kind, error, _trace: _crashed(error)
    threading.excepthook = lambda crash: _crashed(crash.exc_value)
    logging.captureWarnings(capture=True)


def _crashed(error: BaseException | None) -> None:
    if not isinstance(error, KeyboardInterrupt | None):
        get_logger("process").critical("crashed", exc_info=error)


def describe(error: BaseException) -> list[dict[str, object]]:
    """The classes and frames of an exception and of what led to it, the first cause last."""
    described: list[dict[str, object]] = []
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        step: dict[str, object] = {
            "class": f"{kind.__module__}.{kind.__qualname__}",
            "frames": _frames(current.__traceback__),
        }
        if code := _code_of(current):
            step["code"] = code
        described.append(step)
        current = current.__cause__ or current.__context__
    return described


def _frames(trace: TracebackType | None) -> list[str]:
    """Module, line and function of each frame, the innermost last."""
    passed = [
        f"{frame.f_globals.get('__name__', '?')}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]
    return passed[-MOST_FRAMES:]


def _code_of(error: BaseException) -> str:
    """The name that system or database has for what happened, if it has one."""
    for source in (error, getattr(error, "orig", None)):
        for name in ("sqlite_errorname", "sqlstate"):
            if code := getattr(source, name, None):
                return str(code)
    if isinstance(error, OSError) and error.errno:
        return errno.errorcode.get(error.errno, str(error.errno))
    return ""


def _describe_exception(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["failure"] = describe(error)
    return event


def _say_only_where(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Put the place in the code for the text that a library logs."""
    record: logging.LogRecord = event["_record"]
    if record.name not in OUTSPOKEN:
        event["event"] = "library"
        event["at"] = f"{record.name} {record.module}:{record.lineno}"
    event.pop("stack_info", None)
    event.pop("stack", None)
    return event


def get_logger(area: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose lines name the area of the code (the field is `room`)."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(room=area)
    return logger
