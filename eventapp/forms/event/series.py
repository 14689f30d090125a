"""A series of network meetings, and what a meeting has to follow up."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, Field, ValidationError
from wtforms.validators import NumberRange, Optional

from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE, NoSuchTime, moment_at
from eventapp.domain.event.series import SERIES_FIELDS, MeetingPlan, SeriesText
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field, text_field
from eventapp.forms.event.fields import LinesField, WholeNumberField
from eventapp.forms.event.meeting_notes import refuse_names
from eventapp.forms.fields import Required, check_year
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Event, Series

MEETINGS_MAX = 60


class SeriesWords(BaseForm):
    """What is written of a series, for all its meetings."""

    title = line_field(_l("Title"), Required(_l("Write a title.")))
    summary = text_field(_l("What it is about"))
    rules = LinesField(_l("What has been agreed"), description=_l("One rule per line."))

    def text(self) -> SeriesText:
        """The same in the domain's words."""
        return SeriesText(self.title.data, self.summary.data or "", self.rules.lines)


class SeriesTextForm(SeriesWords, VersionedForm):
    """The texts of a series in both languages, side by side."""

    title_en = line_field(_l("Title in English"))
    summary_en = text_field(_l("What it is about, in English"))
    rules_en = LinesField(
        _l("What has been agreed, in English"), description=_l("One rule per line.")
    )

    def pairs(self) -> list[tuple[Field, Field]]:
        """Each text in Swedish, with the same in English."""
        return [(self[name], self[f"{name}_en"]) for name in SERIES_FIELDS]

    def text(self) -> SeriesText:
        """The same in the domain's words."""
        english = {
            "title": self.title_en.data or "",
            "summary": self.summary_en.data or "",
            "rules": self.rules_en.lines,
        }
        return replace(super().text(), english=english)


class MeetingDatesForm(BaseForm):
    """When new meetings of a series begin, and what they have in common."""

    time_zone = DEFAULT_TIME_ZONE
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

    def plan(self) -> MeetingPlan:
        """The same in the domain's words."""
        return MeetingPlan(
            dates=self.moments(),
            lasts=timedelta(minutes=self.minutes.data),
            online_url=self.online_url.data or "",
            seats=self.seats.data,
            published=self.published.data,
        )


class SeriesForm(SeriesWords, MeetingDatesForm):
    """A new series with its first meetings."""


def series_form_data(series: Series) -> dict[str, Any]:
    """The initial values of SeriesTextForm."""
    english = series.english
    return {
        "title": series.title,
        "summary": series.summary,
        "rules": "\n".join(series.rules),
        "title_en": english.get("title", ""),
        "summary_en": english.get("summary", ""),
        "rules_en": "\n".join(english.get("rules", ())),
        "version": series.version,
    }


def meeting_form_data(last: Event | None) -> dict[str, Any]:
    """The initial values of MeetingDatesForm: as the last meeting was, where there is one."""
    if last is None:
        return {}
    return {
        "minutes": round((last.ends_at - last.starts_at) / timedelta(minutes=1)),
        "online_url": last.online_url,
        "seats": last.seats,
    }


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
