"""A question to those who speak in a session: asked, read before others do, and answered."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.schedule.published import PublishedSession
from eventapp.domain.schedule.session_question.answer import ANSWER_MAX_LENGTH
from eventapp.domain.schedule.session_question.ask import QUESTION_MAX_LENGTH, LecturerQuestion
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import ListedChoice, MaxLength, OneLine, Required, SeveralLines, tidy
from eventapp.forms.reason import REASON_MAX_LENGTH
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _l


def _plain_text(label: str, *validators: Any, most: int, hint: str = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        filters=[tidy],
        validators=[*validators, MaxLength(most), SeveralLines()],
    )


class SessionQuestionForm(BaseForm):
    """What somebody asks, about which of the sessions they may ask about."""

    session = ListedChoice(_l("Session"), choices=[])
    text = _plain_text(
        _l("Your question"),
        Required(_l("Write your question.")),
        most=QUESTION_MAX_LENGTH,
        hint=_l("Short, and without anything that points to a person, such as names or a case."),
    )
    names_asker = BooleanField(
        _l("Show my name and organisation beside the question"),
        description=_l("Unless you tick this, neither the lecturer nor anybody else sees them."),
    )

    wants_letter = BooleanField(
        _l("Write to me when it is answered"),
        description=_l("One letter, to the address of your registration."),
    )

    def __init__(self, sessions: Sequence[PublishedSession], **options: Any) -> None:
        super().__init__(**options)
        self.session.choices = [
            SelectChoice(session.code, str(session.title)) for session in sessions
        ]

    def asked(self, language: str) -> LecturerQuestion:
        """What was written, in the domain's words."""
        named = "names_asker" in self and bool(self.names_asker.data)
        return LecturerQuestion(
            self.session.data, self.text.data, language, named, self.wants_letter.data
        )


class QuestionTextForm(VersionedForm):
    """The question in the words that everybody will read."""

    text = _plain_text(
        _l("The question as everybody reads it"),
        Required(_l("Write the question.")),
        most=QUESTION_MAX_LENGTH,
        hint=_l("Take away what points to a person. The question stays as it was meant."),
    )


class QuestionDeclineForm(VersionedForm):
    """Why a question is not published."""

    reason = TextAreaField(
        _l("Why?"),
        description=_l("Whoever asked reads it on their own page."),
        filters=[tidy],
        validators=[
            Required(_l("Write why. Whoever asked reads it on their own page.")),
            MaxLength(REASON_MAX_LENGTH),
            OneLine(),
        ],
    )


class SessionAnswerForm(VersionedForm):
    """The answer to a question; a lecturer may take back what nobody has read."""

    answer = _plain_text(_l("Answer"), most=ANSWER_MAX_LENGTH)

    def __init__(self, code: str, **options: Any) -> None:
        super().__init__(**options)
        for field in self:  # one page has a form for each question
            field.id = f"{field.id}-{code}"


class PublicAnswerForm(VersionedForm):
    """The answer as everybody will read it."""

    answer = _plain_text(
        _l("The answer as everybody reads it"),
        Required(_l("Write the answer.")),
        most=ANSWER_MAX_LENGTH,
    )
