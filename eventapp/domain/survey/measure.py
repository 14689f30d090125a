"""What to count in an answer to each kind of question, in the words of the analysis."""

from collections.abc import Iterator
from dataclasses import dataclass

from eventapp.domain.survey.analysis.tally import NO_OPINION, Measure, Reading
from eventapp.models import SurveyQuestion, SurveyQuestionKind

AMOUNT_EDGES = (0, 1, 3, 6, 11, 21)
YES = "yes"
NO = "no"
CHANGES = ("lower", "same", "higher")


@dataclass(frozen=True, slots=True)
class QuestionMeasure:
    """One measure of one question; `part` is the statement of a matrix, or empty."""

    question: SurveyQuestion
    measure: Measure
    part: str = ""

    @property
    def code(self) -> str:
        """What rows of answers are filed under, and what a form calls its field."""
        return f"{self.question.code}-{self.part}" if self.part else self.question.code

    @property
    def name(self) -> str:
        """Unique among all measures: a ranking is counted twice."""
        return f"{self.code}-first" if self.measure.reading is Reading.FIRST else self.code

    @property
    def label(self) -> str:
        """The statement, or the question."""
        own = (
            statement.label for statement in self.question.statements if statement.code == self.part
        )
        return next(own, self.question.text)

    @property
    def headline(self) -> str:
        """The words that complete its share as a headline of the results; empty if it is none."""
        own = (
            statement.headline
            for statement in self.question.statements
            if statement.code == self.part
        )
        return next(own, "") or self.question.headline


def measures_of(question: SurveyQuestion) -> Iterator[QuestionMeasure]:
    """Every measure of the question; none of a free text."""
    kind = question.kind
    if kind in {SurveyQuestionKind.MATRIX, SurveyQuestionKind.MATRIX_LIKERT}:
        measure = _scale(question)
        for statement in question.statements:
            yield QuestionMeasure(question, measure, statement.code)
    elif kind is SurveyQuestionKind.RANKING:
        codes = tuple(choice.code for choice in question.choices)
        yield QuestionMeasure(question, Measure(Reading.FIRST, codes))
        yield QuestionMeasure(question, Measure(Reading.RANKED, codes))
    elif kind not in {SurveyQuestionKind.SHORT_TEXT, SurveyQuestionKind.LONG_TEXT}:
        yield QuestionMeasure(question, _single(question))


def _single(question: SurveyQuestion) -> Measure:
    codes = tuple(choice.code for choice in question.choices if choice.code != NO_OPINION)
    match question.kind:
        case SurveyQuestionKind.RATING | SurveyQuestionKind.NPS:
            measure = _scale(question)
        case SurveyQuestionKind.MULTI_CHOICE:
            measure = Measure(Reading.SEVERAL, codes)
        case SurveyQuestionKind.BEFORE_AFTER:
            measure = Measure(Reading.CHANGE, CHANGES, frozenset({"higher"}), frozenset({"lower"}))
        case SurveyQuestionKind.NUMBER:
            edges = tuple(edge for edge in AMOUNT_EDGES if edge <= question.most)
            measure = Measure(Reading.AMOUNT, tuple(map(str, edges)), edges=edges)
        case SurveyQuestionKind.DATE:
            measure = Measure(Reading.MONTH)
        case SurveyQuestionKind.YES_NO:
            measure = Measure(Reading.ONE, codes, frozenset({YES}), frozenset({NO}))
        case _:
            measure = Measure(Reading.ONE, codes)
    return measure


def _scale(question: SurveyQuestion) -> Measure:
    """The two highest steps are good news, the two lowest bad; of a recommendation 9–10 and 0–6."""
    steps = [str(step) for step in question.scale.steps]
    good, bad = (steps[9:], steps[:7]) if len(steps) > 10 else (steps[-2:], steps[:2])
    return Measure(Reading.SCALE, tuple(steps), frozenset(good), frozenset(bad))
