"""The addresses to open, by the keys of the demo's JSON."""

from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.demo.account import seed_accounts
from eventapp.demo.door import pairing_address
from eventapp.demo.sample import Sample, read
from eventapp.demo.survey import survey_address
from eventapp.domain.registration.link import personal_token
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState, Visibility


def demo_addresses(base_url: str) -> dict[str, object]:
    """The addresses, with events named by slug; links that work once are new. Commits."""
    further = read("further_events")
    last_seats = further["last_seats"]["event"]
    return {
        "base": base_url,
        "event": read("conference_2023")["event"]["slug"],
        "event_live": further["event_live"]["event"]["slug"],
        "event_open": further["event_open"]["event"]["slug"],
        "last_seats": {"event": last_seats["slug"], "seats": last_seats["seats"]},
        **seed_accounts(base_url),
        "door_pairing": _pairing(base_url),
        "ticket": _ticket(further["event_live"]["event"], base_url),
        "survey": survey_address(base_url),
        "mailbox": f"{base_url}/mailbox",
    }


def _pairing(base_url: str) -> str:
    address = pairing_address(base_url, now=utcnow())
    db.session.commit()
    return address


def _ticket(event: Sample, base_url: str) -> str | None:
    """The ticket page of the first of the event's participants who has a place."""
    registration = db.session.scalar(
        select(Registration)
        .join(Event)
        .where(
            Event.slug == event["slug"],
            Registration.state == RegistrationState.CONFIRMED,
            Registration.visibility == Visibility.NORMAL,
        )
        .order_by(Registration.id)
        .limit(1)
    )
    if registration is None:
        return None
    return f"{base_url}/registrations/{personal_token(registration)}/ticket"
