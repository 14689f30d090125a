"""What names a database has: tables, columns, indexes, constraints, and the words in columns."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

Names = dict[str, dict[str, list[str]]]


def names_in(engine: sa.Engine) -> Names:
    """By table: the names of its columns, and of its indexes and constraints."""
    inspector = sa.inspect(engine)
    return {
        table: {
            "columns": sorted(column["name"] for column in inspector.get_columns(table)),
            "rules": sorted(_rules(inspector, table)),
        }
        for table in sorted(inspector.get_table_names())
        if table != "alembic_version" and not table.startswith("experience_index")
    }


def words_in(metadata: sa.MetaData) -> dict[str, list[str]]:
    """The words that columns may hold, by `table.column`."""
    return {
        f"{table.name}.{column.name}": sorted(column.type.enums)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.Enum)
    }


def lacking(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What stood in `before` and is gone; what was added does not matter."""
    return [
        f"{name}: {word}"
        for name, words in before.items()
        for word in (_flat(words) - _flat(now.get(name, [])))
    ]


def _flat(words: Any) -> set[str]:
    if isinstance(words, Mapping):
        return {f"{kind} {word}" for kind, several in words.items() for word in several}
    return set(words)


def _rules(inspector: sa.Inspector, table: str) -> list[str]:
    rules: list[Mapping[str, Any]] = [
        *inspector.get_indexes(table),
        *inspector.get_unique_constraints(table),
        *inspector.get_foreign_keys(table),
        *inspector.get_check_constraints(table),
        inspector.get_pk_constraint(table),
    ]
    return [str(rule["name"]) for rule in rules if rule.get("name")]
