"""The address shown back to the browser that sent the form, and changed there within the hour."""

from random import Random

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from eventapp.clock import standing_at
from eventapp.domain.registration import ticket
from eventapp.domain.registration.link import agenda_token, personal_token
from eventapp.extensions import db
from eventapp.models import Event, Job, JobKind, Registration, RegistrationState
from tests.builders import HOUR, NOON, a_queue, a_registration, an_event, an_organisation
from tests.views.filled import ENGLISH, WELL, ask_for_place, hidden_in, send
from tests.views.organizer.counting import counted_statements
from tests.views.public.pages import Stopwatch, ask, read, without_own, words
from tests.views.public.test_strangers import counted_commits
from tests.visitor import Visitor

pytestmark = pytest.mark.on_both

OFFICE = "kansli@town.example"
EVIL = "evil@else.example"


def received(event: Event) -> str:
    return f"/events/{event.slug}/registration/received?state=confirmed"


def correct(client: Visitor, event: Event, email: str) -> TestResponse:
    return send(client, received(event), received(event).partition("?")[0], email=email)


def shown_to(client: Visitor, event: Event) -> str:
    return words(read(client, received(event), "en"))


def test_the_address_is_shown_in_the_own_browser_alone(app: Flask, client: Visitor) -> None:
    event = an_event()
    ask_for_place(client, event)

    assert WELL["email"] in shown_to(client, event)
    assert WELL["email"] not in shown_to(app.test_client(), event)  # type: ignore[arg-type]
    assert WELL["email"] not in shown_to(client, an_event())
    assert ask(client, received(event)).headers["Cache-Control"] == "no-store"


def test_the_page_is_rendered_once_and_each_is_shown_their_own(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    Stopwatch(monkeypatch)  # what was looked up a moment ago is not looked up again
    event = an_event()
    ask_for_place(client, event)
    other: Visitor = app.test_client()  # type: ignore[assignment]
    ask_for_place(other, event, name="Bo Ek", email="bo&co@town.example")
    page = received(event)
    first = read(client, page, "en")

    with counted_statements() as sent:
        second = read(other, page, "en")

    assert sent == []
    assert "bo&amp;co@town.example" in second
    assert WELL["email"] not in second
    assert hidden_in(first)["csrf_token"] != hidden_in(second)["csrf_token"]
    assert correct(other, event, "bo@town.example").status_code == 303


def test_it_is_changed_by_one_field(client: Visitor) -> None:
    event = an_event()
    ask_for_place(client, event)

    answer = correct(client, event, "Linnéa <linnea.right@town.example>")

    page = words(read(client, answer.headers["Location"], "en"))
    assert answer.status_code == 303
    assert "The address has been changed" in page
    assert "linnea.right@town.example" in page
    assert db.session.scalars(select(Registration.email)).all() == ["linnea.right@town.example"]
    assert correct(client, event, "linnea.third@town.example").status_code == 303
    assert db.session.scalars(select(Registration.email)).all() == ["linnea.third@town.example"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write your email address."),
        ("linnea", "The email address has no @."),
        (WELL["email"].upper(), "That is the address you gave."),
    ],
)
def test_what_is_wrong_is_said_and_kept(client: Visitor, typed: str, sentence: str) -> None:
    event = an_event()
    ask_for_place(client, event)

    answer = correct(client, event, typed)

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert f'value="{typed}"' in answer.text
    assert db.session.scalars(select(Registration.email)).all() == [WELL["email"]]


def test_after_the_hour_the_browser_has_forgotten(client: Visitor) -> None:
    event = an_event()
    ask_for_place(client, event)
    hidden = hidden_in(read(client, received(event), "en"))

    with standing_at(NOON + HOUR):
        answer = client.post(
            received(event), data={**hidden, "email": "late@town.example"}, headers=ENGLISH
        )
        page = shown_to(client, event)

    assert answer.status_code == 409
    assert "within an hour" in words(answer.text)
    assert WELL["email"] not in page


@pytest.mark.parametrize("value", ["", "x", "AAAA", "é", "A" * 3000])
def test_a_cookie_of_ones_own_making_opens_nothing(client: Visitor, value: str) -> None:
    event = an_event()
    path = f"/events/{event.slug}/registration"
    client.set_cookie("eventapp_sent", value, path=path)

    assert "Change the email address" not in shown_to(client, event)


def test_a_near_miss_is_asked_about(client: Visitor) -> None:
    event = an_event()
    town = an_organisation("Exempelstad")
    town.mailbox = "post@exempelstad.example"
    ask_for_place(client, event, email="a@exmpelstad.example", organisation=town.code)

    page = read(client, received(event), "en")

    assert "Did you mean a@exempelstad.example?" in words(page)
    assert 'value="a@exempelstad.example"' in page


def test_what_is_too_long_for_a_cookie_is_shown_and_no_more(client: Visitor) -> None:
    event = an_event()
    draw = Random(1)
    diet, access = ("".join(chr(draw.randrange(0x4E00, 0x9FFF)) for _ in range(500)) for _ in "ab")
    ask_for_place(client, event, diet=diet, access=access)

    page = shown_to(client, event)

    assert WELL["email"] in page
    assert "Change the email address" not in page
    assert "Fill in the form again" in page
    assert client.post(received(event), data={"email": EVIL}).status_code in {400, 409}


# Somebody who wants Anna's ticket, or to learn whether she is registered

ANNA = {"name": "Anna Ek", "email": "anna@town.example"}
FORMS = {
    "a newcomer's": ("New Person", "new@town.example"),
    "Anna's": ("Anna Ek", "anna@town.example"),
    "one of a full office": ("Person 0", OFFICE),
    "a sixth of an office": ("Person 6", OFFICE),
    "Anna's name, own address": ("Anna Ek", "mine@else.example"),
}
# To which address it is then changed.
TARGETS = {
    "an own": EVIL,
    "where the same name is": "like@else.example",
    "Anna's": "anna@town.example",
    "a full office's": OFFICE,
}


@pytest.fixture(params=[40, 1], ids=["places left", "full"])
def event(app: Flask, request: pytest.FixtureRequest) -> Event:
    """An event at which Anna is, with five others of one office."""
    del app
    event = an_event(seats=request.param)
    a_registration(event, **ANNA)
    a_registration(event, name="Anna Ek", email="like@else.example")
    for number in range(5):
        a_registration(event, name=f"Person {number}", email=OFFICE)
    if request.param == 1:
        a_queue(event, 1)
    db.session.query(Registration).update({"first_letter_at": NOON - 2 * HOUR})
    return event


def anna() -> Registration:
    return db.session.scalars(select(Registration).filter_by(**ANNA)).one()


def test_annas_place_is_never_touched(app: Flask, event: Event) -> None:
    def facts() -> tuple[object, ...]:
        mine = anna()
        return mine.version, personal_token(mine), agenda_token(mine), ticket.current_code(mine)

    before = facts()
    for name, email in FORMS.values():
        for target in TARGETS.values():
            stranger = app.test_client()
            ask_for_place(stranger, event, name=name, email=email)  # type: ignore[arg-type]
            if email != target:
                assert correct(stranger, event, target).status_code == 303  # type: ignore[arg-type]

    assert facts() == before
    jobs = db.session.scalars(
        select(Job).where(Job.payload["registration_id"].as_integer() == anna().id)
    )
    assert {job.kind for job in jobs} <= {JobKind.REGISTRATION_MAIL, JobKind.PERSONAL_LINK_MAIL}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_every_change_is_answered_alike_and_costs_as_much(
    app: Flask, event: Event, target: str
) -> None:
    answers, costs, path = {}, {}, received(event)
    for who, (name, email) in FORMS.items():
        if email == target:
            continue
        stranger: Visitor = app.test_client()  # type: ignore[assignment]
        ask_for_place(stranger, event, name=name, email=email)
        hidden = hidden_in(read(stranger, path, "en"))
        with counted_statements() as sent, counted_commits() as commits:
            answer = stranger.post(path, data={**hidden, "email": target}, headers=ENGLISH)
        page = ask(stranger, answer.headers["Location"], "en")
        answers[who] = (answer.status_code, answer.data, page.status_code, without_own(page.text))
        costs[who] = len(
            [statement for statement in sent if not statement.startswith("UPDATE events")]
        )
        assert len(commits) == 1, who

    assert len(set(answers.values())) == 1
    assert max(costs.values()) - min(costs.values()) <= 2, costs


def test_no_letter_goes_to_the_address_that_is_left(app: Flask, event: Event) -> None:
    """Else whoever owns it would learn from it whether the new one is registered."""
    for target in TARGETS.values():
        stranger: Visitor = app.test_client()  # type: ignore[assignment]
        ask_for_place(stranger, event, name="Anna Ek", email="mine@else.example")
        before = set(db.session.scalars(select(Job.id)))
        correct(stranger, event, target)
        jobs = db.session.scalars(select(Job).where(Job.id.not_in(before))).all()
        ids = [job.payload["registration_id"] for job in jobs]
        emails = db.session.scalars(select(Registration.email).where(Registration.id.in_(ids)))
        assert "mine@else.example" not in set(emails), target


def test_the_cookie_is_as_long_for_whom_the_form_made_a_place_and_for_whom_not(
    app: Flask, event: Event
) -> None:
    def size(name: str) -> int:
        stranger: Visitor = app.test_client()  # type: ignore[assignment]
        answer = ask_for_place(stranger, event, name=name, email="anna@town.example")
        cookies = answer.headers.getlist("Set-Cookie")
        return next(len(cookie) for cookie in cookies if cookie.startswith("eventapp_sent"))

    assert size("Anna Ek") == size("Anna Ok")


def test_the_old_link_is_gone_whoever_the_new_address_belongs_to(app: Flask, event: Event) -> None:
    answers = []
    for target in (EVIL, "anna@town.example"):
        stranger: Visitor = app.test_client()  # type: ignore[assignment]
        ask_for_place(stranger, event, name="Anna Ek", email="mine@else.example")
        mine = db.session.scalars(
            select(Registration).where(
                Registration.email == "mine@else.example",
                Registration.state != RegistrationState.CANCELLED,
            )
        ).one()
        paths = [
            f"/registrations/{personal_token(mine)}",
            f"/registrations/{agenda_token(mine)}/agenda.ics",
        ]
        correct(stranger, event, target)
        answers.append([stranger.get(path).status_code for path in paths])

    assert answers[0] == answers[1] == [404, 404]
