"""Texts that a statement takes as one value, so that it reads the same however many they are.

An `IN` with a place for each would be another statement for each number of them: written,
compiled and planned anew, which takes longer than looking up what they are.
"""

import json
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Text, TypeDecorator, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class TextList(TypeDecorator[list[str]]):
    """Texts as one value: an array, where the database has those, else JSON."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array on PostgreSQL."""
        kind = ARRAY(Text) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> Any:
        """Write the texts as JSON for SQLite."""
        return value if dialect.name == "postgresql" else json.dumps(value)


class IsAmong(FunctionElement[Any]):
    """The condition that a column has one of the texts; made by is_among().

    It has no type: of a truth value SQLAlchemy asks on SQLite whether it equals 1, and that no
    index answers.
    """

    inherit_cache = True


def is_among(column: ColumnElement[str], name: str) -> IsAmong:
    """The condition that a column has one of the texts handed over as `name`, a list."""
    return IsAmong(column, bindparam(name, type_=TextList))


@compiles(IsAmong, "sqlite")
def _of_sqlite(element: IsAmong, compiler: Any, **options: Any) -> str:
    column, texts = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608  # what the compiler wrote


@compiles(IsAmong, "postgresql")
def _of_postgresql(element: IsAmong, compiler: Any, **options: Any) -> str:
    column, texts = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY ({texts})"
