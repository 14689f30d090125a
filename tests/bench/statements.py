"""How many SQL statements and commits a request costs, counted inside one process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy
from flask import Flask

from eventapp.extensions import db
from tests.bench import visitor_scripts
from tests.bench.client import Reply, Visit


@dataclass(slots=True)
class Count:
    """Statements (BEGIN aside) and commits."""

    statements: int = 0
    commits: int = 0

    def __str__(self) -> str:
        return str(self.statements)


@contextmanager
def counted(app: Flask) -> Iterator[Count]:
    """Count what the block sends to the database."""
    count = Count()

    def statement(_c: object, _cursor: object, words: str, *_: object) -> None:
        count.statements += not words.startswith("BEGIN")

    def commit(_connection: object) -> None:
        count.commits += 1

    with app.app_context():
        engine = db.engine
    sqlalchemy.event.listen(engine, "before_cursor_execute", statement)
    sqlalchemy.event.listen(engine, "commit", commit)
    try:
        yield count
    finally:
        sqlalchemy.event.remove(engine, "before_cursor_execute", statement)
        sqlalchemy.event.remove(engine, "commit", commit)


def of_page(app: Flask, path: str) -> str:
    """First render and cached page of a public page: `4/0`."""
    counts = []
    for _ in range(2):
        with counted(app) as count:
            app.test_client().get(path, headers={"Accept-Language": "sv"})
        counts.append(str(count))
    return "/".join(counts)


def of_registration(app: Flask, slug: str, fields: dict[str, str]) -> list[Count]:
    """Form, POST and result page, each with warm caches."""
    follow(app, visitor_scripts.registration(0, slug, fields, "warming"))
    counts: list[Count] = []
    follow(app, visitor_scripts.registration(0, slug, fields, "counted"), counts)
    return counts


def follow(app: Flask, visit: Visit, counts: list[Count] | None = None) -> bool:
    """Carry out a visit against the app in this process."""
    asked = next(visit)
    while True:
        with counted(app) as count:
            reply = _answer(app, asked)
        if counts is not None:
            counts.append(count)
        try:
            asked = visit.send(reply)
        except StopIteration as end:
            return bool(end.value)


def _answer(app: Flask, asked: bytes) -> Reply:
    head, _, body = asked.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    method, path, _version = lines[0].split(" ")
    headers: Any = [tuple(line.split(": ", 1)) for line in lines[1:]]
    with app.test_client(use_cookies=False) as client:
        answer = client.open(path, method=method, headers=headers, data=body)
    written = "\r\n".join(["HTTP/1.1", *(f"{name}: {value}" for name, value in answer.headers)])
    return Reply(answer.status_code, written.encode(), answer.get_data())
