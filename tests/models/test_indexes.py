"""Indexes: none that another begins with, since every row is written into each."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint

from eventapp.extensions import metadata


@pytest.mark.on_sqlite_alone
def test_no_index_is_the_beginning_of_another() -> None:
    twice = [
        (short, long)
        for table in metadata.sorted_tables
        for short, columns in _plain(table)
        for long, others in [*_plain(table), *_unique(table)]
        if short != long and columns == others[: len(columns)]
    ]
    assert twice == []


def _plain(table: Table) -> Iterator[tuple[str, Sequence[str]]]:
    """The names and columns of indexes that only find rows."""
    return _whole(table, unique=False)


def _unique(table: Table) -> Iterator[tuple[str, Sequence[str]]]:
    """The names and columns of what also keeps rows apart."""
    for constraint in table.constraints:
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
            yield str(constraint.name), [column.name for column in constraint.columns]
    yield from _whole(table, unique=True)


def _whole(table: Table, *, unique: bool) -> Iterator[tuple[str, Sequence[str]]]:
    """Those that have every row; what is computed from columns is like nothing else."""
    for index in table.indexes:
        if index.unique == unique and index.dialect_options["sqlite"]["where"] is None:
            yield (
                str(index.name),
                [c.name if isinstance(c, Column) else f"{index.name} {n}"
                 for n, c in enumerate(index.expressions)],
            )  # fmt: skip
