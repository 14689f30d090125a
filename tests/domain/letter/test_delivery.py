"""Promising letters in batches, stopping them, and who is not sent one after all."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.letter import delivery
from eventapp.domain.letter.audience import AudienceGroup, LetterAudience
from eventapp.domain.letter.delivery import (
    find_delivery,
    list_due,
    mark_unsent,
    promise_batch,
    stop_letter,
)
from eventapp.domain.letter.letter import LetterGone
from eventapp.domain.people.unsubscription import unsubscribe
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import (
    Event,
    Job,
    JobKind,
    JobState,
    LetterRecipient,
    LetterState,
    LetterTrouble,
)
from tests.builders import NOON, a_queue, a_registration, an_event, an_organisation
from tests.builders.delegation import a_coordinator
from tests.builders.letter import a_draft, a_scheduled_letter, let_go

pytestmark = pytest.mark.usefixtures("app")
LATER = NOON + UNDO_PERIOD


def recipients() -> list[LetterRecipient]:
    db.session.expire_all()
    return list(db.session.scalars(select(LetterRecipient).order_by(LetterRecipient.id)))


def with_people(count: int, **facts: object) -> Event:
    event = an_event(**facts)
    for _number in range(count):
        a_registration(event)
    return event


def test_a_batch_after_the_other_promises_everybody_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "BATCH_SIZE", 2)
    letter = a_scheduled_letter(with_people(5))

    more = []
    while not more or more[-1]:
        more.append(promise_batch(letter.id, now=LATER))
        db.session.commit()

    assert more == [True, True, False]
    assert len({recipient.registration_id for recipient in recipients()}) == 5
    assert letter.state is LetterState.SENT
    assert not promise_batch(letter.id, now=LATER)
    assert not promise_batch(0, now=LATER)


def test_only_those_whose_time_has_come_are_due() -> None:
    letter = a_scheduled_letter(with_people(1))
    a_draft(letter.event)

    assert list_due(now=NOON) == []
    assert list_due(now=LATER) == [letter.id]


def test_whoever_waits_or_looks_after_a_delegation_is_written_to_as_chosen() -> None:
    town = an_organisation()
    event = an_event(seats=1, reserved={town: 0})
    a_registration(event)
    (waiting,) = a_queue(event, 1)
    coordinator = a_coordinator(town)
    a_coordinator(an_organisation())
    first = a_scheduled_letter(event, audience=LetterAudience(AudienceGroup.WAITING))
    second = a_scheduled_letter(event, audience=LetterAudience(AudienceGroup.COORDINATORS))

    let_go(first)
    let_go(second)

    assert [(recipient.registration_id, recipient.account_id) for recipient in recipients()] == [
        (waiting.id, None),
        (None, coordinator.id),
    ]


def test_stopping_leaves_what_a_worker_has_begun_and_takes_the_rest() -> None:
    letter = a_scheduled_letter(with_people(3))
    let_go(letter)
    first = recipients()[0]
    begun = db.session.scalar(select(Job).where(Job.dedupe_key == first.job_key))
    assert begun is not None
    begun.state = JobState.DONE
    db.session.commit()

    stopped = stop_letter(letter, actor="organizer", now=LATER)
    db.session.commit()

    assert stopped == 2
    assert [recipient.trouble for recipient in recipients()] == [
        LetterTrouble.NONE,
        LetterTrouble.STOPPED,
        LetterTrouble.STOPPED,
    ]
    left = db.session.scalars(select(Job).where(Job.kind == JobKind.EVENT_LETTER_MAIL)).all()
    assert left == [begun]
    with pytest.raises(LetterGone):
        stop_letter(letter, actor="organizer", now=LATER)
    assert find_delivery(first.id) is None


def test_who_has_cancelled_or_declined_is_not_sent_it_and_the_row_says_why() -> None:
    event = with_people(3)
    letter = a_scheduled_letter(event, about_place=False)
    let_go(letter)
    staying, leaving, declining = recipients()
    assert leaving.registration is not None
    assert declining.registration is not None
    cancel(leaving.registration, now=NOON)
    unsubscribe(declining.registration.email.upper(), now=NOON)
    db.session.commit()

    for recipient in (leaving, declining):
        assert find_delivery(recipient.id) is None
        mark_unsent(recipient.id)

    due = find_delivery(staying.id)
    assert due is not None
    assert due.registration is staying.registration
    assert leaving.trouble is LetterTrouble.LEFT
    assert declining.trouble is LetterTrouble.UNSUBSCRIBED


def test_what_is_about_the_own_place_goes_to_those_who_declined_news() -> None:
    letter = a_scheduled_letter(with_people(1))
    let_go(letter)
    (only,) = recipients()
    assert only.registration is not None
    unsubscribe(only.registration.email, now=NOON)

    assert find_delivery(only.id) is not None


def test_who_cancels_before_it_goes_is_never_on_the_list() -> None:
    event = with_people(1)
    gone = a_registration(event)
    letter = a_scheduled_letter(event)
    cancel(gone, now=NOON + timedelta(minutes=1))

    let_go(letter)

    assert gone.id not in {recipient.registration_id for recipient in recipients()}
