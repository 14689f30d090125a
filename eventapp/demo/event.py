"""One sample event: created, published, filled with people, and changed on the way."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select

from eventapp.demo import registration, schedule
from eventapp.demo.direct_insert import set_question_codes
from eventapp.demo.sample import Moments, Sample
from eventapp.demo.timeline import ORGANIZER, TimedStep, run_in_order
from eventapp.domain.event.draft import EventText, create_event
from eventapp.domain.event.event import publish_event
from eventapp.domain.event.question import OptionText, RegistrationQuestionText, add_question
from eventapp.domain.people.organisation import Directory, load_directory
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


def seed_event(sample: Sample, moments: Moments) -> None:
    """Draft the event, then run everything that happened to it in the order of time."""
    directory = load_directory()
    drafted_at = moments.at(sample["releases"][0]["at"])
    event = _draft_event(sample, moments, now=drafted_at)
    draft = schedule.draft_schedule(event, sample, moments, now=drafted_at)
    run_in_order(
        [
            TimedStep(drafted_at, partial(_publish, event, sample, directory)),
            *schedule.release_steps(draft, sample, moments),
            *registration.registration_steps(event, sample, moments, directory),
            *_seat_steps(event, sample, moments),
        ]
    )


def _draft_event(sample: Sample, moments: Moments, *, now: datetime) -> Event:
    facts = sample["event"]
    written: Sample = {name: facts[name] for name in PLAIN_FACTS}
    written |= {name: moments.at(facts[name]) for name in MOMENTS}
    text = EventText(
        **written,
        directions=facts.get("directions", ""),
        reserved_until=moments.at_or_never(facts["reserved_until"]),
        kind=EventKind(facts["kind"]),
        form=AttendanceMode(facts["form"]),
        visibility=EventVisibility(facts["visibility"]),
    )
    event = create_event(text, actor=ORGANIZER, now=now)
    for question in sample["questions"]:
        added = add_question(event, _question_text(question), actor=ORGANIZER, now=now)
        set_question_codes(added, question)
    return event


def _question_text(question: Sample) -> RegistrationQuestionText:
    return RegistrationQuestionText(
        kind=QuestionKind(question["kind"]),
        label=question["label"],
        hint=question["hint"],
        options=tuple(OptionText(option["label"]) for option in question["options"]),
        required=question["required"],
    )


def _publish(event: Event, sample: Sample, directory: Directory, *, now: datetime) -> None:
    """Publish the event with the first release of its schedule, and reserve its seats."""
    publish_event(event, actor=ORGANIZER, now=now)
    reserved = 0
    for quota in sample["quotas"]:
        reserved += quota["seats"]
        add_delegation(
            event,
            _organisation_id(quota["organisation"]),
            quota["seats"],
            directory,
            actor=ORGANIZER,
            reason=sample["event"]["quotas_forced_reason"] if reserved > event.seats else "",
            now=now,
        )


def _organisation_id(code: str) -> int:
    return db.session.scalars(select(Organisation.id).where(Organisation.code == code)).one()


def _seat_steps(event: Event, sample: Sample, moments: Moments) -> Iterator[TimedStep]:
    """The organizer holds seats back, or gives them out again."""
    for forced in sample["seats_forced"]:
        change = partial(
            force_seats, event, forced["seats"], actor=ORGANIZER, reason=forced["reason"]
        )
        yield TimedStep(moments.at(forced["at"]), change)
