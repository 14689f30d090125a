"""What an organizer says of a check-in list."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import BooleanField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.door.check_in_list.definition import ListContent
from eventapp.domain.door.roster import roster_frame
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.fields import MaxLength, OneLine, OneOf, OneOfList, Required, SomeOf, tidy
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l, clock, day
from eventapp.models import CheckInList, CheckInListKind, Event, Room, Session

LIST_NAME_MAX_LENGTH = 40  # it stands on a phone, beside the count
CAPACITY_MAX = 100_000
KINDS = (
    SelectChoice(CheckInListKind.SESSIONS.value, _l("Sessions: a workshop, or several at once")),
    SelectChoice(CheckInListKind.ROOM.value, _l("A room")),
    SelectChoice(CheckInListKind.DAY.value, _l("A day")),
    SelectChoice(CheckInListKind.ONLINE.value, _l("An online meeting")),
)


class OwnListForm(VersionedForm):
    """What can be said of every list, the event's own too."""

    exits = BooleanField(
        _l("Check people out, too"),
        description=_l("The phone gets a button to change between in and out."),
    )
    capacity = WholeNumberField(
        _l("For how many there is room"),
        validators=[
            Optional(),
            NumberRange(1, CAPACITY_MAX, _l("Write a number from 1 to 100,000.")),
        ],
        description=_l("The phone says when the room is full. Nobody is turned away by it."),
    )

    def content(self) -> ListContent:
        """What was written, of the event's own list."""
        return ListContent(
            CheckInListKind.EVENT, "", exits=self.exits.data, capacity=self.capacity.data
        )

    def form_data(self, listing: CheckInList) -> dict[str, Any]:
        """The initial values of the form."""
        return {
            "exits": listing.exits,
            "capacity": listing.capacity,
            "version": listing.version,
        }


class CheckInListForm(OwnListForm):
    """Any other list."""

    kind = OneOf(_l("What is the list of?"), choices=KINDS, default=CheckInListKind.SESSIONS.value)
    name = StringField(
        _l("The list’s name"),
        filters=[tidy],
        validators=[
            Required(_l("Write a name for the list.")),
            MaxLength(LIST_NAME_MAX_LENGTH),
            OneLine(),
        ],
        description=_l("It is on the phone all the time, so make it short: “Workshop A”."),
    )
    sessions = SomeOf(
        _l("Sessions"),
        choices=[],
        description=_l("For a room or an online meeting: those that are held there."),
    )
    signed_up_only = BooleanField(
        _l("For those who have a seat in the sessions"),
        description=_l("Others are shown in yellow, and may be let in. Otherwise all may come."),
    )
    day = OneOfList(_l("Day"), choices=[], description=_l("On other days the list says no."))

    def offer(self, event: Event, sessions: Sequence[Session]) -> None:
        """Let these sessions, and the event's days, be chosen."""
        self._dates = {
            session.code: session.starts_at.astimezone(ZoneInfo(event.time_zone)).date()
            for session in sessions
        }
        several = len(roster_frame(event).days) > 1
        self.sessions.choices = [
            SelectChoice(session.code, _session_label(event, session, several))
            for session in sessions
        ]
        self.day.choices = [
            SelectChoice("", _("Every day")),
            *(SelectChoice(on.isoformat(), day(on)) for on in roster_frame(event).days),
        ]

    def validate_sessions(self, field: Any) -> None:
        """Raise ValidationError where sessions are missing, or chosen for a whole day."""
        if self.kind.data == CheckInListKind.DAY and field.data:
            raise ValidationError(_("A list of a day is for all of it: untick the sessions."))
        if self.kind.data == CheckInListKind.SESSIONS and not field.data:
            raise ValidationError(_("Choose at least one session."))
        if self.signed_up_only.data and not field.data:
            raise ValidationError(_("Choose the sessions in which people have a seat."))

    def validate_day(self, field: Any) -> None:
        """Raise ValidationError where the list is of a day, and none is chosen."""
        if self.kind.data == CheckInListKind.DAY and not field.data:
            raise ValidationError(_("Choose the day."))

    def content(self) -> ListContent:
        """What was written. Sessions of one day make it a list of that day."""
        chosen = self.sessions.data or []
        dates = {self._dates[code] for code in chosen}
        written = date.fromisoformat(self.day.data) if self.day.data else None
        return ListContent(
            CheckInListKind(self.kind.data),
            self.name.data,
            day=written or (dates.pop() if len(dates) == 1 else None),
            session_codes=chosen,
            signed_up_only=self.signed_up_only.data,
            exits=self.exits.data,
            capacity=self.capacity.data,
        )

    def form_data(self, listing: CheckInList) -> dict[str, Any]:
        """The initial values of the form."""
        return super().form_data(listing) | {
            "kind": listing.kind.value,
            "name": listing.name,
            "sessions": [row.session.code for row in listing.listed_sessions],
            "signed_up_only": listing.signed_up_only,
            "day": listing.day.isoformat() if listing.day else "",
        }


def usual_capacity(
    form: CheckInListForm, rooms: Sequence[Room], sessions: Sequence[Session]
) -> None:
    """Fill in the seats of the room, where a new list says no capacity: it may be taken away."""
    if form.capacity.data is not None:
        return
    chosen = [session for session in sessions if session.code in (form.sessions.data or ())]
    if form.kind.data == CheckInListKind.ROOM:
        named = [room for room in rooms if room.name == form.name.data]
    else:
        named = [session.room for session in chosen if session.room]
    seats = {room.seats for room in named if room.seats}
    if len(seats) == 1:
        form.capacity.data = seats.pop()


def _session_label(event: Event, session: Session, several_days: bool) -> str:
    at = clock(session.starts_at, event.time_zone)
    when = f"{day(session.starts_at, event.time_zone)} {at}" if several_days else at
    room = f" ({session.room.name})" if session.room else ""
    return f"{when} {session.title}{room}"
