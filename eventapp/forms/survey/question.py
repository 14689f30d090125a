"""The organizer's form of one question, of whatever kind, while the survey is a draft."""

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField, ValidationError

from eventapp.domain.survey.draft_question import (
    WITH_CHOICES,
    WITH_STATEMENTS,
    SurveyQuestionText,
    has_own_choices,
)
from eventapp.domain.survey.questionnaire import SCALED, WITH_MOST
from eventapp.forms.fields import MaxLength, OneLine, Required, SeveralLines, tidy
from eventapp.forms.survey.fields import WholeNumber
from eventapp.forms.survey.survey import QUESTION_MAX_LENGTH
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import SurveyQuestion, SurveyQuestionKind

LIST_MAX_LENGTH = 3000
LABEL_MAX_LENGTH = 120
LINES_MAX = 30
AMOUNT_MAX = 1000
CHOICES_MIN = 2

KIND_NAMES = {
    SurveyQuestionKind.RATING: _l("Rating, 1–5"),
    SurveyQuestionKind.MATRIX: _l("Several ratings, 1–5"),
    SurveyQuestionKind.MATRIX_LIKERT: _l("Statements to agree or disagree with, 1–5"),
    SurveyQuestionKind.BEFORE_AFTER: _l("Before and after, 1–7"),
    SurveyQuestionKind.NPS: _l("Would recommend, 0–10"),
    SurveyQuestionKind.YES_NO: _l("Yes or no"),
    SurveyQuestionKind.SINGLE_CHOICE: _l("One of some choices"),
    SurveyQuestionKind.DROPDOWN: _l("One from a long list"),
    SurveyQuestionKind.MULTI_CHOICE: _l("Several of several"),
    SurveyQuestionKind.RANKING: _l("Ranking"),
    SurveyQuestionKind.NUMBER: _l("A number"),
    SurveyQuestionKind.DATE: _l("A day"),
    SurveyQuestionKind.SHORT_TEXT: _l("A short text"),
    SurveyQuestionKind.LONG_TEXT: _l("A longer text"),
}


class QuestionForm(VersionedForm):
    """One question. Fields that its kind has no use for are taken away."""

    text = StringField(
        _l("Question"),
        filters=[tidy],
        validators=[Required(_l("Write the question.")), MaxLength(QUESTION_MAX_LENGTH), OneLine()],
    )
    hint = StringField(
        _l("Help text below the question"),
        filters=[tidy],
        validators=[MaxLength(QUESTION_MAX_LENGTH), OneLine()],
    )
    choices = TextAreaField(
        _l("Choices"),
        description=_l("One per line."),
        filters=[tidy],
        validators=[MaxLength(LIST_MAX_LENGTH), SeveralLines()],
    )
    statements = TextAreaField(
        _l("Rows"),
        description=_l("One per line."),
        filters=[tidy],
        validators=[MaxLength(LIST_MAX_LENGTH), SeveralLines()],
    )
    low = StringField(
        _l("What the lowest step means"),
        filters=[tidy],
        validators=[Required(_l("Write what it means.")), MaxLength(LABEL_MAX_LENGTH), OneLine()],
    )
    high = StringField(
        _l("What the highest step means"),
        filters=[tidy],
        validators=[Required(_l("Write what it means.")), MaxLength(LABEL_MAX_LENGTH), OneLine()],
    )
    most = StringField(
        _l("At most"),
        description=_l("How many options people can choose, or the highest number they can give."),
        filters=[tidy],
        validators=[Required(_l("Write a number.")), WholeNumber(AMOUNT_MAX, least=1)],
    )
    none = BooleanField(
        _l("Offer “None of them”"), description=_l("It cannot be chosen together with others.")
    )
    required = BooleanField(_l("Required"))

    def validate_choices(self, field: Any) -> None:
        """Raise ValidationError where there is nothing to choose between."""
        _refuse_lines(lines(field.data), CHOICES_MIN)

    def validate_statements(self, field: Any) -> None:
        """Raise ValidationError where there is no row."""
        _refuse_lines(lines(field.data), 1)

    def words(self) -> SurveyQuestionText:
        """The question as the domain takes it."""
        values = {field.name: field.data for field in self}
        return SurveyQuestionText(
            text=values["text"],
            hint=values["hint"],
            required=values["required"],
            choices=lines(values.get("choices")),
            statements=lines(values.get("statements")),
            low=values.get("low", ""),
            high=values.get("high", ""),
            most=int(values.get("most") or 0),
            none=bool(values.get("none")),
        )


def question_form(
    kind: SurveyQuestionKind, *, version: int, question: SurveyQuestion | None = None
) -> QuestionForm:
    """The form of a new question of this kind, or of one there is; filled in."""
    form = QuestionForm(data={"version": version, **(_saved(question) if question else {})})
    has_choices = has_own_choices(question) if question else kind in WITH_CHOICES
    for name, wanted in (
        ("choices", has_choices),
        ("statements", kind in WITH_STATEMENTS),
        ("low", kind in SCALED),
        ("high", kind in SCALED),
        ("most", kind in WITH_MOST),
        ("none", kind is SurveyQuestionKind.MULTI_CHOICE),
    ):
        if not wanted:
            del form[name]
    return form


def lines(text: str | None) -> list[str]:
    """Each line that is not empty."""
    return [line for raw in (text or "").splitlines() if (line := tidy(raw))]


def _saved(question: SurveyQuestion) -> dict[str, Any]:
    kind = question.kind
    return {
        "text": question.text,
        "hint": question.hint,
        "required": question.required,
        "choices": "\n".join(
            choice.label for choice in question.choices if choice.code != question.none
        ),
        "none": bool(question.none),
        "statements": "\n".join(statement.label for statement in question.statements),
        "low": question.scale.low if kind in SCALED else "",
        "high": question.scale.high if kind in SCALED else "",
        "most": str(question.most) if kind in WITH_MOST else "",
    }


def _refuse_lines(written: list[str], fewest: int) -> None:
    if len(written) < fewest:
        raise ValidationError(_("Write at least %(fewest)s, one per line.", fewest=fewest))
    if len(written) > LINES_MAX:
        raise ValidationError(_("Write at most %(most)s, one per line.", most=LINES_MAX))
    if len(set(written)) < len(written):
        raise ValidationError(_("Two lines are the same."))
    if any(len(line) > LABEL_MAX_LENGTH for line in written):
        raise ValidationError(
            _("Write at most %(most)s characters per line.", most=LABEL_MAX_LENGTH)
        )
