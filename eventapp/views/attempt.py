"""One attempt at a domain verb: committed when it succeeds, undone when it is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from eventapp.domain.errors import Refusal
from eventapp.extensions import db


@dataclass(slots=True)
class Attempt:
    """How an attempt ended: `refusal` is why nothing was written, or None."""

    refusal: Refusal | None = None


@contextmanager
def attempt() -> Iterator[Attempt]:
    """Run a verb and commit; a Refusal rolls everything back and is in `refusal` for the page.

        with attempt() as tried:
            cancel(registration, now=utcnow())
        if tried.refusal:
            return page(tried.refusal), 409

    Any other exception passes through, uncommitted.
    """
    tried = Attempt()
    try:
        yield tried
    except Refusal as refusal:
        db.session.rollback()
        tried.refusal = refusal
    else:
        db.session.commit()
