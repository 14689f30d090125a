"""Somebody with the whole database who tries everything: each column, hidden ones too, in turn.

He knows of each of twelve people all that is written about them anywhere, and when they answered.
He guesses in two ways. By company: what stands in a row about a person stands in a row of answers
too. By order: rows of answers, sorted by any column, lie as people lie in an order he knows. Of
each way he learns how many of his twelve guesses are right; chance gives one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from sqlalchemy import text

from eventapp.extensions import db, metadata

Row = dict[str, Any]
# What is the answer itself says nothing of whose it is.
CONTENT = {"value", "text", "masked", "content", "said"}


@dataclass(frozen=True, slots=True)
class Known:
    """What he knows of the twelve, who stand in the order they answered in.

    `traces` are words that stand for a person wherever they are written. `orders` are further
    orders: each a list of the twelve by their places in the first. `marks` are what they wrote,
    which he would like to know; he is told only whether he is right.
    """

    traces: Sequence[frozenset[str]]
    orders: Mapping[str, Sequence[int]]
    marks: Sequence[str]


def everything() -> dict[str, list[Row]]:
    """Every row of every table with every column, also those that databases keep to themselves."""
    rows_by_table = {}
    for table in metadata.sorted_tables:
        rows = db.session.execute(text(_with_hidden_columns(table.name))).mappings()
        rows_by_table[table.name] = [{**row, "(place)": place} for place, row in enumerate(rows)]
    db.session.rollback()
    return rows_by_table


def _with_hidden_columns(name: str) -> str:
    if db.engine.dialect.name == "postgresql":
        hidden = "xmin::text::bigint AS xmin, xmax::text::bigint AS xmax, ctid::text AS ctid"
        return f'SELECT {hidden}, t.* FROM "{name}" t ORDER BY t.ctid'
    has_rowid = metadata.tables[name].dialect_options["sqlite"].get("with_rowid") is not False
    hidden = "rowid AS rowid, " if has_rowid else ""
    return f'SELECT {hidden}t.* FROM "{name}" t'


def in_files(data: Path, known: Known) -> list[Row]:
    """SQLite's own bytes: where in the file and its log each mark stands, first and last."""
    rows = []
    for name in ("eventapp.sqlite", "eventapp.sqlite-wal"):
        path = data / name
        written = path.read_bytes() if path.exists() else b""
        for mark in known.marks:
            first, last = written.find(mark.encode()), written.rfind(mark.encode())
            if first >= 0:
                rows.append({"file": name, "said": mark, "first": first, "last": last})
    return rows


def guesses(
    known: Known, tables: Mapping[str, list[Row]], files: Iterable[Row] = ()
) -> dict[str, int]:
    """Each way of guessing that yields guesses at all, and how many of them are right."""
    tables = {**tables, "(files)": list(files)}
    series = list(_series(known, tables))
    hits: dict[str, int] = {}
    for name, rows in series:
        hits.update(_by_order(known, name, rows))
        hits.update(_by_company(known, name, rows, tables))
    for (left, rows), (other, others) in product(series, series):
        if left < other:
            hits.update(_of_one_hand(f"{left} ~ {other}", rows, others))
    return hits


def _series(
    known: Known, tables: Mapping[str, list[Row]]
) -> Iterator[tuple[str, list[tuple[int, Row]]]]:
    """Twelve rows that hold the twelve's marks, each with whose it truly is; by table and kind."""
    for table, rows in tables.items():
        series: dict[str, list[tuple[int, Row]]] = defaultdict(list)
        for row in rows:
            said = str(list(row.values()))
            whose = [place for place, mark in enumerate(known.marks) if mark in said]
            if len(whose) == 1:
                kind = str(row.get("question") or row.get("file") or "")
                series[f"{table} {kind}"].append((whose[0], row))
        for name, marked in series.items():
            if len(marked) == len(known.marks):
                yield name, marked


def _by_order(known: Known, name: str, rows: list[tuple[int, Row]]) -> Iterator[tuple[str, int]]:
    for column in set(rows[0][1]) - CONTENT:
        values = [row[column] for _whose, row in rows]
        if len(set(map(str, values))) < len(rows):
            continue
        ranked = [
            whose
            for whose, _row in sorted(rows, key=lambda ranked_row: _sortable(ranked_row[1][column]))
        ]
        for order, people in known.orders.items():
            for way, lying in (("up", ranked), ("down", ranked[::-1])):
                right = sum(guess == other for guess, other in zip(lying, people, strict=True))
                yield f"{name}.{column} {way} by {order}", right


def _sortable(value: Any) -> tuple[Any, ...]:
    if isinstance(value, str) and value.startswith("("):  # a ctid: page and place in it
        return tuple(int(part) for part in value.strip("()").split(","))
    return (value,)


def _by_company(
    known: Known, name: str, rows: list[tuple[int, Row]], tables: Mapping[str, list[Row]]
) -> Iterator[tuple[str, int]]:
    for table, others in tables.items():
        about = [(whom, row) for row in others for whom in _whom(known, row)]
        columns = {column for _whom, row in about for column in row}
        for mine, theirs in product(set(rows[0][1]) - CONTENT - {"(place)"}, columns - {"(place)"}):
            people = defaultdict(set)
            for whom, row in about:
                people[_plain(row[theirs])].add(whom)
            led = [(whose, people.get(_plain(row[mine]), set())) for whose, row in rows]
            if right := sum(whom == {whose} for whose, whom in led):
                yield f"{name}.{mine} = {table}.{theirs}", right


def _of_one_hand(
    name: str, rows: list[tuple[int, Row]], others: list[tuple[int, Row]]
) -> Iterator[tuple[str, int]]:
    """Two answers of one person that share what no two answers of others share."""
    for mine, theirs in product(set(rows[0][1]) - CONTENT, set(others[0][1]) - CONTENT):
        if "(place)" in {mine, theirs}:
            continue
        behind = defaultdict(set)
        for whose, row in others:
            behind[_plain(row[theirs])].add(whose)
        right = sum(behind.get(_plain(row[mine])) == {whose} for whose, row in rows)
        if right:
            yield f"{name} by {mine} = {theirs}", right


def _whom(known: Known, row: Row) -> Iterator[int]:
    said = str(list(row.values()))
    for place, traces in enumerate(known.traces):
        if any(trace in said for trace in traces):
            yield place


def _plain(value: Any) -> tuple[str, str]:
    return type(value).__name__, str(value)
