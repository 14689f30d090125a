"""Several new sessions in one form: a row for each."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from wtforms import FieldList, FormField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE, NoSuchTime, moment_at
from eventapp.domain.schedule.session_row import SessionRow
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.fields import NoAddress, OneLine, OneOfList, tidy
from eventapp.forms.schedule.board import LONGEST_MINUTES, MINUTE
from eventapp.i18n import _, _l, day
from eventapp.models import Event, SessionKind

ROWS = 15
ROWS_MAX = 60
USUAL_MINUTES = 45


class SessionRowForm(BaseForm):
    """One of several sessions. A row without a title is none."""

    title = line_field(_l("Title"))
    at = StringField(_l("Starts"), filters=[tidy], validators=[OneLine()])
    minutes = WholeNumberField(
        _l("Minutes"),
        validators=[
            Optional(),
            NumberRange(1, LONGEST_MINUTES, _l("Write a number from 1 to 1,440.")),
        ],
    )
    kind = OneOfList(
        _l("Type"),
        choices=[
            SelectChoice(SessionKind.PLENARY.value, _l("For everyone")),
            SelectChoice(SessionKind.CHOICE.value, _l("To choose from")),
            SelectChoice(SessionKind.SERVICE.value, _l("Breaks and meals")),
        ],
        default=SessionKind.PLENARY.value,
    )
    room = line_field(_l("Room"))
    track = line_field(_l("Track"))
    speakers = line_field(_l("Speakers, with commas between"), NoAddress())

    starts_at: datetime

    def __init__(self, *arguments: Any, **options: Any) -> None:
        # The form around the rows has the token.
        super().__init__(*arguments, **{**options, "meta": {"csrf": False}})

    @property
    def empty(self) -> bool:
        """Whether nothing was written into the row."""
        names = ("title", "at", "minutes", "room", "track", "speakers")
        return not any(self[name].data for name in names)

    @property
    def lasts(self) -> timedelta:
        """How long it lasts; as long as sessions do where that was not said, or cannot be."""
        written = None if self.minutes.errors else self.minutes.data
        return (written or USUAL_MINUTES) * MINUTE

    def place(self, on: date, before: datetime | None, time_zone: str) -> bool:
        """Find when it begins: as typed, or when the row before ends. False if it cannot be."""
        errors = list(self.at.errors)
        if self.at.data:
            try:
                local = datetime.combine(on, _time(self.at.data))
                self.starts_at = moment_at(local, time_zone)
            except ValueError:
                errors.append(_("Write the time, for example 10.30."))
            except NoSuchTime as refusal:
                errors.append(refusal.message)
        elif before is None:
            errors.append(_("Write when the first session begins, for example 10.30."))
        else:
            self.starts_at = before
        self.at.errors = errors
        return not errors

    def row(self) -> SessionRow:
        """What the row says. Only after validation."""
        names = (tidy(name) for name in (self.speakers.data or "").split(","))
        return SessionRow(
            title=self.title.data,
            kind=SessionKind(self.kind.data or SessionKind.PLENARY),
            starts_at=self.starts_at,
            ends_at=self.starts_at + self.lasts,
            room=self.room.data or "",
            track=self.track.data or "",
            speakers=tuple(name for name in names if name),
        )


class SessionRowsForm(BaseForm):
    """A day, and a row for each session on it."""

    time_zone = DEFAULT_TIME_ZONE
    on = OneOfList(_l("Day"), choices=[])
    rows = FieldList(FormField(SessionRowForm), min_entries=ROWS, max_entries=ROWS_MAX)

    def offer(self, event: Event, days: Sequence[date]) -> "SessionRowsForm":
        """Let these days be chosen, and read times as clocks at the event show them."""
        self.time_zone = event.time_zone
        self.on.choices = [SelectChoice(on.isoformat(), day(on)) for on in days]
        if not self.on.raw_data and self.on.data not in map(str, days):
            self.on.data = days[0].isoformat()
        for number, entry in enumerate(self.rows, 1):
            entry.label.text = _("Session %(number)s", number=number)
        return self

    @property
    def filled(self) -> list[SessionRowForm]:
        """The rows into which something was written."""
        return [entry.form for entry in self.rows if not entry.form.empty]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether each row that says something has a title and a time, and one does."""
        valid = bool(super().validate(extra_validators))
        before: datetime | None = None
        nowhere = False
        for row in self.filled:
            if not row.title.data:
                row.title.errors = [_("Write a title.")]
                valid = False
            if self.on.errors or (nowhere and not row.at.data):
                continue  # it begins where one ends that has no time: that one says so
            nowhere = not row.place(date.fromisoformat(self.on.data), before, self.time_zone)
            if nowhere:
                valid = False
            else:
                before = row.starts_at + row.lasts
        if valid and not self.filled:
            self.rows[0].form.title.errors = [_("Write at least one session.")]
            valid = False
        self.rows.errors = [entry.errors for entry in self.rows if entry.errors]
        return valid

    def session_rows(self) -> list[SessionRow]:
        """What the rows say. Only after validation."""
        return [row.row() for row in self.filled]


def _time(text: str) -> time:
    """A time of day as people write it: 10.30, 10:30, 1030 or 10. Raises ValueError."""
    digits = text.replace(".", ":").replace(" ", "")
    hour, colon, minute = digits.partition(":")
    if not colon and len(hour) > 2:
        hour, minute = hour[:-2], hour[-2:]
    return time(int(hour), int(minute or 0))
