"""The respondent's form: one or more fields for each question, made from the questionnaire."""

from collections.abc import Callable, Iterator
from typing import Any, cast

from wtforms import Field

from eventapp.domain.revision_cache import RevisionCache
from eventapp.domain.survey.questionnaire import Questionnaire, QuestionOnForm
from eventapp.domain.survey.response import SurveyReply
from eventapp.forms.base_form import BaseForm
from eventapp.forms.survey.answer_fields import field_names, fields_for, values_in
from eventapp.i18n import _
from eventapp.models import SurveyQuestionKind

CACHED_FORMS_MAX = 16
Fields = dict[str, Any]


class ResponseForm(BaseForm):
    """A questionnaire to fill in. Its address is its only key: no cookie is set or read."""

    class Meta:
        """Options of WTForms."""

        csrf = False

    questionnaire: Questionnaire

    def fields_of(self, question: QuestionOnForm) -> list[Field]:
        """The question's fields, in order."""
        return [self[name] for name in field_names(question)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field; no choice ranked twice, “none” with no other, and something answered.

        The link works once: sent by mistake, an empty form would use it up and be thanked for.
        """
        fine: bool = super().validate(extra_validators)
        for question in self.questionnaire.questions:
            if question.kind is SurveyQuestionKind.RANKING:
                fine = _refuse_repeats(self.fields_of(question)) and fine
            elif question.none:
                fine = _refuse_none_beside_others(question, self.fields_of(question)[0]) and fine
        return fine and self._refuse_nothing_answered()

    def reply(self) -> SurveyReply:
        """The reply as the domain takes it, without what this person was not asked."""
        answers = dict(self._answers())
        texts = dict(self._texts(answers))
        return SurveyReply(answers, texts)

    def _refuse_nothing_answered(self) -> bool:
        reply = self.reply()
        if reply.answers or reply.texts:
            return True
        first = self.fields_of(self.questionnaire.questions[0])[0]
        first.errors = [*first.errors, _("You have not answered anything yet.")]
        return False

    def _answers(self) -> Iterator[tuple[str, str]]:
        given: dict[str, str] = {}
        for question in self.questionnaire.questions:
            condition = question.condition
            if condition and given.get(condition.question) != condition.choice:
                continue
            values = values_in(question, self.fields_of(question))
            given |= {code: value for code, value in values if value}
        yield from given.items()

    def _texts(self, answers: dict[str, str]) -> Iterator[tuple[str, str]]:
        for question in self.questionnaire.questions:
            if question.other and answers.get(question.code) == question.other:
                text = self[f"q-{question.code}-other"].data
            elif question.longest:
                text = self[f"q-{question.code}"].data
            else:
                continue
            if text:
                yield question.code, text


def response_form(code: str, version: int, load: Callable[[], Questionnaire]) -> type[ResponseForm]:
    """The form of this version of a survey; its questions are loaded once for each."""
    return _forms.get(code, version, lambda: make_form(load()))


_forms = RevisionCache[str, type[ResponseForm]](CACHED_FORMS_MAX)


def make_form(asked: Questionnaire) -> type[ResponseForm]:
    """The form of a questionnaire."""
    fields: Fields = {"questionnaire": asked}
    for question in asked.questions:
        fields |= fields_for(question)
    return cast("type[ResponseForm]", type("SurveyResponseForm", (ResponseForm,), fields))


def _refuse_none_beside_others(question: QuestionOnForm, field: Field) -> bool:
    chosen = set(field.data or ())
    if question.none not in chosen or len(chosen) == 1:
        return True
    label = next(choice.label for choice in question.choices if choice.code == question.none)
    message = _("Choose either “%(none)s” or one or more of the others.", none=label)
    field.errors = [*field.errors, message]
    return False


def _refuse_repeats(fields: list[Field]) -> bool:
    seen: set[str] = set()
    for field in fields:
        if field.data and field.data in seen:
            field.errors = [*field.errors, _("You have already chosen this for another position.")]
            return False
        seen.add(field.data)
    return True
