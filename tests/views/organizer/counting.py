"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy

from eventapp.extensions import db


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement that the block sends to the database, BEGIN aside."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, text: str, *_rest: object) -> None:
        if not text.startswith("BEGIN"):
            sent.append(text)

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
