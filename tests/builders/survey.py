"""Surveys, those who are asked, and what they answer."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from eventapp.domain.door.check_in import receive_scans
from eventapp.domain.survey import letter, template
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.response import SurveyReply, submit_response
from eventapp.extensions import db
from eventapp.models import Event, Organisation, Registration, Survey, SurveyState
from eventapp.worker import survey as tending
from tests.builders.door import a_digest, a_phone, a_scan, read_scans
from tests.builders.event import an_event
from tests.builders.moments import DAY, NOON
from tests.builders.registration import a_registration

_numbers = count(1)
ACTOR = "organizer"


def a_draft(event: Event | None = None) -> Survey:
    """The standard survey as a draft, to be open from NOON for two weeks."""
    survey = template.draft_standard_survey(
        event or an_event(seats=200),
        opens_at=NOON,
        closes_at=NOON + 14 * DAY,
        reminds_at=NOON + 7 * DAY,
    )
    db.session.flush()
    return survey


def participants(
    event: Event, number: int, organisation: Organisation | None = None
) -> list[Registration]:
    """So many people at the event."""
    return [a_registration(event, organisation=organisation) for _ in range(number)]


def an_open_survey(people: int = 12, event: Event | None = None) -> Survey:
    """A survey that so many people have been asked to answer at NOON."""
    survey = a_draft(event)
    came = [participant.id for participant in participants(survey.event, people)]
    open_for(survey, came)
    return survey


def open_for(survey: Survey, came: Sequence[int], now: datetime = NOON) -> int:
    """Open the survey as if these registrations had come."""
    return surveys.open_survey(survey, now=now, actor=ACTOR, attended=lambda _event: came)


def check_in(people: Sequence[Registration]) -> None:
    """Let these people come to their event, past a door."""
    phone, _token = a_phone(people[0].event)
    scans = [a_scan(a_digest(registration)) for registration in people]
    receive_scans(phone, read_scans(*scans), now=NOON)


def ask(survey: Survey, came: Sequence[int]) -> int:
    """Ask those of these registrations that have not been asked."""
    return surveys.ask_newcomers(survey, now=NOON, attended=lambda _event: came)


def links_of(survey: Survey) -> list[str]:
    """The links that have not been used, as their letters hold them."""
    return [key.token for key in map(letter.unseal_letter, letter.list_keys(survey)) if key]


def links_by_person(survey: Survey) -> dict[int, str]:
    """The unused link of each registration, read from its letter."""
    opened = map(letter.unseal_letter, letter.list_keys(survey))
    return {key.registration.id: key.token for key in opened if key}


def link_for(survey: Survey, registration: Registration) -> str:
    """The link of one person, read from the letter before it is used."""
    return links_by_person(survey)[registration.id]


def a_reply(grade: int = 4, **answers: str) -> SurveyReply:
    """A reply with an overall grade; more answers by question code."""
    return SurveyReply({"q3": str(grade), **answers})


def answered(survey: Survey, replies: Sequence[SurveyReply]) -> None:
    """Let as many answer as there are replies."""
    for token, reply in zip(links_of(survey), replies, strict=False):
        submit_response(token, reply, now=NOON)


def closed_and_mixed(survey: Survey) -> Survey:
    """Close the survey and mix what is left, as the worker does."""
    surveys.close_survey(survey, now=NOON, actor=ACTOR)
    db.session.commit()
    tending.mix(survey.id)
    reloaded = db.session.get_one(Survey, survey.id)
    assert reloaded.state is SurveyState.CLOSED
    return reloaded


def mixed_again(survey_id: int) -> None:
    """Mix a closed survey once more, as if the last step had not been taken."""
    db.session.get_one(Survey, survey_id).complete = False
    db.session.commit()
    tending.mix(survey_id)
    db.session.expire_all()
