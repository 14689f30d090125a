"""New rows of several tables that belong together, written in as few round trips as may be.

The unit of work would find out by itself what these rows need of each other: at three times the
cost, while everybody else waits for the lock. Here the caller draws the numbers beforehand. On
PostgreSQL a few rows go in one statement; SQLite knows no such statement, and no round trips.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Dialect, Insert, Integer, Select, Table, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, make_transient_to_detached, object_mapper
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from eventapp.extensions import db

Known = TypeVar("Known", bound=DeclarativeBase)

# Rows of more registrations than a car holds go table by table.
ONE_STATEMENT_ROWS_MAX = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a value for each column; `once` is a unique one, of which the first row counts."""

    table: Table
    values: Mapping[str, Any]
    once: str = ""

    @property
    def shape(self) -> "Shape":
        """What a statement that writes it depends on."""
        return self.table, tuple(self.values), self.once


Shape = tuple[Table, tuple[str, ...], str]


def draw_ids(model: type[DeclarativeBase], count: int) -> Sequence[int]:
    """Numbers for new rows. On PostgreSQL a sequence gives them, so that no lock is needed yet."""
    table, connection = _table_of(model), db.session.connection()
    if connection.dialect.name == "postgresql":
        return connection.scalars(_draw(table.name), {"count": count}).all()
    last = connection.exec_driver_sql(f"SELECT max(id) FROM {table.name}").scalar() or 0  # noqa: S608
    return range(last + 1, last + 1 + count)


def row_of(instance: DeclarativeBase) -> Row:
    """The row of an object that no session knows."""
    table, known = _table_of(type(instance)), instance.__dict__
    return new_row(table, {name: known[name] for name in _names(table) if name in known})


def new_row(table: Table, values: Mapping[str, Any], once: str = "") -> Row:
    """A row with these values; other columns have their defaults, or nothing."""
    row = {}  # in the order of the columns, so that all rows of a table are written alike
    for name, default, is_callable, drawn in _defaults(table):
        if name in values:
            row[name] = values[name]
        elif not drawn:
            row[name] = default(None) if is_callable else default
    return Row(table, row, once)


def insert_rows(rows: Sequence[Row]) -> None:
    """Write the rows, in this order; what has changed before is written first."""
    db.session.flush()
    if not rows:
        return
    connection = db.session.connection()
    if connection.dialect.name == "postgresql" and len(rows) <= ONE_STATEMENT_ROWS_MAX:
        connection.execute(_together(tuple(row.shape for row in rows)), _numbered(rows))
        return
    alike: dict[Shape, list[Mapping[str, Any]]] = {}
    for row in rows:
        alike.setdefault(row.shape, []).append(row.values)
    for shape, values in alike.items():
        writing = _writing(shape, connection.dialect)
        connection.exec_driver_sql(writing.text, [writing.sent(row) for row in values])


def insert_alike(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that have the same columns; what has a default is among them.

    The driver is handed the values as it stores them: SQLAlchemy would take each by its name
    first, which costs half as much again as storing it.
    """
    db.session.flush()
    if not rows:
        return
    connection = db.session.connection()
    statement, columns = _driver_insert(table, tuple(rows[0]), connection.dialect)
    stored: list[Any] = [
        tuple(write(row[name]) if write else row[name] for name, write in columns) for row in rows
    ]
    if not connection.dialect.positional:
        names = [name for name, _write in columns]
        stored = [dict(zip(names, values, strict=True)) for values in stored]
    connection.exec_driver_sql(statement, stored)


def attach(instance: DeclarativeBase, row: Row) -> None:
    """Let the session know an object whose row has been written: nothing of it is read again."""
    known = instance.__dict__
    known.update({name: value for name, value in row.values.items() if name not in known})
    make_transient_to_detached(instance)  # which takes all that it has for what is stored
    key = object_mapper(instance).identity_key_from_instance(instance)
    deleted = db.session.identity_map.get(key)
    if deleted is not None:  # SQLite gives the number of the last row again, once that is gone
        db.session.expunge(deleted)
    db.session.add(instance)


def attach_read(model: type[Known], id_: int, values: Mapping[str, Any]) -> Known:
    """The object of a row of which these values have just been read; the rest is when asked for."""
    known: Known | None = db.session.identity_map.get(identity_key(model, id_))
    if known is None:
        known = model(id=id_)
        make_transient_to_detached(known)
        db.session.add(known)
    for name, value in values.items():
        set_committed_value(known, name, value)
    return known


def _table_of(model: type[DeclarativeBase]) -> Table:
    return cast("Table", model.__table__)


@lru_cache
def _draw(name: str) -> Select[int]:
    drawn = func.nextval(f"{name}_id_seq")
    return select(drawn).select_from(func.generate_series(1, bindparam("count", type_=Integer)))


@lru_cache
def _names(table: Table) -> list[str]:
    return list(table.c.keys())


@lru_cache
def _insert_into(table: Table, once: str, dialect: str) -> Insert:
    insert_into = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert_into(table)
    return statement.on_conflict_do_nothing(index_elements=[once]) if once else statement


@dataclass(frozen=True, slots=True)
class Writing:
    """A statement that adds a row, in words, and how the driver is sent the values of one.

    SQLAlchemy would find that out for each row anew, which costs as much as adding it.
    """

    text: str
    columns: Sequence[tuple[str, Callable[[Any], Any] | None]]
    positional: bool

    def sent(self, row: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        values = {name: send(row[name]) if send else row[name] for name, send in self.columns}
        return tuple(values.values()) if self.positional else values


@lru_cache
def _writing(shape: Shape, dialect: Dialect) -> Writing:
    table, names, once = shape
    statement = _insert_into(table, once, dialect.name)
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    columns = [
        (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names
    ]
    return Writing(str(compiled), columns, compiled.positional)


@lru_cache
def _together(shapes: tuple[Shape, ...]) -> Insert:
    """One statement that adds a row with these columns to each of these tables."""
    *others, last = (
        _insert_into(table, once, "postgresql").values(
            {name: bindparam(f"{number}_{name}", type_=table.c[name].type) for name in names}
        )
        for number, (table, names, once) in enumerate(shapes)
    )
    return last.add_cte(*(row.cte(f"row_{number}") for number, row in enumerate(others)))


@lru_cache
def _driver_insert(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, list[tuple[str, Any]]]:
    """The statement in the driver's words; the columns in its order, and what writes a value."""
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    columns = [
        (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in compiled.positiontup or names
    ]
    return str(compiled), columns


def _numbered(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        f"{number}_{name}": value
        for number, row in enumerate(rows)
        for name, value in row.values.items()
    }


@lru_cache
def _defaults(table: Table) -> list[tuple[str, Any, bool, bool]]:
    """Each column, its default, whether to call that, and whether the database draws a number."""
    columns = list(table.columns)
    defaults: list[Any] = [column.default for column in columns]
    return [
        (
            column.name,
            default and default.arg,
            bool(default and default.is_callable),
            column is table.autoincrement_column,
        )
        for column, default in zip(columns, defaults, strict=True)
    ]
