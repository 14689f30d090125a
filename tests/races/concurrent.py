"""Tasks run at the same moment, each in a thread with a connection of its own."""

import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from eventapp.domain.errors import Refusal
from eventapp.extensions import db

Task = Callable[[], str]
TIMEOUT = 30  # seconds


def run_concurrently(app: Flask, tasks: Sequence[Task]) -> list[str]:
    """Return the tasks' answers, sorted: their results, codes of refusals, or `failed`.

    Commits first: otherwise the tasks would wait for the caller's lock for ever.
    """
    db.session.commit()
    gate = threading.Barrier(len(tasks))

    def do(task: Task) -> str:
        with app.app_context():
            gate.wait(TIMEOUT)
            try:
                done = task()
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            except Exception:  # noqa: BLE001  # any error of the database
                db.session.rollback()
                return "failed"
            finally:
                db.session.remove()
            return done

    with ThreadPoolExecutor(len(tasks)) as threads:
        return sorted(threads.map(do, tasks))


def remove_condition(engine: Engine, condition: str) -> list[str]:
    """Remove a condition (a regular expression) from every statement that the engine runs.

    Returns a list to which the changed statements are added.
    """
    changed: list[str] = []

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def shorten(*arguments: Any) -> tuple[str, Any]:
        _connection, _cursor, statement, parameters, *_rest = arguments
        shorter = re.sub(condition, "", statement)
        if shorter != statement:
            changed.append(statement)
        return shorter, parameters

    return changed
