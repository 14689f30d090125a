"""When a letter that goes by itself goes, and its words."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from wtforms import TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange

from eventapp.domain.desk.registration_filter import ORGANISATIONS_MAX
from eventapp.domain.letter.audience import LetterAudience
from eventapp.domain.letter.letter import LetterText
from eventapp.domain.letter.timetable import TimetableEntry
from eventapp.domain.letter.timing import DAYS_MAX, Timing
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.fields import Required, SomeOf
from eventapp.forms.letter.letter import EnglishTexts, normal_lines
from eventapp.i18n import _, _l
from eventapp.models import LetterKind


class ClockField(TimeField):  # type: ignore[misc]
    """A time of day; what is none says so in our own words."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time."""
        try:
            super().process_formdata([value.replace(".", ":") for value in valuelist])
        except ValueError:
            raise ValueError(_("Write the time, for example 9.00.")) from None


class TimingForm(BaseForm):
    """So many days before or after the event, at a time of day."""

    days = WholeNumberField(
        _l("Days"),
        validators=[NumberRange(0, DAYS_MAX, _l("Write a number of days from 0 to 60."))],
    )
    at = ClockField(_l("Time"), validators=[Required(_l("Write the time, for example 9.00."))])

    def timing(self) -> Timing:
        """The same in the domain's words. Only after validation."""
        at = self.at.data
        return Timing(self.days.data, at.hour * 60 + at.minute)


class OrganisationsForm(BaseForm):
    """The organisations whose people get a letter; none chosen means all."""

    organisation = SomeOf(
        _l("From these organisations"),
        description=_l("None chosen means all of them."),
        choices=[],
        most=ORGANISATIONS_MAX,
    )

    def __init__(self, kind: LetterKind, organisations: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.organisation.id = f"{kind.value}-organisation"  # one page has a form for each letter
        self.organisation.choices = [
            SelectChoice(value, label) for value, label in organisations.items()
        ]

    @property
    def chosen_labels(self) -> list[str]:
        """What those that are chosen are called."""
        chosen = set(self.organisation.data or ())
        return [choice.label for choice in self.organisation.choices if choice.value in chosen]


class WordsForm(EnglishTexts):
    """The words of a letter that the product has words for."""

    def text(self, audience: LetterAudience) -> LetterText:
        """What is written, to those whom the letter goes to."""
        return LetterText(
            audience=audience,
            subject=self.subject.data or "",
            body=normal_lines(self.body.data),
            subject_en=self.subject_en.data or "",
            body_en=normal_lines(self.body_en.data),
        )


def words_form_data(written: LetterText, version: int) -> dict[str, Any]:
    """What the form is filled with."""
    return {
        "subject": written.subject,
        "body": written.body,
        "subject_en": written.subject_en,
        "body_en": written.body_en,
        "version": version,
    }


def timing_form_data(entry: TimetableEntry) -> dict[str, Any]:
    """What the form is filled with."""
    return {"days": entry.days, "at": time(*divmod(entry.minute, 60))}
