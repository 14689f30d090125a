"""Where people at an event come from, as phones offer it."""

import pytest
from flask import Flask

from eventapp.domain.door.walk_in import organisation
from eventapp.domain.door.walk_in.organisation import list_organisations
from eventapp.domain.registration.cancellation import cancel
from tests.builders import NOON, a_registration, an_event


def test_those_with_a_place_are_listed_in_order(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event(seats=5)
    people = [a_registration(event) for _ in range(5)]
    names = ("Örby", "Exempelby", "Örby", "åsele", "")
    for person, name in zip(people, names, strict=True):
        person.organisation_name = name
    cancel(people[3], now=NOON)

    assert list_organisations(event) == ["Exempelby", "Örby"]
    monkeypatch.setattr(organisation, "ORGANISATIONS_MAX", 1)
    assert list_organisations(event) == ["Örby"]
