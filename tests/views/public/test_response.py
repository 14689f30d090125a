"""Answering by link: without script, once, kindly, and without a trace."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from eventapp.domain.survey import survey as surveys
from eventapp.extensions import db
from eventapp.models import FocusArea, Survey, SurveyQuestion, SurveyResponse
from tests.builders import NOON, an_event
from tests.builders.survey import ACTOR, an_open_survey, links_of
from tests.views.public.pages import tell
from tests.visitor import Visitor

FULL = {
    "q-q1": "unstated",
    "q-q2": "g",
    "q-q2-other": "  Arkiv ",
    "q-q3": "4",
    "q-q4-a": "5",
    "q-q4-b": "-",
    "q-q5-c": "2",
    "q-q6-before": "2",
    "q-q6-after": "5",
    "q-q7": ["valfard", "unga"],
    "q-q8-1": "c",
    "q-q8-3": "a",
    "q-q9": "07",
    "q-q10": "10",
    "q-q11": "yes",
    "q-q12": "2027-05-02",
    "q-q13": "Mätning",
    "q-q14": "En sida\nräcker.",
}


@pytest.fixture
def client(client: Visitor) -> Visitor:
    """A visitor who reads English."""
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def link(app: Flask) -> str:
    for place, code in enumerate(("unga", "valfard", "extremism", "parallella")):
        db.session.add(
            FocusArea(
                code=code,
                name=code.title(),
                name_en=code,
                short_name=code,
                short_name_en=code,
                figure=place,
                position=place,
                valid_from=NOON.date(),
            )
        )
    areas = ["unga", "valfard", "extremism", "parallella"]
    survey = an_open_survey(5, an_event(seats=20, focus_areas=areas))
    token = links_of(survey)[0]
    db.session.commit()
    return f"/surveys/{token}"


def stored() -> list[dict[str, object]]:
    return list(db.session.scalars(select(SurveyResponse.content)))


def test_every_kind_of_answer_is_stored_in_its_shortest_form(client: Visitor, link: str) -> None:
    answer = client.post(link, data=FULL)
    assert answer.status_code == 303
    assert link.rpartition("/")[2] not in answer.location
    assert stored() == [
        {
            "answers": {
                "q1": "unstated",
                "q2": "g",
                "q3": "4",
                "q4-a": "5",
                "q4-b": "-",
                "q5-c": "2",
                "q6": "2>5",
                "q7": "unga,valfard",
                "q8": "c>a",
                "q9": "7",
                "q10": "10",
                "q11": "yes",
                "q12": "2027-05-02",
            },
            "texts": {"q2": "Arkiv", "q13": "Mätning", "q14": "En sida\nräcker."},
            "complete": True,
        }
    ]


def test_the_thanks_stand_without_the_link_and_offer_another_form(
    client: Visitor, link: str
) -> None:
    page = client.get(client.post(link, data=FULL).location).text
    assert link.rpartition("/")[2] not in page
    assert "/experiences/leads/new?event=exempel-" in page


def test_the_page_asks_everything_without_script_and_sets_no_cookie(
    client: Visitor, link: str
) -> None:
    answer = client.get(link)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    fields = set(re.findall(r'name="q-([a-z0-9]+)', answer.text))
    assert fields == {f"q{number}" for number in range(1, 16)}
    assert "“Ja”" in answer.text  # what the date depends on is said in words
    assert 'data-component="keep-typed survey-pages' in answer.text


def test_reading_the_page_changes_nothing(client: Visitor, link: str) -> None:
    client.get(link)
    client.head(link)
    assert client.post(link, data=FULL).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"q-q3": ""}, "Answer “Vilket betyg ger du konferensen som helhet?”."),
        ({"q-q3": "9"}, "That option no longer exists"),
        ({"q-q1": "mars"}, "That option no longer exists"),
        ({"q-q7": ["unga", "valfard", "extremism", "parallella"]}, "Choose at most 3."),
        ({"q-q7": "mars"}, "That option no longer exists"),
        ({"q-q8-2": "c"}, "You have already chosen this for another position."),
        ({"q-q9": "51"}, "Write a whole number from 0 to 50"),
        ({"q-q9": "²"}, "Write a whole number from 0 to 50"),
        ({"q-q12": "2022-01-01"}, "Choose a day from"),
        ({"q-q12": "snart"}, "Write the date like this"),
        ({"q-q13": "x" * 81}, "Write at most 80 characters."),
        ({"q-q14": "x" * 1_000_000}, "Write at most 2000 characters."),
        ({"q-q14": "a\0b"}, "control characters"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_shown_again(
    client: Visitor, link: str, wrong: dict[str, object], said: str
) -> None:
    answer = client.post(link, data={**FULL, **wrong})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Arkiv"' in answer.text
    assert stored() == []
    assert client.post(link, data=FULL).status_code == 303  # the link is as good as new


def test_markup_is_shown_as_it_was_written(client: Visitor, link: str) -> None:
    answer = client.post(link, data={**FULL, "q-q3": "", "q-q13": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_what_may_be_skipped_is_said_as_it_is(client: Visitor, link: str) -> None:
    assert "You can skip any question that is not marked as required." in client.get(link).text
    db.session.execute(update(SurveyQuestion).values(required=False))
    db.session.execute(update(Survey).values(version=Survey.version + 1))
    db.session.commit()
    assert "You can skip any question. You can answer once" in tell(client, link, "en")


def test_nothing_at_all_is_no_answer_and_the_link_still_works(client: Visitor, link: str) -> None:
    db.session.execute(update(SurveyQuestion).values(required=False))
    db.session.execute(update(Survey).values(version=Survey.version + 1))
    db.session.commit()
    for nothing in ({}, {"q-q14": "  "}, {"q-q12": "2027-05-02"}):  # the date was not asked for
        answer = client.post(link, data=nothing)
        assert answer.status_code == 422
        assert "You have not answered anything yet." in answer.text
    assert stored() == []
    assert client.post(link, data=FULL).status_code == 303


def test_what_was_not_asked_of_this_person_is_left_out(client: Visitor, link: str) -> None:
    client.post(link, data={**FULL, "q-q11": "no", "q-q2": "a"})
    (reply,) = stored()
    assert "q12" not in reply["answers"]  # type: ignore[operator]
    assert "q2" not in reply["texts"]  # type: ignore[operator]


def test_a_used_link_says_so_and_so_does_a_closed_survey(client: Visitor, link: str) -> None:
    client.post(link, data=FULL)
    for answer in (client.get(link), client.post(link, data=FULL)):
        assert answer.status_code == 410
        assert "has already been used to answer the survey" in answer.text
    assert len(stored()) == 1
    survey = db.session.scalars(select(Survey)).one()
    assert survey is not None
    surveys.close_survey(survey, now=NOON, actor=ACTOR)
    assert "The survey is closed" in client.get(link).text
    assert client.post(link, data=FULL).status_code == 410


def test_an_unknown_link_is_like_any_page_that_is_not_there(client: Visitor, link: str) -> None:
    known_not = client.get("/surveys/" + "a" * 32)
    assert known_not.status_code == 404
    assert client.post("/surveys/" + "a" * 32, data=FULL).status_code == 404
    strip = re.compile(r'<input type="hidden" name="next"[^>]*>')
    nowhere = client.get("/nowhere/" + "a" * 32)
    assert strip.sub("", known_not.text) == strip.sub("", nowhere.text)


def test_answering_takes_few_statements(client: Visitor, link: str, app: Flask) -> None:
    from sqlalchemy import event

    statements: list[str] = []
    event.listen(
        db.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2])
    )
    client.get(link)
    read = len(statements)
    client.post(link, data=FULL)
    assert read <= 6
    assert len(statements) - read <= 10
