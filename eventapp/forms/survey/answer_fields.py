"""From a question to the fields that ask it, and back from the fields to an answer's value."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.survey.analysis.tally import CHOICE_SEPARATOR, NO_OPINION, RANK_SEPARATOR
from eventapp.domain.survey.questionnaire import QuestionOnForm
from eventapp.forms.fields import (
    MaxLength,
    OneLine,
    OneOf,
    OneOfList,
    Required,
    SeveralLines,
    SomeOf,
    tidy,
)
from eventapp.forms.survey.fields import DayField, WholeNumber
from eventapp.i18n import _l
from eventapp.models import SurveyQuestionKind

OTHER_MAX_LENGTH = 80
BEFORE_AND_AFTER = ("before", "after")


def field_names(question: QuestionOnForm) -> list[str]:
    """What the question's fields are called: `q-<code>`, and a part behind where there are more."""
    name = f"q-{question.code}"
    match question.kind:
        case SurveyQuestionKind.MATRIX | SurveyQuestionKind.MATRIX_LIKERT:
            return [f"{name}-{statement.code}" for statement in question.statements]
        case SurveyQuestionKind.BEFORE_AFTER:
            return [f"{name}-{side}" for side in BEFORE_AND_AFTER]
        case SurveyQuestionKind.RANKING:
            return [f"{name}-{rank}" for rank in range(1, question.most + 1)]
        case SurveyQuestionKind.SINGLE_CHOICE if question.other:
            return [name, f"{name}-other"]
    return [name]


def fields_for(question: QuestionOnForm) -> dict[str, Any]:
    """The question's fields, not yet bound to a form, by their names."""
    return dict(zip(field_names(question), MAKERS[question.kind](question), strict=True))


def values_in(question: QuestionOnForm, fields: list[Field]) -> Iterator[tuple[str, str]]:
    """Code and value of each answer in the fields; an empty value where there is none."""
    return READERS[question.kind](question, fields)


def _common(question: QuestionOnForm) -> dict[str, Any]:
    missing = _l("Answer “%(question)s”.", question=question.text)
    return {
        "description": question.hint,
        "validators": [Required(missing)] if question.required else [],
    }


def _dropdown(question: QuestionOnForm) -> list[Any]:
    choices = [SelectChoice("", _l("Choose from the list")), *_choices(question)]
    return [OneOfList(question.text, choices=choices, default="", **_common(question))]


def _radio(question: QuestionOnForm) -> list[Any]:
    fields: list[Any] = [OneOf(question.text, choices=_choices(question), **_common(question))]
    if question.other:
        words = [MaxLength(OTHER_MAX_LENGTH), OneLine()]
        label = next(choice.label for choice in question.choices if choice.code == question.other)
        own = _l("If you chose “%(choice)s”: in your own words", choice=label)
        fields.append(StringField(own, filters=[tidy], validators=words))
    return fields


def _scale(question: QuestionOnForm) -> list[Any]:
    return [OneOf(question.text, choices=_steps(question), **_common(question))]


def _matrix(question: QuestionOnForm) -> list[Any]:
    common = {**_common(question), "description": ""}
    return [
        OneOf(statement.label, choices=_steps(question), **common)
        for statement in question.statements
    ]


def _before_after(question: QuestionOnForm) -> list[Any]:
    labels = (_l("Before the event"), _l("After the event"))
    common = {**_common(question), "description": ""}
    return [OneOf(label, choices=_steps(question), **common) for label in labels]


def _several(question: QuestionOnForm) -> list[Any]:
    return [
        SomeOf(question.text, choices=_choices(question), most=question.most, **_common(question))
    ]


def _ranking(question: QuestionOnForm) -> list[Any]:
    choices = [SelectChoice("", _l("Choose from the list")), *_choices(question)]
    return [
        OneOfList(_l("Number %(rank)s", rank=rank), choices=choices, default="")
        for rank in range(1, question.most + 1)
    ]


def _number(question: QuestionOnForm) -> list[Any]:
    common = _common(question)
    common["validators"] = [*common["validators"], WholeNumber(question.most)]
    return [StringField(question.text, filters=[tidy], **common)]


def _day(question: QuestionOnForm) -> list[Any]:
    return [
        DayField(question.text, days=question.days or (date.min, date.max), **_common(question))
    ]


def _short_text(question: QuestionOnForm) -> list[Any]:
    common = _common(question)
    common["validators"] = [*common["validators"], MaxLength(question.longest), OneLine()]
    return [StringField(question.text, filters=[tidy], **common)]


def _long_text(question: QuestionOnForm) -> list[Any]:
    common = _common(question)
    common["validators"] = [*common["validators"], MaxLength(question.longest), SeveralLines()]
    return [TextAreaField(question.text, filters=[tidy], **common)]


def _choices(question: QuestionOnForm) -> list[SelectChoice]:
    return [SelectChoice(choice.code, choice.label) for choice in question.choices]


def _steps(question: QuestionOnForm) -> list[SelectChoice]:
    scale = question.scale
    if scale is None:
        return []
    steps = [SelectChoice(str(step), str(step)) for step in scale.steps]
    return [*steps, SelectChoice(NO_OPINION, scale.no_opinion)] if scale.no_opinion else steps


def _read_one(question: QuestionOnForm, fields: list[Field]) -> Iterator[tuple[str, str]]:
    yield question.code, str(fields[0].data or "")


def _read_rows(question: QuestionOnForm, fields: list[Field]) -> Iterator[tuple[str, str]]:
    for statement, field in zip(question.statements, fields, strict=True):
        yield f"{question.code}-{statement.code}", str(field.data or "")


def _read_change(question: QuestionOnForm, fields: list[Field]) -> Iterator[tuple[str, str]]:
    if all(field.data for field in fields):
        yield question.code, RANK_SEPARATOR.join(field.data for field in fields)


def _read_several(question: QuestionOnForm, fields: list[Field]) -> Iterator[tuple[str, str]]:
    yield question.code, CHOICE_SEPARATOR.join(sorted(set(fields[0].data or ())))


def _read_ranks(question: QuestionOnForm, fields: list[Field]) -> Iterator[tuple[str, str]]:
    yield question.code, RANK_SEPARATOR.join(field.data for field in fields if field.data)


def _read_nothing(_question: QuestionOnForm, _fields: list[Field]) -> Iterator[tuple[str, str]]:
    """Texts are read apart: they never lie beside the other answers."""
    yield from ()


def _read_number(question: QuestionOnForm, fields: list[Field]) -> Iterator[tuple[str, str]]:
    yield question.code, str(int(fields[0].data)) if fields[0].data else ""


_KIND = SurveyQuestionKind
MAKERS: dict[SurveyQuestionKind, Callable[[QuestionOnForm], list[Any]]] = {
    _KIND.DROPDOWN: _dropdown,
    _KIND.SINGLE_CHOICE: _radio,
    _KIND.RATING: _scale,
    _KIND.MATRIX: _matrix,
    _KIND.MATRIX_LIKERT: _matrix,
    _KIND.BEFORE_AFTER: _before_after,
    _KIND.MULTI_CHOICE: _several,
    _KIND.RANKING: _ranking,
    _KIND.NUMBER: _number,
    _KIND.NPS: _scale,
    _KIND.YES_NO: _radio,
    _KIND.DATE: _day,
    _KIND.SHORT_TEXT: _short_text,
    _KIND.LONG_TEXT: _long_text,
}
READERS: dict[
    SurveyQuestionKind, Callable[[QuestionOnForm, list[Field]], Iterator[tuple[str, str]]]
] = {
    **dict.fromkeys(_KIND, _read_one),
    _KIND.MATRIX: _read_rows,
    _KIND.MATRIX_LIKERT: _read_rows,
    _KIND.BEFORE_AFTER: _read_change,
    _KIND.MULTI_CHOICE: _read_several,
    _KIND.RANKING: _read_ranks,
    _KIND.NUMBER: _read_number,
    _KIND.SHORT_TEXT: _read_nothing,
    _KIND.LONG_TEXT: _read_nothing,
}
