"""What is built before the processes are forked is there for all, and no connection is open."""

from typing import Any, cast

from flask import Flask

from eventapp import transactions
from eventapp.extensions import db
from eventapp.serving.warming import warm_up


def test_pages_are_built_and_no_connection_stays_open(app: Flask) -> None:
    templates: Any = app.jinja_env.cache
    templates.clear()

    warm_up(app)

    pool = cast("Any", db.engine.pool)
    assert (pool.checkedin(), pool.checkedout()) == (0, 0)
    assert "account/sign_in/new.html" in {name for _loader, name in templates}


def test_the_worker_that_is_forked_afterwards_may_write(app: Flask) -> None:
    transactions.begin_writing()

    warm_up(app)

    assert not transactions.is_reading()
