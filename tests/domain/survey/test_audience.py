"""Who is asked: those who came, those with a place, those of a session."""

from flask import Flask

from eventapp.domain.survey.audience import find_asked, list_sessions
from eventapp.extensions import db
from eventapp.models import Attendance, RegistrationState, Survey, SurveyAudience
from tests.builders import NOON, a_registration, a_session, an_event
from tests.builders.survey import a_draft


def asked(survey: Survey, came: set[int]) -> set[int]:
    return find_asked(survey, lambda _event: came)


def test_those_who_came_to_a_door_or_took_part_in_a_meeting(app: Flask) -> None:
    del app
    survey = a_draft(an_event(seats=9))
    inside, online, _absent = (a_registration(survey.event).id for _ in range(3))
    db.session.add(Attendance(registration_id=online, marked_at=NOON, marked_by="participant"))
    db.session.flush()

    assert asked(survey, {inside}) == {inside, online}


def test_everyone_with_a_place(app: Flask) -> None:
    del app
    survey = a_draft(an_event(seats=9))
    survey.audience = SurveyAudience.PLACED
    first, second, gone = (a_registration(survey.event) for _ in range(3))
    gone.state = RegistrationState.CANCELLED

    assert asked(survey, set()) == {first.id, second.id}


def test_those_who_came_and_had_a_seat_in_the_session(app: Flask) -> None:
    del app
    event = an_event(seats=9)
    workshop, other = a_session(event, seats=5), a_session(event, seats=5)
    survey = a_draft(event)
    survey.audience, survey.session_code = SurveyAudience.SESSION, workshop.code
    there = a_registration(event, sessions=(workshop,)).id
    elsewhere = a_registration(event, sessions=(other,)).id
    _absent = a_registration(event, sessions=(workshop,)).id

    assert asked(survey, {there, elsewhere}) == {there}
    assert {code for code, _title in list_sessions(survey)} == {workshop.code, other.code}
