"""Who belongs to a list: all who have a place, or those with a seat in one of its sessions."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import (
    CheckInList,
    CheckInListSession,
    ChoiceState,
    SessionChoice,
)


def load_numbers(event_id: int, registration_ids: Collection[int]) -> dict[int, bytes]:
    """The numbers, a byte each, of the lists of whose sessions these people have a seat.

    Whether a list is for them alone is said by the list.
    """
    rows = db.session.execute(
        select(SessionChoice.registration_id, CheckInList.number)
        .join(CheckInListSession, CheckInListSession.session_id == SessionChoice.session_id)
        .join(CheckInList, CheckInList.id == CheckInListSession.list_id)
        .where(
            CheckInList.event_id == event_id,
            SessionChoice.registration_id.in_(registration_ids),
            SessionChoice.state == ChoiceState.CONFIRMED,
        )
    )
    numbers: dict[int, set[int]] = defaultdict(set)
    for registration_id, number in rows:
        numbers[registration_id].add(number)
    return {registration_id: bytes(sorted(of)) for registration_id, of in numbers.items()}
