"""A draft's questions: added, changed, moved and removed until the survey opens."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.survey.locking import lock_survey
from eventapp.domain.survey.questionnaire import SCALED, TEXTS, WITH_MOST
from eventapp.domain.survey.survey import refuse_opened
from eventapp.domain.survey.template import fill_choices, list_bank, new_question
from eventapp.extensions import db
from eventapp.i18n import _, _l
from eventapp.models import Choice, Survey, SurveyQuestion, SurveyQuestionKind

QUESTIONS_MAX = 20
WITH_CHOICES = {
    SurveyQuestionKind.DROPDOWN,
    SurveyQuestionKind.SINGLE_CHOICE,
    SurveyQuestionKind.MULTI_CHOICE,
    SurveyQuestionKind.RANKING,
}
WITH_STATEMENTS = {SurveyQuestionKind.MATRIX, SurveyQuestionKind.MATRIX_LIKERT}
# Scales are those of the standard survey, so that years and events can be compared.
STEPS = {SurveyQuestionKind.NPS: (0, 10), SurveyQuestionKind.BEFORE_AFTER: (1, 7)}
USUAL_STEPS = (1, 5)
# The code of the choice that goes with no other.
NONE = "none"
TEXT_MAX_LENGTH = {SurveyQuestionKind.SHORT_TEXT: 80, SurveyQuestionKind.LONG_TEXT: 2000}
DAYS_AFTER = (1, 382)


class TooManySurveyQuestions(Refusal):
    """Nobody answers so many."""

    code = "too-many-questions"
    sentence = _l("A survey can have at most twenty questions. Remove one first.")


class NoQuestionLeft(Refusal):
    """A survey without questions asks nothing."""

    code = "no-question-left"
    sentence = _l("A survey needs at least one question.")


class QuestionGone(Refusal):
    """It is asked already, or the bank has no such question."""

    code = "survey-question-gone"
    sentence = _l("The survey already asks this question. Choose another.")


class ConditionBroken(Refusal):
    """A question would depend on an answer that cannot have been given."""

    code = "condition-broken"
    sentence = _l("Another question depends on the answer to this one, so it must come later.")


@dataclass(frozen=True, slots=True)
class SurveyQuestionText:
    """The texts of a question as an organizer writes them; empty where its kind has none."""

    text: str
    hint: str = ""
    required: bool = False
    choices: Sequence[str] = ()
    statements: Sequence[str] = ()
    low: str = ""
    high: str = ""
    most: int = 0
    none: bool = False


def find_question(survey: Survey, code: str) -> SurveyQuestion | None:
    """The survey's question of this code."""
    return next((question for question in survey.questions if question.code == code), None)


def has_own_choices(question: SurveyQuestion) -> bool:
    """Whether its choices are written here, and not taken from the event."""
    return question.kind in WITH_CHOICES and not question.settings.get("choices_from")


def add_question(
    survey: Survey, kind: SurveyQuestionKind, words: SurveyQuestionText, *, version: int
) -> SurveyQuestion:
    """Put a question last.

    Raises SurveyFrozen, StaleVersion, SurveyGone and TooManySurveyQuestions.
    """
    survey = _lock(survey, version)
    if len(survey.questions) >= QUESTIONS_MAX:
        raise TooManySurveyQuestions
    question = SurveyQuestion(
        code=_new_code(survey),
        kind=kind,
        position=len(survey.questions),
        page=max((question.page for question in survey.questions), default=1),
        settings=_first_settings(survey, kind),
        choice_list=_yes_or_no() if kind is SurveyQuestionKind.YES_NO else [],
        statement_list=[],
    )
    _set_words(question, words)
    survey.questions.append(question)
    _renumber(survey)
    return question


def list_offered(survey: Survey) -> list[dict[str, Any]]:
    """The ready-made questions that the draft does not ask yet, and could."""
    asked = {question.code for question in survey.questions}
    return [
        written
        for written in list_bank(survey.event)
        if written["code"] not in asked and _depends_on(written) <= asked
    ]


def _depends_on(written: dict[str, Any]) -> set[str]:
    condition = written.get("settings", {}).get("condition")
    return {condition["question"]} if condition else set()


def add_from_bank(survey: Survey, code: str, *, version: int) -> SurveyQuestion:
    """Put a ready-made question last.

    Raises SurveyFrozen, StaleVersion, SurveyGone, TooManySurveyQuestions and QuestionGone.
    """
    survey = _lock(survey, version)
    if len(survey.questions) >= QUESTIONS_MAX:
        raise TooManySurveyQuestions
    written = next((row for row in list_offered(survey) if row["code"] == code), None)
    if written is None:
        raise QuestionGone
    question = new_question(written, survey.event)
    question.position = len(survey.questions)
    question.page = max((asked.page for asked in survey.questions), default=1)
    survey.questions.append(question)
    fill_choices(survey)
    _renumber(survey)
    return question


def revise_question(
    survey: Survey, question: SurveyQuestion, words: SurveyQuestionText, *, version: int
) -> None:
    """Change a question; choices with unchanged labels have unchanged codes.

    Raises SurveyFrozen, StaleVersion, SurveyGone and ConditionBroken.
    """
    survey = _lock(survey, version)
    _set_words(question, words)
    _renumber(survey)


def move_question(survey: Survey, question: SurveyQuestion, *, up: bool, version: int) -> None:
    """Swap a question with its neighbour; at the end of the list nothing happens.

    Raises SurveyFrozen, StaleVersion, SurveyGone and ConditionBroken.
    """
    survey = _lock(survey, version)
    questions = list(survey.questions)
    at = questions.index(question)
    to = at - 1 if up else at + 1
    if 0 <= to < len(questions):
        neighbour = questions[to]
        question.position, neighbour.position = to, at
        question.page, neighbour.page = neighbour.page, question.page
    _renumber(survey)


def remove_question(survey: Survey, question: SurveyQuestion, *, version: int) -> None:
    """Take a question out; without its breakdown a survey compares no groups.

    Raises SurveyFrozen, StaleVersion, SurveyGone, NoQuestionLeft and ConditionBroken.
    """
    survey = _lock(survey, version)
    if len(survey.questions) == 1:
        raise NoQuestionLeft
    survey.questions.remove(question)
    if survey.breakdown == question.code:
        survey.breakdown = ""
    _renumber(survey)


def _lock(survey: Survey, version: int) -> Survey:
    survey = lock_survey(survey).survey
    refuse_opened(survey)
    check_version(survey, version)
    return survey


def _renumber(survey: Survey) -> None:
    """Number the questions anew; raise ConditionBroken where one depends on a later one."""
    questions = sorted(survey.questions, key=lambda question: question.position)
    seen: dict[str, SurveyQuestion] = {}
    for position, question in enumerate(questions):
        question.position = position
        condition = question.condition
        if condition:
            asked = seen.get(condition.question)
            if asked is None or condition.choice not in {choice.code for choice in asked.choices}:
                raise ConditionBroken
        seen[question.code] = question
    survey.version += 1
    db.session.flush()
    db.session.expire(survey, ["questions"])


def _set_words(question: SurveyQuestion, words: SurveyQuestionText) -> None:
    kind = question.kind
    question.text, question.hint, question.required = words.text, words.hint, words.required
    settings = dict(question.settings)
    if has_own_choices(question):
        own = [choice for choice in question.choices if choice.code != question.none]
        question.choice_list = _listed(own, words.choices)
        if settings.get("other") not in {choice["code"] for choice in question.choice_list}:
            settings.pop("other", None)
    if kind in WITH_STATEMENTS:
        question.statement_list = _listed(question.statements, words.statements)
    if kind in SCALED:
        settings["scale"] = {**settings["scale"], "low": words.low, "high": words.high}
    if kind in WITH_MOST:
        settings["most"] = words.most
    question.settings = settings
    if kind is SurveyQuestionKind.MULTI_CHOICE:
        _offer_none(question, offered=words.none)


def _offer_none(question: SurveyQuestion, *, offered: bool) -> None:
    """Put “none of them” last, or take it away; where it stays its words stay."""
    before = {choice["code"]: choice for choice in question.choice_list}
    none = before.pop(NONE, None) or asdict(Choice(NONE, _("None of them")))
    question.choice_list = [*before.values(), *([none] if offered else [])]
    settings = {key: value for key, value in question.settings.items() if key != "none"}
    question.settings = settings | ({"none": NONE} if offered else {})


def _listed(old: Iterable[Choice], labels: Sequence[str]) -> list[dict[str, Any]]:
    """The labels as choices: matched with the old ones by label, then by position."""
    before = list(old)
    by_label = {choice.label: choice for choice in before}
    free = [choice for choice in before if choice.label not in labels]
    used = {choice.code for choice in before}
    listed = []
    for place, label in enumerate(labels):
        choice = by_label.get(label)
        if choice is None and place < len(before) and before[place] in free:
            choice = replace(before[place], label=label)
        if choice is None:
            code = next(f"c{number}" for number in range(1, 1000) if f"c{number}" not in used)
            choice = Choice(code, label)
        used.add(choice.code)
        listed.append(asdict(choice))
    return listed


def _first_settings(survey: Survey, kind: SurveyQuestionKind) -> dict[str, Any]:
    if kind in SCALED:
        lowest, highest = STEPS.get(kind, USUAL_STEPS)
        return {"scale": {"lowest": lowest, "highest": highest, "low": "", "high": ""}}
    if kind in TEXTS:
        return {"longest": TEXT_MAX_LENGTH[kind]}
    if kind is SurveyQuestionKind.DATE:
        ended_on = survey.event.ends_at.astimezone(ZoneInfo(survey.event.time_zone)).date()
        first, last = ((ended_on + timedelta(days=days)).isoformat() for days in DAYS_AFTER)
        return {"first_day": first, "last_day": last}
    return {}


def _yes_or_no() -> list[dict[str, Any]]:
    labels = (("yes", _("Yes")), ("no", _("No")), ("-", _("Don’t know")))
    return [asdict(Choice(code, label)) for code, label in labels]


def _new_code(survey: Survey) -> str:
    taken = {question.code for question in survey.questions}
    return next(f"q{number}" for number in range(1, 1000) if f"q{number}" not in taken)
