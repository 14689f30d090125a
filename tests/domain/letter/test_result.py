"""How letters came out for each person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.domain.letter.result import (
    Outcome,
    count_outcomes,
    find_recipient_of,
    list_letters,
    list_recipients_of,
)
from eventapp.extensions import db
from eventapp.models import Bounce, EventLetter, Job, JobState, LetterRecipient, LetterTrouble
from tests.builders import NOON, a_registration, an_event
from tests.builders.letter import a_draft, a_scheduled_letter, let_go

pytestmark = pytest.mark.usefixtures("app")
OUTCOMES = [
    (JobState.DONE, ""),
    (JobState.FAILED, "SMTP 550 5.1.1 User unknown"),
    (JobState.WAITING, "SMTP 451 Try again later"),
    (JobState.WAITING, ""),
    (JobState.LEASED, ""),
]


@pytest.fixture
def letter() -> EventLetter:
    """One that has gone to six people, with a different result for nearly each."""
    event = an_event()
    for _number in range(len(OUTCOMES) + 1):
        a_registration(event)
    letter = a_scheduled_letter(event)
    let_go(letter)
    rows = db.session.scalars(select(LetterRecipient).order_by(LetterRecipient.id)).all()
    for row, (state, error) in zip(rows, OUTCOMES, strict=False):
        job = db.session.scalar(select(Job).where(Job.dedupe_key == row.job_key))
        assert job is not None
        job.state, job.error = state, error
    rows[-1].trouble = LetterTrouble.LEFT
    db.session.commit()
    return letter


def test_every_outcome_is_counted(letter: EventLetter) -> None:
    progress = count_outcomes([letter.id])[letter.id]

    counted = (progress.accepted, progress.failed, progress.retried, progress.waiting)
    assert counted == (1, 1, 1, 2)
    assert (progress.unsent, progress.total, progress.left) == (1, 6, 4)


def test_people_are_listed_with_the_servers_words_those_first_who_did_not_get_it(
    letter: EventLetter,
) -> None:
    everybody = list_recipients_of(letter, None, page=1)
    failed = list_recipients_of(letter, Outcome.FAILED, page=1)

    assert [recipient.outcome for recipient in everybody.recipients[:2]] == [
        Outcome.FAILED,
        Outcome.RETRIED,
    ]
    assert everybody.total == 6
    assert [recipient.words for recipient in failed.recipients] == ["SMTP 550 5.1.1 User unknown"]
    assert find_recipient_of(letter, failed.recipients[0].id) is not None
    assert find_recipient_of(letter, 0) is None


def test_what_came_back_counts_while_the_address_is_the_same(letter: EventLetter) -> None:
    row = next(
        recipient
        for recipient in list_recipients_of(letter, None, page=1).recipients
        if recipient.outcome is Outcome.ACCEPTED
    )
    recipient = find_recipient_of(letter, row.id)
    assert recipient is not None
    assert recipient.registration is not None
    bounce = Bounce(
        registration_id=recipient.registration.id,
        job_key=recipient.job_key,
        email=recipient.registration.email,
        status="5.1.1",
        words="550 5.1.1 unknown",
        at=NOON,
    )
    db.session.add(bounce)
    db.session.commit()

    assert count_outcomes([letter.id])[letter.id].failed == 2
    words = {
        recipient.words
        for recipient in list_recipients_of(letter, Outcome.FAILED, page=1).recipients
    }
    assert "550 5.1.1 unknown" in words
    recipient.registration.email = "new@town.example"
    db.session.commit()
    assert count_outcomes([letter.id])[letter.id].failed == 1


def test_letters_are_listed_the_latest_first_without_drafts(letter: EventLetter) -> None:
    a_draft(letter.event)
    later = a_scheduled_letter(letter.event, sends_at=NOON + timedelta(days=1))

    listed = list_letters(letter.event, page=1)

    assert [letter.letter for letter in listed.letters] == [later, letter]
    assert [letter.under_way for letter in listed.letters] == [False, True]
    assert (listed.page, listed.pages) == (1, 1)
