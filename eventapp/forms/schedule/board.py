"""What is sent from the board: where a session is to stand, and acts on several of them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from wtforms import Field, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE
from eventapp.domain.schedule.board.placement import LONGEST, Placement, Push
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.fields import LocalDateTimeField, WholeNumberField, local_time
from eventapp.forms.fields import OneOfList, Required, hidden_number
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Event, Room, Session

LONGEST_MINUTES = round(LONGEST / timedelta(minutes=1))
PUSH_MAX_MINUTES = 14 * 24 * 60
SAME_ROOM = "="  # no code of a room is that
MINUTE = timedelta(minutes=1)


class PlacementForm(VersionedForm):
    """Where a session stands on the board. The last two come with what solves a conflict."""

    time_zone = DEFAULT_TIME_ZONE
    starts_at = LocalDateTimeField(_l("Starts"))
    minutes = WholeNumberField(
        _l("How many minutes"),
        validators=[
            Required(_l("Write how many minutes it lasts.")),
            NumberRange(1, LONGEST_MINUTES, _l("Write a number from 1 to 1,440.")),
        ],
    )
    room = OneOfList(_l("Room"), choices=[])
    seats = WholeNumberField(_l("Places"), validators=[Optional(), NumberRange(0, 100_000)])
    without = StringField(_l("Without"))

    rooms: dict[str, Room]

    def offer(self, rooms: Sequence[Room], time_zone: str) -> "PlacementForm":
        """Let these rooms be chosen, and read times as clocks there show them."""
        self.time_zone = time_zone
        self.rooms = {room.code: room for room in rooms}
        self.room.choices = [
            SelectChoice("", _("No room, or all of them")),
            *(SelectChoice(code, room.name) for code, room in self.rooms.items()),
        ]
        return self

    def placement(self) -> Placement:
        """What the form says. Only after validation."""
        starts_at = self.starts_at.moment(self.time_zone)
        return Placement(
            starts_at,
            starts_at + self.minutes.data * MINUTE,
            self.rooms.get(self.room.data or ""),
            seats=self.seats.data,
            without=self.without.data or "",
        )

    @property
    def solves(self) -> bool:
        """Whether it came from what would solve a conflict."""
        return bool(self.without.data) or self.seats.data is not None


def place_form_data(event: Event, session: Session) -> dict[str, Any]:
    """The initial values of the form."""
    return {
        "version": session.version,
        "starts_at": local_time(session.starts_at, event.time_zone),
        "minutes": (session.ends_at - session.starts_at) // MINUTE,
        "room": session.room.code if session.room else "",
    }


class ChosenField(Field):  # type: ignore[misc]
    """Sessions that were ticked, each sent as its code and version: "ab12:3"."""

    data: dict[str, int]

    def process_data(self, value: dict[str, int] | None) -> None:
        """Take the versions by code."""
        self.data = value or {}

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was ticked; whatever else was sent is of version 0, and thus stale."""
        pairs = (str(value).partition(":") for value in valuelist)
        self.data = {code: hidden_number(version) for code, _colon, version in pairs}


class SeveralForm(BaseForm):
    """Acts on several sessions at once."""

    chosen = ChosenField(_l("Sessions"))
    later = WholeNumberField(
        _l("Minutes later"),
        description=_l("With a minus they begin earlier. Leave empty to keep the times."),
        validators=[
            Optional(),
            NumberRange(-PUSH_MAX_MINUTES, PUSH_MAX_MINUTES, _l("That is more than a fortnight.")),
        ],
    )
    # The form of one session on the same page has a room too.
    room = OneOfList(_l("Room"), id="several-room", choices=[], default=SAME_ROOM)

    rooms: dict[str, Room]

    def offer(self, rooms: Sequence[Room]) -> "SeveralForm":
        """Let these rooms be chosen."""
        self.rooms = {room.code: room for room in rooms}
        self.room.choices = [
            SelectChoice(SAME_ROOM, _("The same room as now")),
            SelectChoice("", _("No room, or all of them")),
            *(SelectChoice(code, room.name) for code, room in self.rooms.items()),
        ]
        return self

    def push(self) -> Push:
        """How they move. Only after validation."""
        code = self.room.data if self.room.data is not None else SAME_ROOM
        return Push(
            (self.later.data or 0) * MINUTE,
            to_room=code != SAME_ROOM,
            room=self.rooms.get(code),
        )
