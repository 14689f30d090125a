"""What a report is to be about, and what people write in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.domain.report.report import TITLE_MAX_LENGTH
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import text_field
from eventapp.forms.fields import MaxLength, OneLine, OneOf, Required, SomeOf, tidy
from eventapp.forms.survey.fields import DayField
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l, date_year
from eventapp.models import Event, FocusArea

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


class ReportPeriodForm(BaseForm):
    """The period and the focus areas: which events may be chosen follows from them."""

    first = DayField(
        _l("First day"), [Required(_l("Choose the first day."))], days=(FIRST_DAY, LAST_DAY)
    )
    last = DayField(
        _l("Last day"), [Required(_l("Choose the last day."))], days=(FIRST_DAY, LAST_DAY)
    )
    area = SomeOf(_l("Focus areas"), description=_l("Choose none for a report about all of them."))

    def offer(self, areas: Sequence[FocusArea], language: str) -> None:
        """Let these areas be chosen."""
        self.area.choices = [SelectChoice(area.code, area.name_in(language)) for area in areas]

    def validate_last(self, field: Any) -> None:
        """Refuse a period that ends before it begins."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(_("The last day is before the first. Choose a later day."))


class NewReportForm(ReportPeriodForm):
    """A new report: its title, its language, and its events among those of the period."""

    title = StringField(
        _l("Title"),
        filters=[tidy],
        validators=[Required(_l("Write a title.")), MaxLength(TITLE_MAX_LENGTH), OneLine()],
    )
    events = SomeOf(_l("Events"))
    language = OneOf(
        _l("Language of the report"),
        choices=[SelectChoice("sv", _l("Swedish")), SelectChoice("en", _l("English"))],
        default="sv",
    )

    def offer_events(self, events: Sequence[Event]) -> None:
        """Let these events be chosen."""
        self.events.choices = [
            SelectChoice(
                event.public_id, f"{event.title}, {date_year(event.starts_at, event.time_zone)}"
            )
            for event in events
        ]

    def validate_events(self, field: Any) -> None:
        """Refuse a report about nothing."""
        if not field.data:
            raise ValidationError(_("Choose at least one event that is over."))


class ReportTextForm(VersionedForm):
    """The text of one section."""

    text = text_field(
        _l("Text"),
        description=_l("An empty line begins a new paragraph. Leave empty to use the draft."),
    )
