"""What a letter says of a registration is read at once."""

import pytest

from eventapp.domain.letter.recipient import find_recipient, list_recipients
from eventapp.extensions import db
from tests.builders import HOUR, a_registration, a_session, an_event
from tests.views.organizer.counting import counted_statements

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.on_sqlite_alone]


def test_a_letter_asks_the_database_for_nothing_more() -> None:
    event = an_event()
    sessions = (a_session(event), a_session(event, starts_at=event.starts_at + 2 * HOUR))
    number = a_registration(event, sessions=sessions).id
    db.session.commit()
    db.session.expunge_all()

    registration = find_recipient(number)

    assert registration
    with counted_statements() as asked:
        assert registration.event.title
        assert [choice.session.title for choice in registration.choices]
        assert len(registration.tickets) == 1
    assert list(asked) == []


def test_who_is_not_there_is_left_out() -> None:
    there = a_registration(an_event())

    assert list_recipients({there.id, there.id + 1}) == {there.id: there}
    assert find_recipient(there.id + 1) is None
