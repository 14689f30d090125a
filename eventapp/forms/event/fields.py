"""Fields for what organizers write: moments in the event's own time, and lists of lines."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField, IntegerField, TextAreaField, ValidationError
from wtforms.validators import Optional

from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE, NoSuchTime, moment_at
from eventapp.forms.fields import MaxLength, Required, SeveralLines, check_year, tidy
from eventapp.i18n import _, _l

LINE_MAX_LENGTH = 200
TEXT_MAX_LENGTH = 20_000
LIST_MAX_LENGTH = 5_000
NO_LIMIT = frozenset({"", "-", "–", "—"})  # a line of it: everybody can


class LocalDateTimeField(DateTimeLocalField):  # type: ignore[misc]
    """A day and a time of day, as the clocks at the event show it; stored as `moment`, aware.

    The form's `time_zone` says whose clocks are meant.
    """

    data: Any

    def __init__(self, label: str, *, optional: bool = False, **options: Any) -> None:
        wanted = Optional() if optional else Required(_l("Write the date and time."))
        super().__init__(
            label, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], validators=[wanted], **options
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; say in our own words when it is no moment."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the date and time, for example 2027-06-13 10:00.")) from None
        if self.data:
            self.data = check_year(self.data)

    def pre_validate(self, form: Any) -> None:
        """Raise ValidationError for a time that the clocks jump over, or show twice."""
        if not self.process_errors:
            refuse_missing_time(form, self.data)

    def moment(self, zone: str) -> datetime:
        """The moment in that zone. Only after validation."""
        return moment_at(self.data, zone)

    def moment_or_none(self, zone: str) -> datetime | None:
        """As `moment`, where none may be given."""
        return self.moment(zone) if self.data else None


def refuse_missing_time(form: Any, local: datetime | None) -> None:
    """Raise ValidationError for a time that does not exist, or comes twice, in the form's zone."""
    if local is None:
        return
    try:
        moment_at(local, getattr(form, "time_zone", DEFAULT_TIME_ZONE))
    except NoSuchTime as refusal:
        raise ValidationError(refusal.message) from None


class LinesField(TextAreaField):  # type: ignore[misc]
    """A list, one thing a line."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label,
            filters=[tidy],
            validators=[MaxLength(LIST_MAX_LENGTH), SeveralLines()],
            **options,
        )

    @property
    def lines(self) -> list[str]:
        """The lines, without empty ones."""
        return [line for line in map(tidy, (self.data or "").splitlines()) if line]


class PlacesField(TextAreaField):  # type: ignore[misc]
    """How many places each of several new things has: a number a line, in their order.

    A dash or an empty line is no limit. A number that stands alone is for all of them.
    """

    def __init__(self, label: str, *, most: int, **options: Any) -> None:
        super().__init__(label, validators=[MaxLength(LIST_MAX_LENGTH), SeveralLines()], **options)
        self.most = most

    def post_validate(self, _form: Any, validation_stopped: bool) -> None:  # WTForms'
        """Raise ValidationError, naming the line, for one that is no number of places."""
        if validation_stopped:
            return
        for number, line in enumerate(self._lines(), 1):
            wrong = line not in NO_LIMIT and not 1 <= _whole_number(line) <= self.most
            if wrong:
                raise ValidationError(
                    _(
                        "Line %(line)s: write a number from 1 to %(most)s, or a dash if there is "
                        "no limit.",
                        line=number,
                        most=self.most,
                    )
                )

    def numbers(self, count: int) -> list[int | None]:
        """The places of this many things, None where there is no limit. Only after validation."""
        numbers = [None if line in NO_LIMIT else _whole_number(line) for line in self._lines()]
        if len(numbers) == 1:
            return numbers * count
        return (numbers + [None] * count)[:count]

    @property
    def length(self) -> int:
        """How many lines are written, up to the last that says something."""
        return len(self._lines())

    def _lines(self) -> list[str]:
        return [tidy(line) for line in (self.data or "").rstrip().splitlines()]


def _whole_number(text: str) -> int:
    """The number, or 0 for what is none."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


class WholeNumberField(IntegerField):  # type: ignore[misc]
    """A whole number; what is none says so in our own words."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            if any(valuelist):
                raise ValueError(_("Write a whole number.")) from None


def local_time(moment: datetime | None, zone: str) -> datetime | None:
    """A stored moment as its field shows it."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment else None
