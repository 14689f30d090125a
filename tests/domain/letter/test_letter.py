"""Writing letters, letting them go and taking them back."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eventapp.domain.errors import StaleVersion
from eventapp.domain.letter.audience import AudienceGroup, LetterAudience
from eventapp.domain.letter.letter import (
    LATEST_AFTER_EVENT,
    LetterGone,
    LetterTooLate,
    LetterUnfinished,
    NobodyToWriteTo,
    find_letter,
    list_drafts,
    remove_draft,
    send_letter,
    send_trial,
    text_of,
    undo_letter,
    update_draft,
)
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Job, JobKind, LetterState
from tests.builders import NOON, a_registration, an_event
from tests.builders.account import an_account
from tests.builders.letter import a_draft, a_scheduled_letter, a_text, let_go

pytestmark = pytest.mark.usefixtures("app")


def promised() -> int:
    kind = Job.kind == JobKind.EVENT_LETTER_MAIL
    return db.session.scalar(select(func.count()).select_from(Job).where(kind)) or 0


def test_a_draft_is_saved_found_changed_and_deleted() -> None:
    event = an_event()
    letter = a_draft(event)

    update_draft(letter, a_text(subject="Annat"), version=1, now=NOON)

    assert find_letter(event, letter.code) is letter
    assert list_drafts(event) == [letter]
    assert (letter.subject, letter.version) == ("Annat", 2)
    with pytest.raises(StaleVersion):
        update_draft(letter, a_text(), version=1, now=NOON)
    remove_draft(letter)
    assert list_drafts(event) == []


def test_what_is_written_comes_back_as_it_was() -> None:
    audience = LetterAudience(AudienceGroup.WAITING, {"organisation": ["Älvstad"]})
    written = a_text(audience=audience, subject_en="New room", body_en="Hi", about_place=False)

    assert text_of(a_draft(an_event(), audience=audience)).audience == audience
    assert written.complete
    assert not a_text(subject_en="New room").complete
    assert not a_text(body="Säg {personnummer}").complete


def test_nothing_leaves_before_ten_minutes_and_all_leave_then() -> None:
    event = an_event()
    for _number in range(3):
        a_registration(event)
    letter = a_scheduled_letter(event)

    let_go(letter, after=UNDO_PERIOD - timedelta(seconds=1))
    assert (letter.state, promised()) == (LetterState.SCHEDULED, 0)

    let_go(letter, after=UNDO_PERIOD)
    assert (letter.state, promised()) == (LetterState.SENT, 3)

    let_go(letter, after=UNDO_PERIOD * 2)
    assert promised() == 3


def test_a_time_of_ones_own_is_kept_but_never_sooner_than_ten_minutes() -> None:
    event = an_event()
    a_registration(event)

    soon = a_scheduled_letter(event, sends_at=NOON)
    later = a_scheduled_letter(event, sends_at=NOON + timedelta(days=2))

    assert soon.sends_at == NOON + UNDO_PERIOD
    assert later.sends_at == NOON + timedelta(days=2)


def test_a_letter_that_was_taken_back_goes_to_nobody() -> None:
    event = an_event()
    a_registration(event)
    letter = a_scheduled_letter(event)

    undo_letter(letter, actor="organizer", now=NOON)
    other = a_scheduled_letter(event)
    let_go(other)

    assert (letter.state, letter.sends_at) == (LetterState.DRAFT, None)
    assert promised() == 1
    with pytest.raises(LetterGone):
        undo_letter(other, actor="organizer", now=NOON + UNDO_PERIOD)
    with pytest.raises(LetterGone):
        update_draft(other, a_text(), version=1, now=NOON)


def test_a_letter_is_refused_that_is_unfinished_or_would_reach_nobody() -> None:
    event = an_event()
    letter = a_draft(event)
    send = {"version": 1, "sends_at": None, "actor": "organizer", "now": NOON}

    with pytest.raises(NobodyToWriteTo):
        send_letter(letter, a_text(), **send)
    db.session.rollback()
    event = an_event()
    a_registration(event)
    with pytest.raises(LetterUnfinished):
        send_letter(a_draft(event), a_text(body="Säg {personnummer}"), **send)
    late = event.ends_at + LATEST_AFTER_EVENT + timedelta(days=1)
    with pytest.raises(LetterTooLate):
        send_letter(a_draft(event), a_text(), **send | {"sends_at": late})


def test_the_log_says_who_let_it_go_to_how_many_and_who_took_it_back() -> None:
    event = an_event()
    a_registration(event)
    letter = a_scheduled_letter(event)
    undo_letter(letter, actor="organizer", now=NOON)

    rows = db.session.execute(
        select(AuditEntry.action, AuditEntry.details).where(AuditEntry.event_id == event.id)
    ).all()

    assert (AuditAction.LETTER_SCHEDULED, {"letter": letter.code, "people": 1}) in rows
    assert (AuditAction.LETTER_UNDONE, {"letter": letter.code}) in rows


def test_a_test_goes_to_whoever_writes_once_for_each_version() -> None:
    letter, account = a_draft(an_event()), an_account(Role.ORGANIZER)

    send_trial(letter, account, now=NOON)
    send_trial(letter, account, now=NOON)
    update_draft(letter, a_text(subject="Annat"), version=1, now=NOON)
    send_trial(letter, account, now=NOON)

    kind = Job.kind == JobKind.EVENT_LETTER_TRIAL
    assert len(db.session.scalars(select(Job).where(kind)).all()) == 2
    update_draft(letter, a_text(body="{fel}"), version=2, now=NOON)
    with pytest.raises(LetterUnfinished):
        send_trial(letter, account, now=NOON)
