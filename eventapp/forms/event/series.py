"""A series of network meetings, and what a meeting has to follow up."""

from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, ValidationError
from wtforms.validators import NumberRange, Optional

from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE, NoSuchTime, moment_at
from eventapp.domain.event.series import SeriesText
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field, text_field
from eventapp.forms.event.fields import LinesField, WholeNumberField
from eventapp.forms.event.meeting_notes import refuse_names
from eventapp.forms.fields import Required, check_year
from eventapp.i18n import _, _l

MEETINGS_MAX = 60


class SeriesForm(BaseForm):
    """What the meetings have in common, and when each begins."""

    time_zone = DEFAULT_TIME_ZONE
    title = line_field(_l("Title"), Required(_l("Write a title.")))
    summary = text_field(_l("What it is about"))
    rules = LinesField(_l("What has been agreed"), description=_l("One rule per line."))
    dates = LinesField(
        _l("When the meetings start"),
        description=_l("One meeting per line, for example 2027-09-21 13:00."),
    )
    minutes = WholeNumberField(
        _l("Minutes"),
        default=90,
        validators=[NumberRange(10, 600, _l("Write a number from 10 to 600."))],
    )
    online_url = line_field(_l("Address of the online meeting"), Optional())
    seats = WholeNumberField(
        _l("Places"),
        default=100,
        validators=[NumberRange(0, 100_000, _l("Write a number from 0 to 100,000."))],
    )
    published = BooleanField(_l("Publish the meetings straight away"))

    def validate_dates(self, field: Any) -> None:
        """At least one, and each one readable."""
        if not field.lines:
            raise ValidationError(_("Write when at least one meeting starts."))
        if len(field.lines) > MEETINGS_MAX:
            raise ValidationError(_("That is more meetings than can be created at once."))
        for written in field.lines:
            local = _moment(written)
            if local is None:
                raise ValidationError(
                    _(
                        "“%(written)s” is not a date and time. Write it like this: 2027-09-21 "
                        "13:00.",
                        written=written,
                    )
                )
            try:
                moment_at(local, self.time_zone)
            except NoSuchTime as refusal:
                raise ValidationError(refusal.message) from None

    def validate_online_url(self, field: Any) -> None:
        """Only what a browser may open safely."""
        if field.data and not field.data.startswith("https://"):
            raise ValidationError(_("Write an address that starts with https://."))

    def moments(self) -> list[datetime]:
        """When the meetings begin, aware. Only after validation."""
        typed = (_moment(written) for written in self.dates.lines)
        return [moment_at(local, self.time_zone) for local in typed if local]

    def text(self) -> SeriesText:
        """The same in the domain's words."""
        return SeriesText(
            title=self.title.data,
            summary=self.summary.data or "",
            rules=self.rules.lines,
            online_url=self.online_url.data or "",
            seats=self.seats.data,
            lasts=timedelta(minutes=self.minutes.data),
        )


class FollowUpForm(BaseForm):
    """One line to carry over."""

    text = line_field(_l("What needs to be done"), Required(_l("Write what needs to be done.")))
    responsible = line_field(
        _l("Who is responsible"), description=_l("A function or an organisation, not a name.")
    )
    read_through = BooleanField(_l("I have read it through: it names nobody"))

    def validate_text(self, field: Any) -> None:
        """Refuse names: it may be published with the notes, and becomes a point of an agenda."""
        refuse_names(field.data or "", read_through=self.read_through.data)

    def validate_responsible(self, field: Any) -> None:
        """As for what is to be done."""
        refuse_names(field.data or "", read_through=self.read_through.data)


def _moment(written: str) -> datetime | None:
    for shape in ("%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M", "%Y-%m-%dT%H:%M"):
        try:
            return check_year(datetime.strptime(written, shape))  # noqa: DTZ007  # the zone comes after
        except ValueError:
            continue
    return None
