"""The organizer's form of a survey that has not opened: words and times."""

from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from wtforms import (
    DateTimeLocalField,
    Field,
    StringField,
    TextAreaField,
    ValidationError,
)

from eventapp.domain.survey.survey import SurveyWording
from eventapp.forms.event.fields import refuse_missing_time
from eventapp.forms.fields import MaxLength, OneLine, Required, SeveralLines, check_year, tidy
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Survey, SurveyQuestion

TITLE_MAX_LENGTH = 120
QUESTION_MAX_LENGTH = 400
INTRO_MAX_LENGTH = 1000


class SurveyDateTimeField(DateTimeLocalField):  # type: ignore[misc]
    """A day and time of day, where the event is."""

    def process_formdata(self, written: list[str]) -> None:
        """Read it; what is none is said in our own words."""
        if not written or not written[0].strip():
            self.data = None
            return
        try:
            read = datetime.fromisoformat(written[0].strip()).replace(tzinfo=None)
        except ValueError:
            raise ValueError(_("Write day and time like this: 2024-03-14 09:00.")) from None
        self.data = check_year(read)

    def pre_validate(self, form: Any) -> None:
        """Raise ValidationError for a time that the clocks jump over, or show twice."""
        refuse_missing_time(form, self.data)


class SurveyForm(VersionedForm):
    """What may be changed before anybody has read it."""

    title = StringField(
        _l("Title"),
        filters=[tidy],
        validators=[Required(_l("Write a title.")), MaxLength(TITLE_MAX_LENGTH), OneLine()],
    )
    intro = TextAreaField(
        _l("What respondents are promised"),
        description=_l("Stands beneath the questions. Say what happens with the answers."),
        filters=[tidy],
        validators=[
            Required(_l("Write what respondents are promised.")),
            MaxLength(INTRO_MAX_LENGTH),
            SeveralLines(),
        ],
    )
    opens_at = SurveyDateTimeField(
        _l("Opens"),
        description=_l("Those who have checked in by then get a link by mail; later ones at once."),
        validators=[Required(_l("Choose when it opens."))],
    )
    closes_at = SurveyDateTimeField(
        _l("Closes"), validators=[Required(_l("Choose when it closes."))]
    )
    reminds_at = SurveyDateTimeField(
        _l("Reminder"),
        description=_l("One mail to those whose link is unused. Until then a sealed copy is kept."),
    )

    zone: ZoneInfo

    def validate_opens_at(self, field: Any) -> None:
        """The time exists where the event is."""
        _refuse_skipped(field.data, self.zone)

    def validate_closes_at(self, field: Any) -> None:
        """The time exists, and is after the opening."""
        _refuse_skipped(field.data, self.zone)
        opens, closes = self._utc("opens_at"), self._utc("closes_at")
        if opens and closes and closes <= opens:
            raise ValidationError(_("It must close after it opens."))

    def validate_reminds_at(self, field: Any) -> None:
        """The time exists, and the survey is open then."""
        _refuse_skipped(field.data, self.zone)
        opens, reminds, closes = map(self._utc, ("opens_at", "reminds_at", "closes_at"))
        if opens and reminds and closes and not opens < reminds < closes:
            raise ValidationError(_("The reminder must fall between opening and closing."))

    def question_fields(self) -> list[Field]:
        """The text of each question."""
        return [field for field in self if field.name.startswith("text-")]

    def wording(self) -> SurveyWording:
        """Say the same thing in the domain's words."""
        opens, closes = self._utc("opens_at"), self._utc("closes_at")
        return SurveyWording(
            title=self.title.data,
            intro=self.intro.data,
            opens_at=cast("datetime", opens),
            closes_at=cast("datetime", closes),
            reminds_at=self._utc("reminds_at"),
            questions={
                field.name.removeprefix("text-"): field.data for field in self.question_fields()
            },
        )

    def _utc(self, name: str) -> datetime | None:
        local: datetime | None = self[name].data
        return local.replace(tzinfo=self.zone).astimezone(UTC) if local else None


def _refuse_skipped(local: datetime | None, zone: ZoneInfo) -> None:
    """Raise ValidationError for a time that the clocks leap over in spring."""
    if local is None:
        return
    there_and_back = local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != local:
        raise ValidationError(
            _("That time does not exist on that day: the clocks go forward. Choose another.")
        )


def survey_form(survey: Survey) -> SurveyForm:
    """The form of this survey, filled with what is saved or what was sent."""
    zone = survey.event.time_zone
    fields: dict[str, Any] = {"zone": ZoneInfo(zone), "time_zone": zone}
    fields |= {f"text-{each.code}": _text(each) for each in survey.questions}
    form_class = cast("type[SurveyForm]", type("OneSurveyForm", (SurveyForm,), fields))
    return form_class(data=saved(survey))


def saved(survey: Survey) -> dict[str, Any]:
    """What is saved, by the names of the form's fields."""
    zone = ZoneInfo(survey.event.time_zone)
    moments = {
        name: moment.astimezone(zone).replace(tzinfo=None) if moment else None
        for name, moment in (
            ("opens_at", survey.opens_at),
            ("closes_at", survey.closes_at),
            ("reminds_at", survey.reminds_at),
        )
    }
    texts = {f"text-{each.code}": each.text for each in survey.questions}
    return {
        "title": survey.title,
        "intro": survey.intro,
        "version": survey.version,
        **moments,
        **texts,
    }


def _text(question: SurveyQuestion) -> StringField:
    return StringField(
        _l("Question %(number)s", number=question.position + 1),
        filters=[tidy],
        validators=[Required(_l("Write the question.")), MaxLength(QUESTION_MAX_LENGTH), OneLine()],
    )
