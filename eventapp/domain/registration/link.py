"""Personal addresses: derived from a registration's secret, so that only digests are stored."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import defaultload, joinedload, selectinload

from eventapp.domain.token import derive_token, token_digest
from eventapp.extensions import db
from eventapp.models import Invitation, Registration, SessionChoice

# The chosen sessions come together, but only to those who look at them: a ticket says none.
# Of a session its release is shown, so that room and track of the draft are hardly ever asked for.
CHOICES = defaultload(Registration.choices).joinedload(SessionChoice.session)
# Built once: building these statements takes as long as running them.
BY_PERSONAL_TOKEN = (
    select(Registration)
    .where(Registration.link_digest == bindparam("digest"))
    .options(joinedload(Registration.event), CHOICES, selectinload(Registration.tickets))
)
BY_AGENDA_TOKEN = (
    select(Registration)
    .where(Registration.agenda_digest == bindparam("digest"))
    .options(joinedload(Registration.event), CHOICES)
)


def personal_token(registration: Registration) -> str:
    """Return the secret part of the personal page's address; each revision has another."""
    return derive_token("personal", registration.secret, registration.link_revision)


def agenda_token(registration: Registration) -> str:
    """Return the secret part of the calendar feed's address; each revision has another."""
    return derive_token("agenda", registration.secret, registration.agenda_revision)


def calendar_uid(registration: Registration, thing: str) -> str:
    """Return the UID of an entry in one recipient's calendar: stable and impossible to guess."""
    token = derive_token(f"calendar {thing}", registration.secret, registration.calendar_revision)
    return f"{token}@eventapp"


def find_by_personal_token(token: str) -> Registration | None:
    """Find the registration of this personal address, with all that its page shows."""
    return db.session.scalar(BY_PERSONAL_TOKEN, {"digest": token_digest(token)})


def find_by_agenda_token(token: str) -> Registration | None:
    """Find the registration of this calendar feed."""
    return db.session.scalar(BY_AGENDA_TOKEN, {"digest": token_digest(token)})


def renew_links(registration: Registration) -> None:
    """Let nothing that the recipient so far has work on: personal page, calendar feed, entries.

    A calendar's entry has one UID per recipient, so that whoever is at the new address begins
    afresh, and nothing that they get changes an entry at the old one.
    """
    end_links(registration)
    registration.calendar_revision += 1
    db.session.execute(delete(Invitation).where(Invitation.registration_id == registration.id))


def end_links(registration: Registration) -> None:
    """Let the personal page and the calendar feed that the recipient has work no more."""
    registration.link_revision += 1
    registration.link_digest = token_digest(personal_token(registration))
    renew_agenda(registration)


def renew_agenda(registration: Registration) -> None:
    """Give the calendar feed a new address; the old one stops working."""
    registration.agenda_revision += 1
    registration.agenda_digest = token_digest(agenda_token(registration))
