"""The organizer's form of a survey that has not opened: words and times."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from wtforms import (
    Field,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from eventapp.domain.survey.audience import list_sessions
from eventapp.domain.survey.survey import SurveyWording
from eventapp.forms.event.fields import LocalDateTimeField
from eventapp.forms.fields import MaxLength, OneLine, OneOfList, Required, SeveralLines, tidy
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Survey, SurveyAudience, SurveyQuestion

TITLE_MAX_LENGTH = 120
QUESTION_MAX_LENGTH = 400
INTRO_MAX_LENGTH = 1000


class SurveyForm(VersionedForm):
    """What may be changed before anybody has read it."""

    title = StringField(
        _l("Title"),
        filters=[tidy],
        validators=[Required(_l("Write a title.")), MaxLength(TITLE_MAX_LENGTH), OneLine()],
    )
    intro = TextAreaField(
        _l("What respondents are told"),
        description=_l("Shown below the questions. Explain what happens to the answers."),
        filters=[tidy],
        validators=[
            Required(_l("Write what respondents are told.")),
            MaxLength(INTRO_MAX_LENGTH),
            SeveralLines(),
        ],
    )
    opens_at = LocalDateTimeField(
        _l("Opens"),
        description=_l(
            "Those who are asked get a link by email then. Those who join them "
            "later get theirs straight away."
        ),
    )
    closes_at = LocalDateTimeField(_l("Closes"))
    reminds_at = LocalDateTimeField(
        _l("Reminder"),
        optional=True,
        description=_l(
            "One email to those who have not used their link. Until then an "
            "encrypted copy of the link is kept."
        ),
    )

    time_zone: str
    asks: OneOfList

    def validate_closes_at(self, _field: Any) -> None:
        """It closes after it opens."""
        opens, closes = self._moment("opens_at"), self._moment("closes_at")
        if opens and closes and closes <= opens:
            raise ValidationError(_("It must close after it opens."))

    def validate_reminds_at(self, _field: Any) -> None:
        """The survey is open at the time of the reminder."""
        opens, reminds, closes = map(self._moment, ("opens_at", "reminds_at", "closes_at"))
        if opens and reminds and closes and not opens < reminds < closes:
            raise ValidationError(_("The reminder must be between opening and closing."))

    def question_fields(self) -> list[Field]:
        """The text of each question."""
        return [field for field in self if field.name.startswith("text-")]

    def wording(self) -> SurveyWording:
        """What was written, for the domain. Only after validation."""
        asks = self.asks.data or SurveyAudience.CAME.value
        audience, _colon, session_code = asks.partition(":")
        return SurveyWording(
            audience=SurveyAudience(audience),
            session_code=session_code,
            title=self.title.data,
            intro=self.intro.data,
            opens_at=self.opens_at.moment(self.time_zone),
            closes_at=self.closes_at.moment(self.time_zone),
            reminds_at=self.reminds_at.moment_or_none(self.time_zone),
            questions={
                field.name.removeprefix("text-"): field.data for field in self.question_fields()
            },
        )

    def _moment(self, name: str) -> datetime | None:
        """The moment in this field or one above it; None where it is empty or wrong."""
        field: LocalDateTimeField = self[name]
        return None if field.errors else field.moment_or_none(self.time_zone)


def survey_form(survey: Survey) -> SurveyForm:
    """The form of this survey, filled with what is saved or what was sent."""
    fields: dict[str, Any] = {"time_zone": survey.event.time_zone, "asks": _asks(survey)}
    fields |= {f"text-{question.code}": _text(question) for question in survey.questions}
    form_class = cast("type[SurveyForm]", type("BoundSurveyForm", (SurveyForm,), fields))
    return form_class(data=saved(survey))


def _asks(survey: Survey) -> OneOfList:
    about_sessions = _l("Those of a session are those who have a seat in it and came to the event.")
    return OneOfList(
        _l("Who is asked"), choices=list(_audiences(survey)), description=about_sessions
    )


def _audiences(survey: Survey) -> Iterator[SelectChoice]:
    """Everybody who may be asked, and those of each session that has seats."""
    yield SelectChoice(SurveyAudience.CAME.value, _l("Those who came"))
    yield SelectChoice(SurveyAudience.PLACED.value, _l("Everyone with a place"))
    for code, title in list_sessions(survey):
        value = f"{SurveyAudience.SESSION}:{code}"
        yield SelectChoice(value, _l("Those of the session “%(session)s”", session=title))


def asked_in_words(survey: Survey) -> str:
    """Who is asked, as the form says it."""
    chosen = _asked(survey)
    words = (str(choice.label) for choice in _audiences(survey) if choice.value == chosen)
    return next(words, "")


def _asked(survey: Survey) -> str:
    return f"{survey.audience}:{survey.session_code}".rstrip(":")


class SurveyTimesForm(VersionedForm):
    """When an open survey closes and reminds."""

    time_zone: str
    closes_at = LocalDateTimeField(_l("Closes"))
    reminds_at = LocalDateTimeField(
        _l("Reminder"),
        optional=True,
        description=_l("One email to those who have not used their link."),
    )


def survey_times_form(survey: Survey) -> SurveyTimesForm:
    """The form of an open survey's times, filled in."""
    values = saved(survey)
    names = ("closes_at", "reminds_at", "version")
    form = SurveyTimesForm(data={name: values[name] for name in names})
    form.time_zone = survey.event.time_zone
    return form


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
    texts = {f"text-{question.code}": question.text for question in survey.questions}
    return {
        "title": survey.title,
        "intro": survey.intro,
        "asks": _asked(survey),
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
