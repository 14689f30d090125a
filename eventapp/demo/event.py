"""One sample event: announced, released, filled with people, and changed on the way."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select

from eventapp.demo import registration, schedule
from eventapp.demo.sample import Moments, Sample
from eventapp.demo.timeline import ORGANIZER, TimedStep, run_in_order
from eventapp.domain.event.event import publish_event
from eventapp.domain.people.organisation import load_directory
from eventapp.domain.registration.override import force_seats
from eventapp.domain.registration.reserved_seats import add_delegation
from eventapp.extensions import db
from eventapp.models import (
    AttendanceMode,
    Event,
    EventKind,
    EventVisibility,
    Organisation,
    QuestionKind,
    RegistrationQuestion,
)


def seed_event(sample: Sample, moments: Moments) -> None:
    """Draft the event, then let everything happen to it in the order of time."""
    event = _draft(sample, moments)
    db.session.add(event)
    db.session.flush()  # the programme and the delegations refer to it
    run_in_order(
        [
            TimedStep(moments.at(sample["releases"][0]["at"]), partial(_publish, event, sample)),
            *schedule.schedule_steps(event, sample, moments),
            *registration.registration_steps(event, sample, moments),
            *_seat_steps(event, sample, moments),
        ]
    )


def _draft(sample: Sample, moments: Moments) -> Event:
    facts = sample["event"]
    return Event(
        **{name: facts[name] for name in PLAIN_FACTS},
        **{name: moments.at(facts[name]) for name in MOMENTS},
        reserved_until=moments.at_or_never(facts["reserved_until"]),
        kind=EventKind(facts["kind"]),
        form=AttendanceMode(facts["form"]),
        visibility=EventVisibility(facts["visibility"]),
        questions=[_question(each, at) for at, each in enumerate(sample["questions"])],
    )


PLAIN_FACTS = (
    "slug",
    "title",
    "subtitle",
    "summary",
    "audience",
    "organiser",
    "record_number",
    "focus_areas",
    "time_zone",
    "venue_name",
    "venue_city",
    "venue_address",
    "access_notes",
    "photo_notice",
    "contact_email",
    "contact_phone",
    "seats",
)
MOMENTS = (
    "starts_at",
    "ends_at",
    "registration_opens_at",
    "registration_closes_at",
    "cancellation_closes_at",
)


def _question(question: Sample, position: int) -> RegistrationQuestion:
    return RegistrationQuestion(
        code=question["code"],
        kind=QuestionKind(question["kind"]),
        label=question["label"],
        hint=question["hint"],
        options=question["options"],
        required=question["required"],
        position=position,
    )


def _publish(event: Event, sample: Sample, *, now: datetime) -> None:
    """The event becomes public with the first release of its programme, its seats reserved."""
    publish_event(event, actor=ORGANIZER, now=now)
    directory, reason = load_directory(), sample["event"].get("quotas_forced_reason", "")
    for quota in sample["quotas"]:
        code, seats = quota["organisation"], quota["seats"]
        own = db.session.scalars(select(Organisation.id).where(Organisation.code == code)).one()
        add_delegation(event, own, seats, directory, actor=ORGANIZER, reason=reason, now=now)


def _seat_steps(event: Event, sample: Sample, moments: Moments) -> Iterator[TimedStep]:
    """The organizer holds seats back, or gives them out again."""
    for each in sample["seats_forced"]:
        change = partial(force_seats, event, each["seats"], actor=ORGANIZER, reason=each["reason"])
        yield TimedStep(moments.at(each["at"]), change)
