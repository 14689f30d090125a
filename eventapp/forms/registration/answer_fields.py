"""Fields for the answers to an event's own questions, each by its kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import DateInput

from eventapp.domain.registration.answer import (
    NONE,
    answer_in_words,
    chosen_values,
    condition_values,
    is_asked,
    join_values,
    text_in,
)
from eventapp.domain.registration.form_content import FormContent, FormQuestion
from eventapp.forms.fields import MaxLength, OneLine, OneOf, SeveralLines, SomeOf, tidy
from eventapp.i18n import _, date_year
from eventapp.models import QuestionKind

LINE_MAX_LENGTH, TEXT_MAX_LENGTH = 200, 2000
NUMBER_MAX_DIGITS = 9
YEAR_MIN, YEAR_MAX = 1900, 2199


class RequiredWhenAsked:
    """Refuse an empty answer to a question that is asked, given the answers before it.

    It comes first: of what is not asked nothing is checked, since it is not stored either.
    """

    def __init__(self, question: FormQuestion) -> None:
        self.question = question
        self.field_flags = (
            {"required": True} if question.required and not question.condition else {}
        )

    def __call__(self, form: Any, field: Any) -> None:
        """Raise StopValidation when nothing was answered, or nothing was asked."""
        condition = self.question.condition
        if condition and not is_asked(condition, form.answers()):
            field.errors[:] = ()
            raise StopValidation
        if self.question.required and not answer_of(field):
            raise StopValidation(_("Answer the question."))


class NumberAnswer(StringField):  # type: ignore[misc]
    """A whole number in digits, kept as text; spaces between thousands are fine."""

    data: str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the digits; what is no number stays as typed."""
        super().process_formdata(valuelist)
        digits = "".join((self.data or "").split())
        if _is_number(digits):
            self.data = str(int(digits))

    def post_validate(self, form: object, validation_stopped: bool) -> None:  # wtforms calls it so
        """Raise ValidationError for what is no number."""
        del form
        if self.data and not validation_stopped and not _is_number(self.data):
            raise ValidationError(_("Write a whole number, in digits."))


class DayAnswer(StringField):  # type: ignore[misc]
    """A day, kept as ISO text."""

    data: str | None

    widget = DateInput()

    def post_validate(self, form: object, validation_stopped: bool) -> None:  # wtforms calls it so
        """Raise ValidationError for what is no day."""
        del form
        if self.data and not validation_stopped and not _is_day(self.data):
            raise ValidationError(_("Write the date like this: 2024-03-14."))


class OptionsAnswer(SomeOf):
    """Some of the options, or none of them where that is offered."""

    data: list[str] | None

    def process_data(self, value: str | list[str] | None) -> None:
        """Take a stored answer, or its values."""
        super().process_data(chosen_values(value) if isinstance(value, str) else value)

    def pre_validate(self, form: object) -> None:
        """Raise ValidationError for too many, for what was never offered, and for both."""
        super().pre_validate(form)
        if NONE in (chosen := self.data or []) and len(chosen) > 1:
            raise ValidationError(_("Choose either some of the options or none of them."))

    @property
    def chosen_label(self) -> str:
        """The texts beside the boxes that are ticked, or nothing."""
        chosen = [str(choice.label) for choice in self.choices if choice.value in (self.data or ())]
        return ", ".join(chosen)


def single_answer_field(question: FormQuestion, language: str) -> Any:
    """The field of a question that stands alone: what it depends on is not asked beside it."""
    required = question.required and not question.condition
    alone = replace(question, condition={}, required=required)
    return answer_field(alone, FormContent((), (alone,)), language)


WRITTEN = {
    QuestionKind.LINE: StringField,
    QuestionKind.TEXT: TextAreaField,
    QuestionKind.NUMBER: NumberAnswer,
    QuestionKind.DATE: DayAnswer,
}


def answer_field(question: FormQuestion, plan: FormContent, language: str) -> Any:
    """The field of a question, in a language."""
    label = text_in(question.label, language)
    common: dict[str, Any] = {
        "description": _description(question, plan, language),
        "validators": [RequiredWhenAsked(question)],
    }
    lengths: dict[QuestionKind, list[Any]] = {
        QuestionKind.LINE: [MaxLength(LINE_MAX_LENGTH), OneLine()],
        QuestionKind.TEXT: [MaxLength(TEXT_MAX_LENGTH), SeveralLines()],
    }
    common["validators"] += lengths.get(question.kind, [])
    if question.kind in WRITTEN:
        return WRITTEN[question.kind](label, filters=[tidy], **common)
    choices = list(_options(question, language))
    if question.kind is QuestionKind.CHOICES:
        return OptionsAnswer(label, choices=choices, most=question.choices_max, **common)
    return OneOf(label, choices=choices, **common)


def answer_of(field: Any) -> str:
    """The answer as it is stored; empty where there is none."""
    if isinstance(field, OptionsAnswer):
        values = set(field.data or ())
        return join_values(choice.value for choice in field.choices if choice.value in values)
    return field.data or ""


def field_value(question: FormQuestion, answer: str | None) -> Any:
    """A stored answer as its field takes it."""
    if question.kind is QuestionKind.CHOICES:
        return chosen_values(answer or "")
    return answer


def condition_in_words(question: FormQuestion, plan: FormContent, language: str) -> str:
    """When a question is asked; nothing where it always is."""
    if not question.condition:
        return ""
    earlier = plan.question(question.condition["question"])
    answer = answer_in_words(earlier, question.condition["value"], language)
    return _(
        "If you answered “%(answer)s” to “%(question)s”.",
        answer=answer,
        question=text_in(earlier.label, language),
    )


def _description(question: FormQuestion, plan: FormContent, language: str) -> str:
    parts = [condition_in_words(question, plan, language), text_in(question.hint, language)]
    if question.choices_max:
        parts.append(_("Choose at most %(most)s.", most=question.choices_max))
    if purpose := text_in(question.purpose, language):
        parts.append(_("Why we ask: %(purpose)s", purpose=purpose))
    if question.delete_on:
        parts.append(_("Deleted on %(day)s.", day=date_year(question.delete_on)))
    return " ".join(part for part in parts if part)


def _options(question: FormQuestion, language: str) -> Iterator[SelectChoice]:
    for value, label in condition_values(question, language):
        yield SelectChoice(value, label)
    if question.kind is QuestionKind.CHOICES and question.none_option:
        yield SelectChoice(NONE, _("None of these"))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= NUMBER_MAX_DIGITS


def _is_day(text: str) -> bool:
    try:
        return YEAR_MIN <= date.fromisoformat(text).year <= YEAR_MAX
    except ValueError:
        return False
