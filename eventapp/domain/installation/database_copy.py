r"""The database's rows as text, of one moment, and back: the same text on SQLite and PostgreSQL.

The text is what PostgreSQL's COPY writes and reads: a line for each row, tabs between its fields,
`\N` where there is nothing. PostgreSQL does it by itself; SQLite writes it in one expression.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy import Connection

from eventapp import transactions
from eventapp.domain.installation.archive import (
    ArchiveFault,
    ArchiveWriter,
    Manifest,
    TableContent,
)
from eventapp.extensions import db

PART_BYTES = 4 * 1024 * 1024
FOLDER = "tables/"
# A reply shows a whole person until it is mixed with others; how many there were is counted.
LEFT_OUT = frozenset({"survey_responses"})
# What belongs to the running installation, is made by migrations, or is counted from other tables.
OWN = frozenset(
    {
        "alembic_version",
        "count_checks",
        "heartbeats",
        "periodic_turns",
        "try_counts",
        "registration_counts",
    }
)
# What triggers made of rows is copied like these. Only the full-text indexes, which SQLite does not
# count as tables, are filled by their triggers again.
TRIGGERS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
    "AND tbl_name NOT IN ('experience_stems', 'experience_entries')"
)
NOTHING = "\\N"
ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# Numbers of rows that may be gone, in tables that outlive them: no new row may get one of those, or
# the log of a deleted draft would be that of the next event. SQLite asks at each new event.
OUTLIVED = {"events": ("audit_entries", "event_id"), "audit_entries": ("audit_seals", "entry_id")}
MICROSECONDS = 6  # as many digits as SQLAlchemy writes on SQLite, where moments compare as text

Column = tuple[str, Any]  # its name and its type as the database has it


@dataclass(frozen=True, slots=True)
class DatabaseContent:
    """What was copied of the database, at which revision, and how many rows were left out."""

    revision: str
    tables: dict[str, TableContent]
    left_out: dict[str, int]


def copy_out(writer: ArchiveWriter) -> DatabaseContent:
    """Write every table into the archive as it is at one moment; others go on writing."""
    with transactions.reading_beside(), db.engine.connect() as plain:
        connection = plain
        if db.engine.dialect.name == "postgresql":
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
        rows = connection.execute(sa.text("SELECT version_num FROM alembic_version"))
        revision = str(rows.scalar_one())  # the first look: from here on nothing changes
        tables = list_tables(connection)
        return DatabaseContent(
            revision,
            {
                name: _copy_table_out(connection, name, columns, writer)
                for name, columns in tables.items()
                if name not in LEFT_OUT
            },
            {name: _count(connection, name) for name in sorted(LEFT_OUT & tables.keys())},
        )


def list_tables(connection: Connection) -> dict[str, list[Column]]:
    """The tables with rows of their own, and their columns that are not derived from others."""
    inspector = sa.inspect(connection)
    return {
        name: [
            (column["name"], column["type"])
            for column in inspector.get_columns(name)
            if "computed" not in column
        ]
        for name in sorted(_table_names(connection) - OWN)
    }


def copy_in(manifest: Manifest, members: Iterator[tuple[str, IO[bytes]]]) -> None:
    """Fill the tables, which are empty and as old as the archive, in one transaction.

    Takes the members that are parts of tables; the others must have been taken out. Those of OWN
    are passed over: the release before copies them too, since it does not know what they are.
    Raises ArchiveFault when a table or column is not there.
    """
    with db.engine.connect() as connection:
        tables = list_tables(connection)
        connection.rollback()
        for name, content in manifest.tables.items():
            columns = {column for column, _type in tables.get(name, [])}
            if name not in OWN and not set(content.columns) <= columns:
                raise ArchiveFault(f"The backup's table {name} does not fit its release.")
    members = ((name, source) for name, source in members if _table_of(name) not in OWN)
    raw = db.engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        load = _load_postgresql if db.engine.dialect.name == "postgresql" else _load_sqlite
        load(driver, manifest, tables, members)
    finally:
        raw.close()


def _table_names(connection: Connection) -> set[str]:
    if connection.dialect.name == "postgresql":
        return set(sa.inspect(connection).get_table_names())
    # A full-text index is a table to SQLite, and has some beneath; triggers fill it.
    rows = connection.exec_driver_sql("PRAGMA main.table_list").all()
    return {row[1] for row in rows if row[2] == "table" and not row[1].startswith("sqlite_")}


def _count(connection: Connection, table: str) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0


def _copy_table_out(
    connection: Connection, name: str, columns: Sequence[Column], writer: ArchiveWriter
) -> TableContent:
    lines = _postgresql_lines if connection.dialect.name == "postgresql" else _sqlite_lines
    rows, numbers = 0, count(1)
    part = bytearray()
    for line in lines(connection, name, columns):
        rows += line.count(b"\n")
        part += line
        if len(part) >= PART_BYTES:
            writer.add(f"{FOLDER}{name}/{next(numbers):06d}", bytes(part))
            part.clear()
    if part:
        writer.add(f"{FOLDER}{name}/{next(numbers):06d}", bytes(part))
    return TableContent([column for column, _type in columns], rows)


def _postgresql_lines(
    connection: Connection, name: str, columns: Sequence[Column]
) -> Iterator[bytes]:
    connection.exec_driver_sql("SET LOCAL TimeZone TO 'UTC'")
    connection.exec_driver_sql("SET LOCAL DateStyle TO 'ISO'")
    driver: Any = connection.connection.driver_connection
    select = f"SELECT {_names(columns)} FROM {_quoted(name)}"  # noqa: S608  # of the database
    with driver.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT") as copied:
        for block in copied:
            yield bytes(block)


def _sqlite_lines(connection: Connection, name: str, columns: Sequence[Column]) -> Iterator[bytes]:
    driver: Any = connection.connection.driver_connection
    fields = " || char(9) || ".join(
        f"coalesce({_expression(column, type_)}, '{NOTHING}')" for column, type_ in columns
    )
    for (line,) in driver.execute(f"SELECT {fields} FROM {_quoted(name)}"):  # noqa: S608
        yield line.encode() + b"\n"


def _expression(column: str, type_: Any) -> str:
    """How SQLite writes a column as PostgreSQL's COPY does."""
    name = _quoted(column)
    if isinstance(type_, sa.Boolean):
        return f"CASE {name} WHEN 1 THEN 't' WHEN 0 THEN 'f' END"
    if isinstance(type_, sa.DateTime):
        return f"{name} || '+00'"
    if isinstance(type_, sa.LargeBinary):
        return f"CASE WHEN {name} IS NOT NULL THEN '\\\\x' || lower(hex({name})) END"
    if isinstance(type_, sa.Float):
        return f"CASE WHEN {name} IS NOT NULL THEN printf('%!.17g', {name}) END"
    if isinstance(type_, sa.Integer):
        return name
    expression = name
    for plain, escaped in (("'\\'", "\\\\"), ("char(9)", "\\t"), ("char(10)", "\\n")):
        expression = f"replace({expression}, {plain}, '{escaped}')"
    return f"replace({expression}, char(13), '\\r')"


def _load_postgresql(
    driver: Any,
    manifest: Manifest,
    tables: dict[str, list[Column]],
    members: Iterator[tuple[str, IO[bytes]]],
) -> None:
    with driver.transaction(), driver.cursor() as cursor:
        # Checked once at the end: many times faster, and tables may refer to each other.
        keys = cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f'"
            " AND connamespace = current_schema()::regnamespace"
        ).fetchall()
        for table, key, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
        for name in tables:
            cursor.execute(f"ALTER TABLE {_quoted(name)} DISABLE TRIGGER USER")
        for name, source in members:
            table = _table_of(name)
            names = _names([(column, None) for column in manifest.tables[table].columns])
            with cursor.copy(f"COPY {_quoted(table)} ({names}) FROM STDIN") as copied:
                copied.write(source.read())
        for name, columns in tables.items():
            cursor.execute(f"ALTER TABLE {_quoted(name)} ENABLE TRIGGER USER")
            _continue_numbers(cursor, name, columns, tables)
        for table, key, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} {definition}")


def _continue_numbers(
    cursor: Any, table: str, columns: Sequence[Column], tables: dict[str, list[Column]]
) -> None:
    """Number new rows after all that there are or ever were: sequences are no part of a copy."""
    for column, type_ in columns:
        if not isinstance(type_, sa.Integer):
            continue
        (sequence,) = cursor.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", (_quoted(table), column)
        ).fetchone()
        if sequence:
            used = f"SELECT max({_quoted(column)}) AS number FROM {_quoted(table)}"  # noqa: S608
            other, number = OUTLIVED.get(table, ("", ""))
            if number in {name for name, _type in tables.get(other, [])}:
                used += f" UNION ALL SELECT max({_quoted(number)}) FROM {_quoted(other)}"  # noqa: S608
            cursor.execute(
                "SELECT setval(%s, coalesce(max(number), 1), max(number) IS NOT NULL)"  # noqa: S608
                f" FROM ({used}) AS used",
                (sequence,),
            )


def _load_sqlite(
    driver: Any,
    manifest: Manifest,
    tables: dict[str, list[Column]],
    members: Iterator[tuple[str, IO[bytes]]],
) -> None:
    driver.execute("PRAGMA foreign_keys=OFF")  # tables may refer to each other
    driver.execute("BEGIN IMMEDIATE")
    try:
        triggers = driver.execute(TRIGGERS).fetchall()
        for name, _sql in triggers:
            driver.execute(f"DROP TRIGGER {_quoted(name)}")
        for name, source in members:
            table = _table_of(name)
            types = dict(tables[table])
            columns = [(column, types[column]) for column in manifest.tables[table].columns]
            marks = ", ".join("?" * len(columns))
            insert = f"INSERT INTO {_quoted(table)} ({_names(columns)}) VALUES ({marks})"  # noqa: S608
            driver.executemany(insert, _rows(source.read().decode(), columns))
        for _name, sql in triggers:
            driver.execute(sql)
        _check_references(driver)
        driver.execute("COMMIT")
    except BaseException:
        driver.execute("ROLLBACK")
        raise
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_references(driver: Any) -> None:
    if driver.execute("PRAGMA foreign_key_check").fetchone():
        raise ArchiveFault("The backup's rows refer to others that it lacks.")


def _rows(text: str, columns: Sequence[Column]) -> Iterator[list[Any]]:
    readers = [_reader(type_) for _column, type_ in columns]
    for line in text.split("\n")[:-1]:
        yield [
            None if field == NOTHING else reader(field)
            for reader, field in zip(readers, line.split("\t"), strict=True)
        ]


def _reader(type_: Any) -> Callable[[str], Any]:
    """How a field becomes what SQLite stores; numbers become numbers by the column's affinity."""
    if isinstance(type_, sa.Boolean):
        return lambda field: int(field == "t")
    if isinstance(type_, sa.DateTime):
        return _moment
    if isinstance(type_, sa.LargeBinary):
        return lambda field: bytes.fromhex(field.removeprefix("\\\\x"))
    return _unescaped


def _moment(field: str) -> str:
    whole, _, fraction = field.partition("+")[0].partition(".")
    return f"{whole}.{fraction:0<{MICROSECONDS}}"


def _unescaped(field: str) -> str:
    if "\\" not in field:
        return field
    return ESCAPE.sub(lambda match: ESCAPED.get(match[1], match[1]), field)


def _table_of(member: str) -> str:
    return member.removeprefix(FOLDER).partition("/")[0]


def _names(columns: Sequence[Column]) -> str:
    return ", ".join(_quoted(column) for column, _type in columns)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
