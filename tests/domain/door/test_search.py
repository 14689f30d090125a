"""Finding people at the door by name and desk code."""

from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.door import roster_entry
from eventapp.domain.door.search import search_people
from eventapp.domain.registration import ticket
from eventapp.extensions import db
from eventapp.models import Event, RosterEntry, Visibility
from tests.builders import NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone
from tests.domain.door.records import open_record


@pytest.fixture
def event(app: Flask) -> Event:
    event = an_event(starts_at=NOON - timedelta(hours=2), ends_at=NOON + timedelta(hours=30))
    a_phone(event)
    return event


def up_to_date(event: Event) -> None:
    """Bring the log of changed tickets up to date."""
    db.session.flush()
    roster_entry.record_changes(event)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("oberg", ["Åsa Öberg"]),
        ("Öberg", ["Asa Oberg", "Åsa Öberg"]),
        ("asa o", ["Asa Oberg", "Åsa Öberg"]),
        ("ö", []),
        ("garcia", ["José García"]),
        ("berg", []),
        ("  ", []),
    ],
)
def test_accents_are_folded_both_ways(event: Event, words: str, names: list[str]) -> None:
    for name in ("Åsa Öberg", "José García"):
        a_registration(event, name=name)
    if words != "oberg":
        a_registration(event, name="Asa Oberg")
    up_to_date(event)

    assert sorted(person.name for person in search_people(event, words)) == names


def test_a_desk_code_finds_its_owner_alone(event: Event) -> None:
    someone, _other = a_registration(event), a_registration(event)
    up_to_date(event)
    spoken = f"{someone.desk_code[:4].lower()} {someone.desk_code[4:]}".replace("0", "o")

    people = search_people(event, spoken)

    assert [person.digest for person in people] == [a_digest(someone)]


def test_ten_are_shown_at_most_and_each_person_once(event: Event) -> None:
    for _ in range(10):
        a_registration(event)
    someone = a_registration(other := an_event(), name="Linnéa")
    ticket.issue(other, someone, now=NOON)
    a_phone(other)
    up_to_date(event)
    up_to_date(other)

    assert len(search_people(event, "linnea")) == 10
    assert len(search_people(other, "linnea")) == 1


def test_limited_visibility_shows_a_first_name_and_no_more(event: Event) -> None:
    someone = a_registration(event, name="Åsa Öberg", visibility=Visibility.LIMITED)
    up_to_date(event)

    people = search_people(event, "oberg")

    assert [(person.name, person.organisation) for person in people] == [("Åsa", "")]
    entry = db.session.get_one(RosterEntry, (event.id, a_digest(someone)))
    assert entry.record
    plain = open_record(ticket.current_code(someone), event.public_id, entry.record)
    assert "Åsa".encode() in plain
    assert "Öberg".encode() not in plain
