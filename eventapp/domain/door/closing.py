"""When the door of an event closes: two moments from which every right of a phone ends.

Whatever shows a person (roster, search, page, pairing) ends with the door. Scans made before that
are taken for some weeks longer, since a phone may have been without network; then its token ends.
"""

from datetime import datetime, timedelta
from typing import Protocol

from eventapp.domain.errors import Refusal
from eventapp.i18n import _l

# A phone forgets the roster so long after the event; latecomers have arrived by then.
DOOR_CLOSES_AFTER = timedelta(hours=2)
LATE_SCANS_TAKEN_FOR = timedelta(days=30)


class EventTimes(Protocol):
    """An event, or whatever knows its times."""

    @property
    def time_zone(self) -> str:
        """Its IANA name."""

    @property
    def starts_at(self) -> datetime:
        """When it starts."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""


class EventOver(Refusal):
    """The event has ended, and with it what phones and door staff may see."""

    code = "event-over"
    sentence = _l("The event is over, and its list of tickets has been deleted.")


def door_closes_at(event: EventTimes) -> datetime:
    """From when nobody at the door sees a person any more."""
    return event.ends_at + DOOR_CLOSES_AFTER


def tokens_end_at(event: EventTimes) -> datetime:
    """From when the phones' tokens are worth nothing, not even for late scans."""
    return event.ends_at + LATE_SCANS_TAKEN_FOR


def is_closed(event: EventTimes, *, now: datetime) -> bool:
    """Whether the door has closed."""
    return now > door_closes_at(event)


def refuse_when_closed(event: EventTimes, *, now: datetime) -> None:
    """Raise EventOver when the door has closed."""
    if is_closed(event, now=now):
        raise EventOver
