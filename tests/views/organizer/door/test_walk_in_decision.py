"""Deciding on the page: register, match, remove, and undo each."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Event, Registration, WalkIn, WalkInState
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.door import a_noted_person
from tests.views.public.pages import words
from tests.visitor import Visitor


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(seats=1, starts_at=NOON - HOUR, ends_at=NOON + HOUR)


@pytest.fixture
def walk_in(event: Event) -> WalkIn:
    walk_in = a_noted_person(event, "Vilma Utan", "Exempelby", "vilma@town.example")
    db.session.commit()
    return walk_in


@pytest.fixture
def desk(client: Visitor, app: Flask) -> Visitor:
    return signed_in(client, an_account(Role.ORGANIZER))


def decide(desk: Visitor, walk_in: WalkIn, what: str, **typed: str) -> TestResponse:
    page = f"/organizer/events/{walk_in.event.slug}/door/walk-ins/{walk_in.code}"
    desk.get(page)
    answer = desk.post(f"{page}/{what}", data=typed | {"csrf_token": desk.form_token()})
    db.session.expire_all()
    return answer


def test_registered_as_corrected_and_undone(desk: Visitor, walk_in: WalkIn) -> None:
    answer = decide(desk, walk_in, "confirmation", name="Wilma Utan", organisation="", email="")
    listed = words(desk.get(answer.location).text)

    person = db.session.query(Registration).one()
    assert person.name == "Wilma Utan"
    assert "Personen är anmäld och räknas som närvarande." in listed
    shown = desk.get(f"/organizer/events/{walk_in.event.slug}/registrations/{person.code}")
    assert "ingen adress" in words(shown.text)
    assert "no-address.invalid" not in shown.text
    undone = decide(desk, walk_in, "undo")
    assert undone.status_code == 303
    assert db.session.query(Registration).count() == 0
    assert walk_in.state is WalkInState.WAITING


def test_a_registered_person_of_like_name_is_offered_and_matched(
    desk: Visitor, walk_in: WalkIn
) -> None:
    known = a_registration(walk_in.event, name="Wilma Utan")
    db.session.commit()
    page = desk.get(f"/organizer/events/{walk_in.event.slug}/door/walk-ins/{walk_in.code}")
    assert "Är det någon av de här?" in words(page.text)

    answer = decide(desk, walk_in, "match", registration=known.code)

    assert answer.status_code == 303
    assert walk_in.registration_id == known.id
    assert decide(desk, walk_in, "match", registration=known.code).status_code == 409
    assert decide(desk, walk_in, "match", registration="nobody").status_code == 404


def test_removed_with_a_reason_and_undone(desk: Visitor, walk_in: WalkIn) -> None:
    assert decide(desk, walk_in, "refusal", **{"refusal-reason": ""}).status_code == 422
    assert decide(desk, walk_in, "refusal", **{"refusal-reason": "Dubbelt"}).status_code == 303
    assert walk_in.state is WalkInState.REFUSED
    assert decide(desk, walk_in, "undo").status_code == 303
    assert walk_in.state is WalkInState.WAITING
    assert decide(desk, walk_in, "undo").status_code == 409


def test_the_same_person_is_not_registered_twice_and_what_was_typed_stays(
    desk: Visitor, walk_in: WalkIn
) -> None:
    a_registration(walk_in.event, name="Vilma Utan", email="vilma@town.example")
    db.session.commit()
    typed = {"name": "Vilma Utan", "organisation": "Rättad by", "email": "vilma@town.example"}

    answer = decide(desk, walk_in, "confirmation", **typed)

    assert answer.status_code == 409
    assert "Rättad by" in answer.text
    assert decide(desk, walk_in, "confirmation", **typed | {"name": ""}).status_code == 422
    assert walk_in.state is WalkInState.WAITING
