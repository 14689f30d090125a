"""Somebody with the whole database in hand, who knows everybody's link and wants their answers.

He looks for what was written together: on PostgreSQL rows of one transaction (xmin) and the order
of rows on disk (ctid), on SQLite the states that the write-ahead log lets him go back to.
"""

import shutil
import sqlite3
import struct
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from sqlalchemy import text

from eventapp.extensions import db

ANSWERS = ("survey_responses", "survey_answers", "survey_texts")
WAL_HEADER, FRAME_HEADER = 32, 24


def links(data: Path, mark: str) -> dict[str, str]:
    """Token digests and the one row of answers, holding `mark`, that was written with each."""
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        return _by_transaction(mark)
    return _by_going_back(data / "eventapp.sqlite", mark)


def _by_transaction(mark: str) -> dict[str, str]:
    tokens, answers = defaultdict(set), defaultdict(set)
    for xmin, digest in _rows("SELECT xmin::text, digest FROM survey_tokens WHERE used"):
        tokens[xmin].add(digest)
    for table in ANSWERS:
        for xmin, row in _rows(f"SELECT xmin::text, t::text FROM {table} t"):
            if mark in row:
                answers[xmin].add(row)
    return {
        next(iter(tokens[xmin])): next(iter(rows))
        for xmin, rows in answers.items()
        if len(rows) == len(tokens[xmin]) == 1
    }


def _by_going_back(path: Path, mark: str) -> dict[str, str]:
    rows_by_token = {}
    before: tuple[set[str], Counter[str]] = set(), Counter()
    for used, rows in _states(path, mark):
        new_tokens, new_rows = used - before[0], rows - before[1]
        if len(new_tokens) == 1 and sum(new_rows.values()) == 1:
            rows_by_token[next(iter(new_tokens))] = next(iter(new_rows))
        before = used, rows
    return rows_by_token


def _states(path: Path, mark: str) -> Iterator[tuple[set[str], Counter[str]]]:
    """Every state of the file that its write-ahead log can bring back, the oldest first."""
    log = Path(f"{path}-wal").read_bytes() if Path(f"{path}-wal").exists() else b""
    with tempfile.TemporaryDirectory() as folder:
        for end in [0, *_commits(log)]:
            copy = Path(folder) / f"{end}.sqlite"
            shutil.copy(path, copy)
            Path(f"{copy}-wal").write_bytes(log[:end])
            with sqlite3.connect(copy) as state:
                yield _state(state, mark)
            state.close()


def _commits(log: bytes) -> list[int]:
    if len(log) < WAL_HEADER:
        return []
    size = FRAME_HEADER + struct.unpack(">I", log[8:12])[0]
    salts = log[16:24]
    ends = []
    for start in range(WAL_HEADER, len(log) - size + 1, size):
        if log[start + 8 : start + 16] != salts:
            break  # older than the log's last beginning
        if struct.unpack(">I", log[start + 4 : start + 8])[0]:
            ends.append(start + size)
    return ends


def _state(state: sqlite3.Connection, mark: str) -> tuple[set[str], Counter[str]]:
    used = {row[0] for row in state.execute("SELECT digest FROM survey_tokens WHERE used")}
    rows: Counter[str] = Counter()
    for table in ANSWERS:
        for row in state.execute(f"SELECT * FROM {table}"):
            # Keys are new in each state; what a row says is what he follows.
            said = str([value for value in row if not isinstance(value, int)])
            if mark in said:
                rows[said] += 1
    return used, rows


def on_disk(table: str) -> list[str]:
    """The rows of a table as text, in the order they lie in."""
    if db.engine.dialect.name == "postgresql":
        return [row[0] for row in _rows(f"SELECT t::text FROM {table} t ORDER BY ctid")]
    return [str(list(row)) for row in _rows(f"SELECT * FROM {table}")]


def _rows(statement: str) -> list[Any]:
    rows = list(db.session.execute(text(statement)).all())
    db.session.commit()
    return rows


def rank_correlation(values: Sequence[int], other: Sequence[int]) -> float:
    """Spearman's, for two orders of the same things."""
    middle = mean(range(len(values)))
    top = sum((a - middle) * (b - middle) for a, b in zip(values, other, strict=True))
    return top / sum((a - middle) ** 2 for a in values)
