"""What the first pages of a process build, built once, before the processes are forked.

Statements are compiled, templates loaded and routes put in order when they are first used. Built in
each process, that is 15 MB in each, and a first visitor who waits half a second.
"""

import contextvars

from flask import Flask

from eventapp.extensions import db

# None asks the storage of files: its client starts threads, which no fork takes along.
PAGES = ("/healthz", "/", "/sign-in", "/organizer")


def warm_up(app: Flask) -> None:
    """Answer some pages to nobody. No connection stays open: a fork would share it.

    Nor does what a page sets for itself, as that it only reads: the worker would read for ever.
    """
    contextvars.copy_context().run(_answer_pages, app)


def _answer_pages(app: Flask) -> None:
    visitor = app.test_client()
    for page in PAGES:
        visitor.get(page, base_url=app.extensions["settings"].base_url)
    with app.app_context():
        db.engine.dispose()
