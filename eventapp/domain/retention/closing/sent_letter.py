"""The letters of an event that went to many, without anybody they went to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from eventapp.extensions import db
from eventapp.models import Event, EventLetter, LetterRecipient, LetterState, LetterWording

# What went to fewer may be about one of them; a chosen few are named by what is said to them.
MANY = 5


@dataclass(frozen=True, slots=True)
class SentLetters:
    """What went to many, the first first; the event's words in built-in letters; and the rest."""

    letters: Sequence[EventLetter]
    wordings: Sequence[LetterWording]
    to_few: int


def list_sent(event: Event) -> SentLetters:
    """The letters that have gone, or had begun to when they were stopped."""
    people = (
        select(func.count(LetterRecipient.id))
        .where(LetterRecipient.letter_id == EventLetter.id)
        .scalar_subquery()
    )
    gone = EventLetter.state.in_((LetterState.SENT, LetterState.SENDING, LetterState.STOPPED))
    rows = db.session.execute(
        select(EventLetter, people)
        .where(EventLetter.event_id == event.id, gone)
        .order_by(EventLetter.sends_at, EventLetter.id)
    ).all()
    letters = [letter for letter, count in rows if count >= MANY]
    wordings = db.session.scalars(
        select(LetterWording).where(LetterWording.event_id == event.id).order_by(LetterWording.kind)
    ).all()
    return SentLetters(letters, wordings, len(rows) - len(letters))
