"""Deeds done at the same moment, each by a thread with a connection of its own."""

import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from eventapp.domain.errors import Refusal
from eventapp.extensions import db

Deed = Callable[[], str]
PATIENCE = 30


def run_concurrently(app: Flask, deeds: Sequence[Deed]) -> list[str]:
    """What came of the deeds, sorted: their own words, codes of refusals, or `failed`.

    Commits what the caller has written: the deeds would wait for the caller's lock for ever.
    """
    db.session.commit()
    gate = threading.Barrier(len(deeds))

    def do(deed: Deed) -> str:
        with app.app_context():
            gate.wait(PATIENCE)
            try:
                done = deed()
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            except Exception:  # noqa: BLE001  # whatever the database says of the collision
                db.session.rollback()
                return "failed"
            finally:
                db.session.remove()
            return done

    with ThreadPoolExecutor(len(deeds)) as people:
        return sorted(people.map(do, deeds))


def remove_condition(engine: Engine, condition: str) -> list[str]:
    """Take a condition (a regular expression) out of every statement that the engine will run.

    Hands over a list that fills with the statements changed.
    """
    changed: list[str] = []

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def shorten(*told: Any) -> tuple[str, Any]:
        _connection, _cursor, statement, parameters, *_rest = told
        shorter = re.sub(condition, "", statement)
        if shorter != statement:
            changed.append(statement)
        return shorter, parameters

    return changed
