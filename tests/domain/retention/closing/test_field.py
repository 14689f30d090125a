"""The list of fields: columns that are there, as JSON has them, and none of a person."""

import json

import pytest

from eventapp.domain.retention.closing.field import PERMITTED, permitted, permitted_event
from eventapp.models import EventVisibility
from tests.builders import an_event

pytestmark = pytest.mark.usefixtures("app")


def test_every_permitted_field_is_a_column() -> None:
    for model, names in PERMITTED.items():
        assert set(names) <= set(model.__mapper__.column_attrs.keys())


def test_no_table_of_people_is_on_it_and_no_column_that_names_or_opens() -> None:
    people = {"registrations", "accounts", "invitees", "speakers", "speaker_addresses", "aliases"}
    assert not people & {model.__tablename__ for model in PERMITTED}
    private = {"email", "name", "link_digest", "token_digest", "contact_email", "contact_phone"}
    assert not private & {name for names in PERMITTED.values() for name in names}


def test_a_row_is_as_json_has_it() -> None:
    event = an_event(contact_email="anna@bra.example")
    fields = permitted(event)
    assert json.loads(json.dumps(fields)) == fields
    assert fields["state"] == "published"
    assert "anna@bra.example" not in str(fields)


def test_where_a_closed_event_is_is_not_told() -> None:
    event = an_event(venue_name="Huset")
    assert permitted_event(event)["venue_name"] == "Huset"
    event.visibility = EventVisibility.CLOSED
    assert permitted_event(event)["venue_name"] == ""
