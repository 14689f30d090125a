"""The form for a party: rows, mistakes at their rows, the question, and what strangers learn."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from eventapp.extensions import db, floods
from eventapp.models import (
    AttendanceMode,
    CareNeed,
    Event,
    Job,
    JobKind,
    Registration,
    RegistrationState,
)
from tests.builders import NOON, a_queue, a_registration, an_event, an_organisation
from tests.views.filled import ENGLISH, hidden_in, send
from tests.views.public.pages import Stopwatch, ask, counted_statements, read, without_own, words
from tests.views.public.test_strangers import counted_commits
from tests.visitor import Visitor

SHARED = {"organisation": "other", "other_organisation": "Föreningen Exempel"}


def root(event: Event) -> str:
    return f"/events/{event.slug}/registration/party"


def rows(*people: tuple[str, ...]) -> dict[str, str]:
    """The fields of these people: name, address and perhaps role."""
    names = ("name", "email", "role")
    return {
        f"people-{number}-{name}": text
        for number, person in enumerate(people)
        for name, text in zip(names, person, strict=False)
    }


def party_of(count: int) -> dict[str, str]:
    return rows(*((f"Person {n}", f"person{n}@town.example") for n in range(count)))


def fill_in(client: Visitor, event: Event, fields: dict[str, str], **more: Any) -> TestResponse:
    return send(client, f"{root(event)}/new", root(event), **{**SHARED, **fields, **more})


def registered() -> list[Registration]:
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def test_each_of_the_party_is_registered_with_the_shared_organisation(client: Visitor) -> None:
    town, event = an_organisation(), an_event()
    people = rows(("Anna Ek", "anna@town.example", "kurator"), ("Bo Al", "Bo@town.example"))

    answer = fill_in(client, event, people, organisation=town.code, other_organisation="")

    anna, bo = registered()
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/received?state=confirmed")
    assert (anna.name, anna.role, bo.email) == ("Anna Ek", "kurator", "bo@town.example")
    assert {anna.organisation_id, bo.organisation_id} == {town.id}
    assert db.session.scalar(select(func.count()).select_from(CareNeed)) == 0
    assert "You all have a place" in read(client, answer.headers["Location"], "en")


def test_another_row_is_added_without_script_and_keeps_what_was_typed(client: Visitor) -> None:
    event = an_event()

    page = fill_in(client, event, rows(("Anna Ek", "wrong")), add="1")

    assert page.status_code == 200
    assert 'value="Anna Ek"' in page.text
    assert "Person 3" in page.text
    assert "Check" not in page.text
    assert registered() == []


def test_there_are_ten_rows_at_most(client: Visitor) -> None:
    event = an_event()

    page = fill_in(client, event, party_of(10), add="1")

    assert "Person 10" in page.text
    assert "Person 11" not in page.text
    assert "At most 10 people" in page.text


def test_more_than_ten_are_refused_not_cut_off(client: Visitor) -> None:
    page = fill_in(client, an_event(), party_of(11))

    assert page.status_code == 422
    assert "At most 10 people at once." in words(page.text)
    assert registered() == []


def test_mistakes_are_said_at_their_rows_and_nobody_is_registered(client: Visitor) -> None:
    event = an_event()
    people = rows(("Anna Ek", "anna@town.example"), ("", "bo@"), ("Cia Fe", "ANNA@town.example"))

    page = fill_in(client, event, people)

    assert page.status_code == 422
    assert "Person 2: Write the name." in words(page.text)
    assert 'href="#people-1-email"' in page.text
    assert 'value="bo@"' in page.text
    assert registered() == []


def test_one_person_in_two_rows_is_said_at_the_second(client: Visitor) -> None:
    people = rows(("Anna Ek", "anna@town.example"), ("ANNA EK", "Anna@Town.example"))

    page = fill_in(client, an_event(), people)

    assert page.status_code == 422
    assert "This is the same person as person 1." in page.text
    assert registered() == []


def test_an_empty_form_says_so(client: Visitor) -> None:
    page = fill_in(client, an_event(), {})

    assert page.status_code == 422
    assert "Write at least one person." in page.text


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "x"])
def test_rows_of_no_number_are_nobodys(client: Visitor, number: str) -> None:
    page = fill_in(client, an_event(), {f"people-{number}-name": "Anna"})

    assert page.status_code == 422


def test_protection_is_not_taken_and_not_shown_again(client: Visitor) -> None:
    people = rows(("Anna Ek", "anna@town.example"), ("Bo Al", "bo@x.example", "skyddad identitet"))

    page = fill_in(client, an_event(), people)

    assert page.status_code == 422
    assert "This person cannot be registered here." in page.text
    assert "bo@x.example" not in page.text
    assert "skyddad" not in page.text
    assert registered() == []


def test_who_does_not_all_fit_is_asked_and_the_answer_is_kept(client: Visitor) -> None:
    event = an_event(seats=2)

    page = fill_in(client, event, party_of(3))
    again = fill_in(client, event, party_of(3), together="some")

    assert page.status_code == 409
    assert "There are not places for all of you now." in page.text
    assert 'value="Person 2"' in page.text
    assert 'value="whole"' in page.text
    assert again.headers["Location"].endswith("state=some")
    assert [r.state for r in registered()] == [
        RegistrationState.CONFIRMED,
        RegistrationState.CONFIRMED,
        RegistrationState.WAITLISTED,
    ]


def test_a_group_that_waits_for_all_or_none(client: Visitor) -> None:
    event = an_event(seats=4)
    for _ in range(2):
        a_registration(event)

    answer = fill_in(client, event, party_of(3), together="whole")

    assert answer.headers["Location"].endswith("state=waitlisted")
    assert "all on the waiting list" in read(client, answer.headers["Location"], "en")


def test_more_than_the_event_has_room_for_cannot_wait_for_all(client: Visitor) -> None:
    page = fill_in(client, an_event(seats=2), party_of(3), together="whole")

    assert page.status_code == 409
    assert "wait in vain" in page.text


def test_where_there_is_plenty_nothing_is_asked(client: Visitor) -> None:
    assert "not places for all of you" not in ask(client, f"{root(an_event())}/new", "en").text


def test_a_closed_event_shows_no_form(client: Visitor) -> None:
    event = an_event(registration_closes_at=NOON)

    answer = ask(client, f"{root(event)}/new", "en")
    assert answer.headers["Location"] == f"/events/{event.slug}/registration/new"


def seen(client: Visitor, answer: TestResponse) -> tuple[object, ...]:
    page = ask(client, answer.headers["Location"], "en")
    headers = [pair for pair in answer.headers.to_wsgi_list() if pair[0] != "Set-Cookie"]
    return answer.status_code, answer.data, headers, page.status_code, without_own(page.text)


@pytest.mark.parametrize("seats", [60, 1], ids=["places left", "full"])
def test_strangers_see_and_cost_the_same_whoever_is_registered(
    client: Visitor, monkeypatch: pytest.MonkeyPatch, seats: int
) -> None:
    Stopwatch(monkeypatch)
    event = an_event(seats=seats)
    for number in range(2):
        a_registration(event, name=f"Person {number}", email=f"person{number}@town.example")
    if seats == 1:
        a_queue(event, 1)
    new = rows(("Ny Ek", "ny@town.example"), ("Na Ek", "na@town.example"))
    mixed = rows(("Person 0", "person0@town.example"), ("Nu Ek", "nu@town.example"))
    hidden = hidden_in(client.get(f"{root(event)}/new", headers=ENGLISH).text)
    action = root(event)
    answers, costs = [], []
    for people in (new, mixed, party_of(2)):
        fields = {**SHARED, **hidden, **people, "together": "some"}
        db.session.rollback()
        with counted_statements() as sent, counted_commits() as commits:
            answer = client.post(action, data=fields, headers=ENGLISH)
        assert len(commits) == 1
        costs.append(len([text for text in sent if not text.startswith("UPDATE events")]))
        answers.append(seen(client, answer))

    assert answers[0] == answers[1] == answers[2]
    assert max(costs) - min(costs) <= 2, costs
    letters = db.session.scalars(select(Job).where(Job.kind == JobKind.PERSONAL_LINK_MAIL)).all()
    assert len(letters) == 3


@pytest.mark.parametrize("size", [2, 5, 10])
def test_a_party_costs_three_statements_more_than_one_person_and_one_commit(
    client: Visitor, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    Stopwatch(monkeypatch)
    town = an_organisation()
    event = an_event(seats=4, reserved={town: 1})
    a_registration(event, organisation=town)
    action = root(event)
    hidden = hidden_in(client.get(f"{action}/new").text)
    db.session.commit()

    with counted_statements() as sent, counted_commits() as commits:
        answer = client.post(
            action, data={**SHARED, **hidden, **party_of(size), "together": "some"}
        )

    assert answer.status_code == 303
    assert len(registered()) == size + 1
    assert len(sent) <= 12 + 3, sent
    assert len(commits) == 1


def test_a_party_counts_as_many_letters_as_it_sends(client: Visitor) -> None:
    event = an_event(seats=90)
    extensions = client.application.extensions
    extensions["settings"] = replace(extensions["settings"], registrations_per_minute="20")
    floods.reset()

    statuses = [fill_in(client, event, party_of(10)).status_code for _ in range(3)]

    assert statuses == [303, 303, 429]
    floods.reset()


def test_the_letter_says_that_somebody_else_registered_them(client: Visitor) -> None:
    event = an_event()
    fill_in(client, event, party_of(2))

    jobs = db.session.scalars(select(Job).where(Job.kind == JobKind.REGISTRATION_MAIL)).all()

    assert [job.payload["in_party"] for job in jobs] == [1, 1]


@pytest.mark.parametrize(
    ("seats", "heading"),
    [(9, "Your registrations have been received"), (1, "Places are held for some of you")],
)
def test_where_the_event_approves_nobody_is_told_to_have_a_place(
    client: Visitor, seats: int, heading: str
) -> None:
    event = an_event(seats=seats, approval_days=3)

    answer = fill_in(client, event, party_of(2), together="some")

    page = words(read(client, answer.headers["Location"], "en"))
    assert heading in page
    assert "have a place" not in page
    assert registered()[0].state is RegistrationState.PENDING


def test_a_meeting_by_video_speaks_of_no_ticket_and_no_diet(client: Visitor) -> None:
    event = an_event(form=AttendanceMode.ONLINE)

    form = read(client, f"{root(event)}/new", "en")
    answer = fill_in(client, event, party_of(2))

    for page in (form, read(client, answer.headers["Location"], "en")):
        text = words(page)
        assert "ticket" not in text.lower()
        assert "diet" not in text.lower()
