"""After a restore: what the clock would send again is held until somebody looks at it."""

import pytest
from sqlalchemy import select

from eventapp.domain.installation.aftermath import settle_restored
from eventapp.domain.installation.archive import Manifest
from eventapp.domain.letter.letter import remove_draft, send_letter, text_of
from eventapp.domain.letter.timetable import find_entry, list_due_letters, start_all_due
from eventapp.extensions import db
from eventapp.models import Event, EventLetter, LetterKind, LetterState
from tests.builders import HOUR, NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")
REMINDER = LetterKind.REMINDER


def an_event_whose_reminder_went_after_the_backup() -> tuple[Event, EventLetter]:
    event = an_event()
    a_registration(event)
    restored_at = find_entry(event, REMINDER, now=NOON).sends_at + HOUR
    assert list_due_letters(now=restored_at) == [(event.id, REMINDER)]

    manifest = Manifest(NOON.isoformat(), "eventapp", "", "sqlite", "", {}, 0, {})
    assert start_all_due(now=restored_at) == 1
    settle_restored(manifest, erased=0, now=restored_at)

    assert list_due_letters(now=restored_at) == []
    (letter,) = db.session.scalars(select(EventLetter))
    return event, letter


def test_a_reminder_that_may_have_gone_waits_and_can_be_sent() -> None:
    event, letter = an_event_whose_reminder_went_after_the_backup()
    later = find_entry(event, REMINDER, now=NOON).letter
    assert later is letter
    assert (letter.state, letter.kind) == (LetterState.DRAFT, REMINDER)

    now = letter.created_at + HOUR
    send_letter(
        letter, text_of(letter), version=letter.version, sends_at=None, actor="organizer", now=now
    )
    assert letter.state is LetterState.SCHEDULED


def test_deleted_it_does_not_go_by_itself() -> None:
    _event, letter = an_event_whose_reminder_went_after_the_backup()
    remove_draft(letter)
    db.session.flush()

    assert letter.state is LetterState.STOPPED
    assert list_due_letters(now=letter.created_at) == []
