"""How a database would go about a statement that the product sends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy

from eventapp.extensions import db


@contextmanager
def executed() -> Iterator[list[tuple[str, Any]]]:
    """The statements that the block sends to the database, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, text: str, parameters: object, *_rest: object) -> None:
        statements.append((text, parameters))

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)


def plan_of(statement: str, parameters: Any) -> str:
    """How the database would go about it if the tables were large."""
    connection, explain = db.session.connection(), "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":
        explain = "EXPLAIN"
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
    rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows)
