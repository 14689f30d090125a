"""The surveys of the sample story: one closed with its answers, one open to those who came."""

from collections.abc import Collection

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.cli.migration import migrate
from eventapp.clock import utcnow
from eventapp.demo import seed_sample
from eventapp.demo import survey as story
from eventapp.demo.sample import read
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.analysis.disclosure import DisclosureLevel
from eventapp.domain.survey.response import find_by_token
from eventapp.domain.survey.result import find_results
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState, Survey, SurveyState

ATTENDED = {
    each["email"] for each in read("registrations_2023")["registrations"] if each["attended"]
}


def who_came(event_id: int) -> Collection[int]:
    """Of the conference those whom the sample says; of others, twelve who have a place."""
    people = db.session.scalars(
        select(Registration).where(
            Registration.event_id == event_id,
            Registration.state == RegistrationState.CONFIRMED,
        )
    ).all()
    came = [each.id for each in people if each.email in ATTENDED]
    return came or [each.id for each in people[:12]]


@pytest.fixture
def rest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The story but for its surveys."""
    migrate(app)
    with monkeypatch.context() as patch:
        patch.setattr(story, "tell_survey", lambda **_told: None)
        seed_sample()
    return app


@pytest.fixture
def told(rest: Flask) -> Flask:
    story.seed_surveys(now=utcnow(), came=who_came)
    db.session.commit()
    return rest


def survey_of(file: str, key: str = "") -> Survey:
    slug = (read(file)[key] if key else read(file))["event"]["slug"]
    event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
    return surveys.list_for_event(event.id)[0]


def test_the_conference_has_its_results(told: Flask) -> None:
    survey = survey_of("conference_2023")
    assert survey.has_results
    assert (survey.answered, survey.incomplete) == (85, 2)
    found = find_results(survey)
    assert found is not None
    grade = found.find("q3")
    assert grade is not None
    assert grade.publication.whole.percent == 74
    groups = {found.labels[each.code]: each for each in grade.publication.groups}
    assert groups["Göteborg"].answers == 19
    assert groups["Trollhättan"].level is DisclosureLevel.SHARES
    assert groups["Brå"].level is DisclosureLevel.NOTHING
    change = found.find("q6")
    assert change is not None
    assert [round(each, 1) for each in change.publication.whole.means] == [3.7, 5.0]


def test_the_event_going_on_has_an_open_survey_and_a_link_to_click(told: Flask) -> None:
    survey = survey_of("further_events", "event_live")
    assert (survey.state, survey.asked) == (SurveyState.OPEN, 12)
    address = story.survey_address("http://localhost") or ""
    invited = find_by_token(address.rpartition("/")[2], now=utcnow())
    assert invited is not None
    assert (invited.survey_id, invited.open, invited.used) == (survey.id, True, False)


def test_with_nobody_there_it_opens_by_itself_later(rest: Flask) -> None:
    story.seed_surveys(now=utcnow(), came=lambda _event: ())
    assert survey_of("further_events", "event_live").state is SurveyState.READY
    assert survey_of("conference_2023").state is SurveyState.DRAFT
    assert story.survey_address("http://localhost") is None
