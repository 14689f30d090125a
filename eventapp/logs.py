"""Structured logs to stderr, one JSON object a line, without names, addresses or tokens."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast


@contextmanager
def _without(library: str) -> Iterator[None]:
    loaded = sys.modules.get(library)
    sys.modules[library] = None  # type: ignore[assignment]  # an import of it fails
    yield
    del sys.modules[library]
    if loaded:
        sys.modules[library] = loaded


# Where structlog finds rich it loads it, to colour what our logs never hold: 8 MB a process.
with _without("rich"):
    import structlog


class Unfailing:
    """A stream that drops what it cannot write: a log on a full disk must not stop a page."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write, or let it be."""
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        """Flush, or let it be."""
        with suppress(OSError):
            self._stream.flush()


def configure(level: int = logging.INFO) -> None:
    """Send every log of this process to stderr as JSON; stdout carries results only."""
    stream = Unfailing(sys.stderr)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(cast("TextIO", stream)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(), foreign_pre_chain=shared
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def get_logger(room: str) -> structlog.typing.FilteringBoundLogger:
    """A logger that says which room speaks."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(room=room)
    return logger
