"""Personal addresses: derived from a secret, stored as digests, each opening one thing."""

import dataclasses
import re

import pytest
from flask import Flask

from eventapp.domain.registration import link
from eventapp.extensions import db
from tests.builders import a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_an_address_opens_its_own_registration() -> None:
    event = an_event()
    first, other = a_registration(event), a_registration(event)

    for registration in (first, other):
        assert link.find_by_personal_token(link.personal_token(registration)) is registration
        assert link.find_by_agenda_token(link.agenda_token(registration)) is registration


def test_the_feeds_address_does_not_open_the_personal_page_nor_the_other_way() -> None:
    registration = a_registration(an_event())

    assert link.find_by_personal_token(link.agenda_token(registration)) is None
    assert link.find_by_agenda_token(link.personal_token(registration)) is None


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "å", "\x00", "a" * 10_000])
def test_made_up_addresses_open_nothing(token: str) -> None:
    a_registration(an_event())

    assert link.find_by_personal_token(token) is None
    assert link.find_by_agenda_token(token) is None


def test_what_is_stored_opens_nothing() -> None:
    registration = a_registration(an_event())

    for stored in (registration.link_digest, registration.secret, registration.code):
        assert link.find_by_personal_token(stored) is None


def test_a_token_holds_160_bits_in_letters_that_addresses_bear() -> None:
    token = link.personal_token(a_registration(an_event()))

    assert re.fullmatch("[a-z2-7]{32}", token)


def test_tokens_of_different_people_and_purposes_differ() -> None:
    event = an_event()
    people = [a_registration(event) for _ in range(5)]

    tokens = {
        token
        for person in people
        for token in (
            link.personal_token(person),
            link.agenda_token(person),
            link.calendar_uid(person, "event"),
            link.calendar_uid(person, "agenda event"),
        )
    }

    assert len(tokens) == 20


def test_a_renewed_feed_has_a_new_address_and_the_old_one_is_dead() -> None:
    registration = a_registration(an_event())
    old, personal = link.agenda_token(registration), link.personal_token(registration)

    link.renew_agenda(registration)
    db.session.flush()

    assert link.find_by_agenda_token(old) is None
    assert link.find_by_agenda_token(link.agenda_token(registration)) is registration
    assert link.find_by_personal_token(personal) is registration


def test_without_the_token_key_no_token_can_be_derived_from_the_database(app: Flask) -> None:
    registration = a_registration(an_event())
    right = link.personal_token(registration)

    app.extensions["keys"] = dataclasses.replace(app.extensions["keys"], links=b"another" * 5)

    assert link.personal_token(registration) != right
    assert link.find_by_personal_token(link.personal_token(registration)) is None
