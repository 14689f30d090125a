"""The personal link of somebody invited: derived from a secret, so that only a digest is stored."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.models import Event, EventState, Invitee


def invitee_token(invitee: Invitee) -> str:
    """The secret part of the link's address."""
    return token_of(invitee.secret)


def token_of(secret: str) -> str:
    """The same, of a row that is not written yet."""
    return derive_token("invitee", secret, 1)


def find_by_token(token: str) -> Invitee | None:
    """Whom this link was sent to, with the event; None once they have been taken off the list."""
    return db.session.scalar(
        select(Invitee)
        .join(Invitee.event)
        .where(Invitee.link_digest == token_digest(token), Event.state != EventState.DRAFT)
        .options(joinedload(Invitee.event))
    )


def may_answer(event: Event, *, now: datetime) -> bool:
    """Whether links are answered: while the event takes registrations, and never once it is over.

    What can no longer lead to a registration is not asked for either.
    """
    return event.takes_registrations(now) and now < event.ends_at
