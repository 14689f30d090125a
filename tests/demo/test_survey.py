"""The surveys of the sample: one closed with its answers, one open to those who attended."""

from collections.abc import Collection

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.cli.migration import migrate
from eventapp.clock import utcnow
from eventapp.demo import seed_sample
from eventapp.demo import survey as demo_survey
from eventapp.demo.sample import read
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.analysis.disclosure import DisclosureLevel
from eventapp.domain.survey.response import find_by_token
from eventapp.domain.survey.result import find_results
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState, Survey, SurveyState

ATTENDED = {
    person["email"] for person in read("registrations_2023")["registrations"] if person["attended"]
}


def who_attended(event_id: int) -> Collection[int]:
    """Of the conference those whom the sample names; of others, twelve who have a place."""
    people = db.session.scalars(
        select(Registration).where(
            Registration.event_id == event_id,
            Registration.state == RegistrationState.CONFIRMED,
        )
    ).all()
    listed = [person.id for person in people if person.email in ATTENDED]
    return listed or [person.id for person in people[:12]]


@pytest.fixture
def seeded_app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The sample without its surveys."""
    migrate(app)
    with monkeypatch.context() as patch:
        patch.setattr(demo_survey, "seed_surveys", lambda **_arguments: None)
        seed_sample()
    db.session.commit()
    return app


def survey_of(file: str, key: str = "") -> Survey:
    slug = (read(file)[key] if key else read(file))["event"]["slug"]
    event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
    return surveys.list_for_event(event.id)[0]


# Seeding the rest of the sample takes most of the time, so what is seeded once is tried twice.
@pytest.mark.usefixtures("seeded_app")
def test_the_surveys_of_the_sample() -> None:
    demo_survey.seed_surveys(now=utcnow(), attended=lambda _event: ())
    with_nobody_there_the_survey_opens_by_itself_later()
    db.session.rollback()

    demo_survey.seed_surveys(now=utcnow(), attended=who_attended)
    db.session.commit()
    the_conference_has_its_results()
    the_event_under_way_has_an_open_survey_and_a_link_to_click()


def with_nobody_there_the_survey_opens_by_itself_later() -> None:
    assert survey_of("further_events", "event_live").state is SurveyState.READY
    assert survey_of("conference_2023").state is SurveyState.DRAFT
    assert demo_survey.survey_address("http://localhost") is None


def the_conference_has_its_results() -> None:
    survey = survey_of("conference_2023")
    assert survey.has_results
    assert (survey.answered, survey.incomplete) == (85, 2)
    results = find_results(survey)
    assert results is not None
    grade = results.find("q3")
    assert grade is not None
    assert grade.publication.whole.percent == 74
    groups = {results.labels[group.code]: group for group in grade.publication.groups}
    assert groups["Göteborg"].answers == 19
    assert groups["Trollhättan"].level is DisclosureLevel.SHARES
    assert groups["Brå"].level is DisclosureLevel.NOTHING
    change = results.find("q6")
    assert change is not None
    assert [round(mean, 1) for mean in change.publication.whole.means] == [3.7, 5.0]


def the_event_under_way_has_an_open_survey_and_a_link_to_click() -> None:
    survey = survey_of("further_events", "event_live")
    assert (survey.state, survey.asked) == (SurveyState.OPEN, 12)
    address = demo_survey.survey_address("http://localhost") or ""
    invited = find_by_token(address.rpartition("/")[2], now=utcnow())
    assert invited is not None
    assert (invited.survey_id, invited.open, invited.used) == (survey.id, True, False)
