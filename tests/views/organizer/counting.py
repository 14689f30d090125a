"""Counting what a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy

from eventapp.extensions import db


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement that the block sends to the database, but for BEGIN and the site's.

    The site is looked up once a second in each process: a slow machine would count one more.
    """
    sent: list[str] = []

    def note(_c: object, _cursor: object, text: str, *_rest: object) -> None:
        if not text.startswith("BEGIN") and "FROM site_settings" not in text:
            sent.append(text)

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)
