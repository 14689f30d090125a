"""Whom the desk may check in together: by name or organisation, with who has come today."""

import pytest
from flask import Flask

from eventapp.domain.desk.walk_in import arrival_list
from eventapp.domain.desk.walk_in.arrival_list import find_arriving
from eventapp.domain.registration.cancellation import cancel
from eventapp.models import Event
from tests.builders import DAY, HOUR, NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.builders.people import an_organisation
from tests.domain.door.sending import send

TODAY = NOON.date()


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(seats=20, starts_at=NOON - HOUR, ends_at=NOON + 30 * HOUR)
    sigtuna = an_organisation("Sigtuna kommun")
    here, _there = (
        a_registration(event, name=name, organisation=sigtuna) for name in ("Åsa Ek", "Bo Ask")
    )
    cancel(a_registration(event, name="Cia Al", organisation=sigtuna), now=NOON)
    a_registration(event, name="Sigtrud Lind", organisation=an_organisation("Mora"))
    phone, _ = a_phone(event)
    send(phone, a_scan(a_digest(here)))
    return event


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("sigtuna", ["Bo Ask", "Åsa Ek"]),
        ("SIGT", ["Sigtrud Lind", "Bo Ask", "Åsa Ek"]),
        ("kommun", ["Bo Ask", "Åsa Ek"]),
        ("åsa", ["Åsa Ek"]),
        ("s", []),
        ("cia", []),
    ],
)
def test_by_the_words_of_a_name_or_an_organisation(
    event: Event, words: str, names: list[str]
) -> None:
    listed = find_arriving(event, words, TODAY)
    assert [person.name for person in listed.people] == names
    assert not listed.more


def test_it_says_who_has_come_on_that_day(event: Event) -> None:
    def came(day: object) -> dict[str, bool]:
        listed = find_arriving(event, "sigtuna", day)  # type: ignore[arg-type]
        return {person.name: person.came for person in listed.people}

    assert came(TODAY) == {"Bo Ask": False, "Åsa Ek": True}
    assert came(TODAY + DAY) == {"Bo Ask": False, "Åsa Ek": False}


def test_of_very_many_it_says_that_there_are_more(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrival_list, "ARRIVALS_MAX", 1)
    listed = find_arriving(event, "sigtuna", TODAY)
    assert (len(listed.people), listed.more) == (1, True)
