"""Diet and access: sealed at rest, opened for the person alone."""

import dataclasses
from collections.abc import Iterator

import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from eventapp.domain.registration import care_need
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.extensions import db, metadata
from eventapp.keys import KeyRing
from eventapp.models import CareNeed
from eventapp.worker import periodic
from tests.builders import DAY, HOUR, a_registration, an_event
from tests.databases import MigratedDatabase
from tests.settings import CARE_KEY

NEEDS = CareNeeds(diet="nötallergi-kanariefågel", access="hörslinga-kanariefågel")
CANARY = "kanariefågel"

pytestmark = pytest.mark.usefixtures("app")


def everything_stored() -> Iterator[bytes]:
    """Every value of every row, as bytes."""
    for table in metadata.sorted_tables:
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')):
            for value in row:
                yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_the_person_reads_what_they_wrote() -> None:
    registration = a_registration(an_event(), needs=NEEDS)

    assert care_need.decrypt_needs(registration) == NEEDS


@given(st.builds(CareNeeds, diet=st.text(), access=st.text()))
@settings(max_examples=30)
def test_any_words_come_back_as_they_were_written(needs: CareNeeds) -> None:
    registration = a_registration(an_event())

    care_need.replace_needs(registration, needs)

    assert care_need.decrypt_needs(registration) == needs
    db.session.rollback()


def test_someone_without_needs_has_no_row() -> None:
    registration = a_registration(an_event(), needs=CareNeeds())

    assert db.session.get(CareNeed, registration.id) is None
    assert care_need.decrypt_needs(registration) == CareNeeds()


def test_the_words_are_in_no_value_of_the_database_and_not_in_its_file(
    database: MigratedDatabase,
) -> None:
    registration = a_registration(an_event(), needs=NEEDS, role="samordnare-kanariefågel")
    db.session.commit()

    holding = [value for value in everything_stored() if CANARY.encode() in value]
    assert holding == [registration.role.encode()]  # the search finds what is there
    for path in database.data.glob("eventapp.sqlite*"):
        stored = path.read_bytes()
        assert "nötallergi".encode() not in stored
        assert "hörslinga".encode() not in stored


def test_a_box_moved_to_another_registration_does_not_open() -> None:
    event = an_event()
    first, other = (
        a_registration(event, needs=NEEDS),
        a_registration(event, needs=CareNeeds("vegan")),
    )
    boxes = {
        registration: db.session.get_one(CareNeed, registration.id)
        for registration in (first, other)
    }
    boxes[other].sealed = boxes[first].sealed
    db.session.flush()

    with pytest.raises(InvalidTag):
        care_need.decrypt_needs(other)


def test_a_box_that_was_tampered_with_does_not_open() -> None:
    registration = a_registration(an_event(), needs=NEEDS)
    box = db.session.get_one(CareNeed, registration.id)
    box.sealed = box.sealed[:-1] + bytes([box.sealed[-1] ^ 1])
    db.session.flush()

    with pytest.raises(InvalidTag):
        care_need.decrypt_needs(registration)


def test_the_same_words_are_sealed_differently_each_time() -> None:
    registration = a_registration(an_event())

    boxes = {care_need.seal(registration, NEEDS).sealed for _ in range(10)}

    assert len(boxes) == 10


def test_a_new_key_seals_and_the_old_one_still_opens(app: Flask) -> None:
    registration = a_registration(an_event(), needs=NEEDS)
    keys = app.extensions["keys"]
    ring = KeyRing({2: b"n" * 32, 1: CARE_KEY})
    app.extensions["keys"] = dataclasses.replace(keys, care_needs=ring)

    assert care_need.decrypt_needs(registration) == NEEDS
    care_need.replace_needs(registration, NEEDS)
    db.session.flush()
    assert db.session.get_one(CareNeed, registration.id).key_number == 2
    assert care_need.decrypt_needs(registration) == NEEDS


def test_needs_say_whether_there_are_any() -> None:
    assert NEEDS
    assert not CareNeeds()


def test_needs_are_deleted_two_weeks_after_the_event_and_not_before() -> None:
    event = an_event()
    registration = a_registration(event, needs=NEEDS)
    another = a_registration(an_event(), needs=NEEDS)
    another.event.ends_at = event.ends_at + DAY
    db.session.commit()
    due = care_need.deletion_date(event)

    periodic.run_due(now=due - HOUR)
    assert care_need.decrypt_needs(registration) == NEEDS

    periodic.run_due(now=due)
    assert care_need.decrypt_needs(registration) == CareNeeds()
    assert care_need.decrypt_needs(another) == NEEDS
