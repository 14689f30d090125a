"""Keys that stored things need are missed before somebody asks for the things."""

import dataclasses

import pytest
from flask import Flask

from eventapp.domain.permission import Role
from eventapp.domain.protected.key_usage import list_missing_keys
from eventapp.domain.registration.care_need import CareNeeds, decrypt_needs
from eventapp.domain.registration.link import personal_token
from eventapp.domain.registration.ticket import current_code
from eventapp.keys import KeyRing, MissingKey, parse_ring
from tests.builders import a_registration, an_event
from tests.builders.account import PASSWORD, an_account, with_password, with_second_factor
from tests.builders.alias import an_alias
from tests.builders.forms import send
from tests.visitor import Visitor

NEW_KEY = b"n" * 32


def roll(app: Flask) -> None:
    """Put a new key in every ring, and drop the old one too early."""
    fields = ("tickets", "care_needs", "second_factors", "protected")
    keys = app.extensions["keys"]
    rolled = {name: KeyRing({2: NEW_KEY}, getattr(keys, name).setting) for name in fields}
    app.extensions["keys"] = dataclasses.replace(keys, **rolled)


def test_nothing_is_missing_as_long_as_the_old_keys_stay(app: Flask) -> None:
    a_registration(an_event(), needs=CareNeeds(diet="vegan"))
    with_second_factor(an_account(Role.ORGANIZER))

    assert list_missing_keys() == []


def test_each_missing_key_is_named_with_its_setting(app: Flask) -> None:
    registration = a_registration(an_event(), needs=CareNeeds(diet="vegan"))
    with_second_factor(an_account(Role.ORGANIZER))
    an_alias(an_event())

    roll(app)

    assert list_missing_keys() == [
        "EVENTAPP_TICKET_KEYS lacks key 1, which made tickets",
        "EVENTAPP_CARE_KEYS lacks key 1, which made diet and access needs",
        "neither EVENTAPP_FACTOR_KEYS nor EVENTAPP_CARE_KEYS opens 1 second factors",
        "neither EVENTAPP_PROTECTED_KEYS nor EVENTAPP_CARE_KEYS opens 1 aliases",
    ]
    with pytest.raises(MissingKey, match="EVENTAPP_CARE_KEYS lacks key 1"):
        decrypt_needs(registration)
    with pytest.raises(MissingKey, match="EVENTAPP_TICKET_KEYS lacks key 1"):
        current_code(registration)


def test_a_ring_knows_its_setting() -> None:
    ring = parse_ring("EVENTAPP_FACTOR_KEYS", "2:" + "A" * 43 + "=")

    with pytest.raises(MissingKey, match="EVENTAPP_FACTOR_KEYS lacks key 1"):
        ring[1]


def test_signing_in_says_that_the_fault_is_ours_and_a_recovery_code_works(
    app: Flask, client: Visitor
) -> None:
    account = with_password(an_account(Role.ORGANIZER))
    code = with_second_factor(account)[0]
    roll(app)
    send(client, "/sign-in", "/sign-in", email=account.email, password=PASSWORD)

    refused = send(client, "/sign-in/code", "/sign-in/code", code="123456")

    assert refused.status_code == 422
    assert "Felet är vårt" in refused.text
    assert send(client, "/sign-in/code", "/sign-in/code", code=code).status_code == 303
    assert client.get("/account").status_code == 200


def test_a_page_that_needs_the_key_says_that_we_are_soon_back(app: Flask, client: Visitor) -> None:
    registration = a_registration(an_event(), needs=CareNeeds(diet="vegan"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    roll(app)

    answer = client.get(f"/registrations/{personal_token(registration)}")

    assert answer.status_code == 503
    assert "EVENTAPP" not in answer.text
