"""A delegation's calendar feed: its secret address, and how many attend each session."""

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.domain.publication import Output, states_showing
from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.ids import new_secret
from eventapp.models import (
    ChoiceState,
    Delegation,
    DelegationFeed,
    Event,
    Registration,
    RegistrationState,
    Session,
    SessionChoice,
    Visibility,
)


def find_feed(delegation: Delegation) -> DelegationFeed | None:
    """Find the delegation's feed, if it has been created."""
    return db.session.scalar(
        select(DelegationFeed).where(DelegationFeed.delegation_id == delegation.id)
    )


def feed_token(feed: DelegationFeed) -> str:
    """Return the secret part of the feed's address."""
    return derive_token("delegation", feed.secret, feed.revision)


def renew_feed(delegation: Delegation) -> DelegationFeed:
    """Give the feed an address, or a new one: the old one stops working."""
    # Two requests at once create one feed, not two.
    db.session.refresh(delegation, with_for_update={"of": Delegation})
    feed = find_feed(delegation)
    if feed is None:
        feed = DelegationFeed(delegation_id=delegation.id, secret=new_secret(), revision=0)
        db.session.add(feed)
    feed.revision += 1
    feed.digest = token_digest(feed_token(feed))
    db.session.flush()
    return feed


def find_by_feed_token(token: str) -> Delegation | None:
    """Find the delegation of this feed address."""
    return db.session.scalar(
        select(Delegation)
        .join(DelegationFeed, DelegationFeed.delegation_id == Delegation.id)
        .join(Delegation.event)
        .where(
            DelegationFeed.digest == token_digest(token),
            Event.state.in_(states_showing(Output.DELEGATION_FEED)),
        )
        .options(contains_eager(Delegation.event), joinedload(Delegation.organisation))
    )


def count_by_session(delegation: Delegation) -> dict[str, int]:
    """Count the delegation's people with a seat in each session, by the session's code.

    Only those whom the coordinator may list: where the others are, and when, is not revealed.
    """
    rows = db.session.execute(
        select(Session.code, func.count())
        .join(SessionChoice, SessionChoice.session_id == Session.id)
        .join(SessionChoice.registration)
        .where(
            Registration.delegation_id == delegation.id,
            Registration.visibility == Visibility.NORMAL,
            Registration.state == RegistrationState.CONFIRMED,
            SessionChoice.state == ChoiceState.CONFIRMED,
        )
        .group_by(Session.code)
    )
    return {row[0]: row[1] for row in rows}
