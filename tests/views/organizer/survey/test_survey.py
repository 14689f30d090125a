"""The desk's pages of a survey, from draft to closing."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.clock import utcnow
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Survey, SurveyState
from tests.builders import DAY, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.survey import a_draft, an_open_survey, check_in, links_of, participants
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return signed_in(client, an_account(Role.ORGANIZER))


def post(desk: Visitor, path: str, data: dict[str, object] | None = None) -> TestResponse:
    """Send a form with the token of a page looked at before."""
    return desk.post(path, data={**(data or {}), "csrf_token": desk.form_token()})


def at(survey: Survey) -> str:
    return f"/organizer/events/{survey.event.slug}/surveys/{survey.code}"


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the edit form untouched."""
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    fields["intro"] = re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", page)[0]
    return fields


def test_a_draft_is_made_edited_and_opened_by_itself(desk: Visitor) -> None:
    event = an_event()
    listing = f"/organizer/events/{event.slug}/surveys"
    assert "The standard survey" not in desk.get(listing).text
    answer = post(desk, listing)
    assert answer.status_code == 303
    fields = form_of(desk.get(answer.location).text)
    fields |= {"title": "Hur var det?", "text-q3": "Vilket betyg?"}
    saved = post(desk, answer.location, data=fields)
    assert saved.status_code == 303
    survey = db.session.query(Survey).one()
    assert (survey.title, survey.questions[2].text) == ("Hur var det?", "Vilket betyg?")
    assert survey.opens_at == event.ends_at  # the same moment, there and back through local time
    assert "Vilket betyg?" in desk.get(f"{at(survey)}/preview").text
    assert post(desk, f"{at(survey)}/opening", data={"when": "later"}).status_code == 303
    assert db.session.query(Survey).one().state is SurveyState.READY


def test_a_form_sent_twice_makes_one_draft(desk: Visitor) -> None:
    event = an_event()
    listing = f"/organizer/events/{event.slug}/surveys"
    first, again = post(desk, listing), post(desk, listing)
    assert first.location == again.location
    assert db.session.query(Survey).count() == 1
    fields = form_of(desk.get(first.location).text) | {"title": "Den första"}
    assert post(desk, first.location, data=fields).status_code == 303
    assert post(desk, listing).location != first.location  # another is wanted now
    assert db.session.query(Survey).count() == 2


@pytest.mark.parametrize(
    "times",
    [
        {"opens_at": "2027-03-28T02:30", "closes_at": "2027-03-28T03:15"},
        {"opens_at": "2027-03-27T12:00", "closes_at": "2027-03-28T02:30"},
        {
            "opens_at": "2027-03-27T12:00",
            "reminds_at": "2027-03-28T02:30",
            "closes_at": "2027-03-29T12:00",
        },
    ],
)
def test_a_time_that_the_clocks_leap_over_is_refused_and_shown_again(
    desk: Visitor, times: dict[str, str]
) -> None:
    survey = a_draft()
    fields = form_of(desk.get(f"{at(survey)}/edit").text) | {"reminds_at": ""} | times
    answer = post(desk, f"{at(survey)}/edit", data=fields)
    assert answer.status_code == 422
    assert "02.30 does not exist on 2027-03-28" in answer.text
    assert 'value="2027-03-28T02:30"' in answer.text


def test_a_time_that_comes_twice_is_refused(desk: Visitor) -> None:
    survey = a_draft()
    times = {"opens_at": "2027-10-30T12:00", "reminds_at": "", "closes_at": "2027-10-31T02:30"}
    fields = form_of(desk.get(f"{at(survey)}/edit").text) | times
    answer = post(desk, f"{at(survey)}/edit", data=fields)
    assert answer.status_code == 422
    assert "02.30 occurs twice on 2027-10-31" in answer.text


def test_a_stale_save_shows_both_texts(desk: Visitor) -> None:
    survey = a_draft()
    edit = f"{at(survey)}/edit"
    fields = form_of(desk.get(edit).text)
    post(desk, edit, data=fields | {"title": "Den enas"})
    answer = post(desk, edit, data=fields | {"title": "Den andras"})
    assert answer.status_code == 409
    assert "Den enas" in answer.text
    assert "Den andras" in answer.text
    again = form_of(answer.text)
    assert post(desk, edit, data=again).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"intro": ""},
        {"text-q3": ""},
        {"opens_at": "i går"},
        {"closes_at": "2020-01-01T10:00"},
        {"reminds_at": "2020-01-01T10:00"},
    ],
)
def test_a_form_with_faults_comes_back_with_what_was_typed(
    desk: Visitor, wrong: dict[str, str]
) -> None:
    survey = a_draft()
    fields = form_of(desk.get(f"{at(survey)}/edit").text) | {"text-q9": "Hur många?"} | wrong
    answer = post(desk, f"{at(survey)}/edit", data=fields)
    assert answer.status_code == 422
    assert "Hur många?" in answer.text


def test_once_open_the_form_gives_way_to_where_the_survey_stands(desk: Visitor, app: Flask) -> None:
    del app
    survey = a_draft()
    fields = form_of(desk.get(f"{at(survey)}/edit").text)
    survey.state = SurveyState.OPEN
    db.session.commit()

    turned = desk.get(f"{at(survey)}/edit", follow_redirects=True)
    late = post(desk, f"{at(survey)}/edit", data=fields)

    assert turned.request.path == at(survey)
    assert late.status_code == 409
    for page in (turned.text, late.text):
        assert "The survey has opened" in page
        assert 'name="intro"' not in page


def test_it_opens_now_for_those_who_came_and_closes_for_good(desk: Visitor) -> None:
    survey = a_draft()
    as_drafted = form_of(desk.get(f"{at(survey)}/edit").text)
    people = participants(survey.event, 7)
    check_in(people[:4])
    refused = post(desk, f"{at(survey)}/opening", data={"when": "now"})
    assert refused.status_code == 409
    assert "There are too few to ask." in refused.text
    assert "4 people would be asked." in desk.get(f"{at(survey)}/opening").text
    check_in(people[4:5])
    assert "5 people get a letter" in desk.get(f"{at(survey)}/opening").text
    assert post(desk, f"{at(survey)}/opening", data={"when": "now"}).status_code == 303
    assert post(desk, f"{at(survey)}/opening/undoing").status_code == 303
    assert "0 have been asked" not in desk.get(at(survey)).text
    assert post(desk, f"{at(survey)}/opening", data={"when": "now"}).status_code == 303
    page = desk.get(at(survey)).text
    assert "5 have been asked." in page
    assert "The letters go out at" in page
    assert post(desk, f"{at(survey)}/opening/letters").status_code == 303
    assert post(desk, f"{at(survey)}/opening/undoing").status_code == 409
    assert len(links_of(survey)) == 5
    assert post(desk, f"{at(survey)}/edit", data=as_drafted).status_code == 409
    assert "Close the survey?" in desk.get(f"{at(survey)}/closure").text
    assert post(desk, f"{at(survey)}/closure").status_code == 303
    assert "being mixed" in desk.get(at(survey)).text
    assert post(desk, f"{at(survey)}/closure").status_code == 409


def without_token(page: str) -> str:
    """The page but for the form's own token, which bears the second it was made in."""
    return re.sub(r'name="(csrf_token|form_id)"[^>]*>', "", page)


def test_of_an_open_survey_no_figure_tells_who_just_answered(desk: Visitor) -> None:
    survey = an_open_survey(12)
    before = without_token(desk.get(at(survey)).text)
    post(desk, f"/surveys/{links_of(survey)[0]}", data={"q-q3": "4"})
    assert without_token(desk.get(at(survey)).text) == before
    assert desk.get(f"{at(survey)}/results").status_code == 404
    assert desk.get(f"{at(survey)}/results.csv").status_code == 404
    assert "They can be read when the survey has closed" in desk.get(f"{at(survey)}/texts").text


def test_a_survey_of_another_event_is_not_there(desk: Visitor) -> None:
    survey, other = a_draft(), an_event()
    assert desk.get(f"/organizer/events/{other.slug}/surveys/{survey.code}").status_code == 404


def test_an_analyst_looks_and_changes_nothing(client: Visitor, app: Flask) -> None:
    survey = a_draft()
    analyst = signed_in(client, an_account(Role.ANALYST))
    assert analyst.get(at(survey)).status_code == 200
    for path in ("opening", "closure", "edit"):
        assert post(analyst, f"{at(survey)}/{path}").status_code == 404


def test_without_signing_in_one_is_asked_to(client: Visitor, app: Flask) -> None:
    survey = a_draft()
    for path in ("", "/results", "/results.csv", "/texts", "/edit"):
        answer = client.get(f"{at(survey)}{path}")
        assert answer.status_code == 303
        assert "sign-in" in answer.location


def test_a_draft_made_by_mistake_can_be_deleted(desk: Visitor) -> None:
    survey = a_draft(an_event())
    address, listing = at(survey), at(survey).rpartition("/")[0]
    assert f"{address}/removal" in desk.get(address).text
    assert "Nobody has been asked to answer it yet." in desk.get(f"{address}/removal").text

    gone = post(desk, f"{address}/removal")

    assert (gone.status_code, gone.location) == (303, listing)
    assert "No survey yet" in desk.get(listing).text
    assert desk.get(address).status_code == 404


def test_a_survey_that_has_asked_anybody_stays(desk: Visitor) -> None:
    survey = an_open_survey(5)
    assert "/removal" not in desk.get(at(survey)).text

    refused = post(desk, f"{at(survey)}/removal")

    assert refused.status_code == 409
    assert db.session.query(Survey).one().state is SurveyState.OPEN


def test_a_survey_that_waits_for_people_says_so(desk: Visitor) -> None:
    survey = a_draft(an_event())
    survey.state = SurveyState.READY
    survey.opens_at, survey.closes_at = utcnow() + DAY, utcnow() + 2 * DAY
    assert "It has not opened yet" not in desk.get(at(survey)).text

    survey.opens_at = utcnow() - DAY

    assert "It has not opened yet" in desk.get(at(survey)).text
    assert "as soon as there are at least 5 people to ask" in desk.get(at(survey)).text

    survey.opens_at, survey.closes_at = utcnow() - 2 * DAY, utcnow() - DAY

    assert "It never opened" in desk.get(at(survey)).text


def test_the_times_of_an_open_survey_are_changed_on_a_page(desk: Visitor) -> None:
    survey = an_open_survey(12)
    path = f"{at(survey)}/times"
    times = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', desk.get(path).text))

    assert post(desk, path, data={**times, "closes_at": "nonsense"}).status_code == 422
    assert post(desk, path, data={**times, "closes_at": "2020-01-01T10:00"}).status_code == 409
    later = {**times, "closes_at": "2099-01-01T10:00"}
    assert post(desk, path, data=later).status_code == 303
    assert "2099" in desk.get(at(survey)).text


def test_who_is_asked_is_chosen_in_the_draft(desk: Visitor) -> None:
    survey = a_draft()
    path = f"{at(survey)}/edit"
    drafted = form_of(desk.get(path).text)

    assert post(desk, path, data={**drafted, "asks": "session:nosuch"}).status_code == 422
    assert post(desk, path, data={**drafted, "asks": "placed"}).status_code == 303
    assert "Everyone with a place" in desk.get(at(survey)).text


def test_nothing_is_asked_of_what_has_been_done_meanwhile(desk: Visitor) -> None:
    survey = an_open_survey()
    db.session.commit()
    stale = desk.get(f"{at(survey)}/opening")
    assert (stale.status_code, stale.location) == (303, at(survey))
    assert "The survey has opened" in desk.get(at(survey)).text

    draft = a_draft()
    db.session.commit()
    stale = desk.get(f"{at(draft)}/closure")
    assert (stale.status_code, stale.location) == (303, at(draft))
    assert "The survey is not open." in desk.get(at(draft)).text
