"""Held letters wait until they are released or discarded, and are sent once."""

import pytest
from sqlalchemy import select

from eventapp.domain import outbox
from eventapp.domain.installation import held_letter
from eventapp.domain.installation.held_letter import LetterNotHeld
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Job, JobKind, JobState
from tests.builders import HOUR, NOON

pytestmark = pytest.mark.usefixtures("app")
BY = {"actor": "abc", "now": NOON}


def promise(*keys: str, kind: JobKind = JobKind.SIGN_IN_MAIL) -> list[int]:
    for key in keys:
        outbox.enqueue(kind, key=key, now=NOON - HOUR)
    return list(db.session.scalars(select(Job.id).where(Job.dedupe_key.in_(keys)).order_by(Job.id)))


def state(number: int) -> JobState:
    db.session.expire_all()
    return db.session.get_one(Job, number).state


def test_nothing_is_sent_that_is_held() -> None:
    first, second = promise("a", "b")
    outbox.lease(1, now=NOON)

    assert held_letter.suspend_letters() == 2

    assert (state(first), state(second)) == (JobState.HELD, JobState.HELD)
    assert not outbox.has_due(now=NOON + 24 * HOUR)
    assert outbox.oldest_waiting(now=NOON).total_seconds() == 0
    assert held_letter.count_held() == [(JobKind.SIGN_IN_MAIL, 2)]


def test_a_released_letter_goes_out_and_is_not_late() -> None:
    (number,) = promise("a")
    held_letter.suspend_letters()

    held_letter.release_letter(number, **BY)

    assert outbox.has_due(now=NOON)
    assert outbox.count_troubled(now=NOON) == (0, 0, 0)
    with pytest.raises(LetterNotHeld):
        held_letter.release_letter(number, **BY)
    with pytest.raises(LetterNotHeld):
        held_letter.discard_letter(number, **BY)


def test_what_was_to_go_later_still_goes_later() -> None:
    outbox.post_at(JobKind.SURVEY_MAIL, key="a", due_at=NOON + HOUR, now=NOON - HOUR)
    held_letter.suspend_letters()

    assert held_letter.release_letters(None, **BY) == 1

    assert not outbox.has_due(now=NOON)
    assert outbox.has_due(now=NOON + HOUR)


def test_a_discarded_letter_can_still_be_released() -> None:
    (number,) = promise("a")
    held_letter.suspend_letters()

    held_letter.discard_letter(number, **BY)
    assert state(number) is JobState.DISCARDED
    assert not outbox.has_due(now=NOON)

    held_letter.release_letter(number, **BY)
    assert outbox.has_due(now=NOON)


def test_one_kind_is_moved_alone_and_each_act_is_recorded() -> None:
    promise("a", "b")
    (other,) = promise("c", kind=JobKind.SURVEY_MAIL)
    held_letter.suspend_letters()

    assert held_letter.discard_letters(JobKind.SIGN_IN_MAIL, **BY) == 2
    assert state(other) is JobState.HELD
    assert held_letter.release_letters(JobKind.SURVEY_MAIL, **BY) == 1
    for verb in (held_letter.release_letters, held_letter.discard_letters):
        with pytest.raises(LetterNotHeld):
            verb(None, **BY)

    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.details["letters"]) for entry in entries] == [
        (AuditAction.LETTERS_DISCARDED, 2),
        (AuditAction.LETTERS_RELEASED, 1),
    ]
