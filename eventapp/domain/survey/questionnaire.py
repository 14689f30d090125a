"""The questionnaire: a survey's questions as plain values, fit to be cached between requests."""

from dataclasses import dataclass
from datetime import date

from eventapp.models import (
    Choice,
    Condition,
    Scale,
    Survey,
    SurveyQuestion,
    SurveyQuestionKind,
)

SCALED = {
    SurveyQuestionKind.RATING,
    SurveyQuestionKind.MATRIX,
    SurveyQuestionKind.MATRIX_LIKERT,
    SurveyQuestionKind.BEFORE_AFTER,
    SurveyQuestionKind.NPS,
}
WITH_MOST = {
    SurveyQuestionKind.MULTI_CHOICE,
    SurveyQuestionKind.RANKING,
    SurveyQuestionKind.NUMBER,
}
TEXTS = {SurveyQuestionKind.SHORT_TEXT, SurveyQuestionKind.LONG_TEXT}


@dataclass(frozen=True, slots=True)
class QuestionOnForm:
    """One question as it is asked. `depends_on` is the text of the question it depends on."""

    code: str
    kind: SurveyQuestionKind
    text: str
    hint: str
    page: int
    required: bool
    choices: tuple[Choice, ...]
    statements: tuple[Choice, ...]
    scale: Scale | None
    most: int
    longest: int
    other: str
    none: str
    days: tuple[date, date] | None
    condition: Condition | None
    depends_on: str
    depends_on_choice: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All questions of one version of a survey, in order."""

    questions: tuple[QuestionOnForm, ...]

    def pages(self) -> dict[int, list[QuestionOnForm]]:
        """The questions by page."""
        pages: dict[int, list[QuestionOnForm]] = {}
        for question in self.questions:
            pages.setdefault(question.page, []).append(question)
        return pages


def questionnaire(survey: Survey, language: str = "sv") -> Questionnaire:
    """The survey's questions as they are now, in this language where they are written in it."""
    by_code = {question.code: question for question in survey.questions}
    asked = (_asked(question, by_code, language) for question in survey.questions)
    return Questionnaire(tuple(asked))


def _asked(
    question: SurveyQuestion, by_code: dict[str, SurveyQuestion], language: str
) -> QuestionOnForm:
    kind, condition = question.kind, question.condition
    other = by_code.get(condition.question) if condition else None
    return QuestionOnForm(
        code=question.code,
        kind=kind,
        text=question.text_in(language),
        hint=question.hint,
        page=question.page,
        required=question.required,
        choices=question.choices,
        statements=question.statements,
        scale=question.scale_in(language) if kind in SCALED else None,
        most=question.most if kind in WITH_MOST else 0,
        longest=question.longest if kind in TEXTS else 0,
        other=question.other,
        none=question.none,
        days=_days(question) if kind is SurveyQuestionKind.DATE else None,
        condition=condition,
        depends_on=other.text if other else "",
        depends_on_choice=_label(other, condition),
    )


def _label(question: SurveyQuestion | None, condition: Condition | None) -> str:
    if question is None or condition is None:
        return ""
    return next(choice.label for choice in question.choices if choice.code == condition.choice)


def _days(question: SurveyQuestion) -> tuple[date, date]:
    first, last = question.days
    return date.fromisoformat(first), date.fromisoformat(last)
