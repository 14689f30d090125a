"""The fields that the registration form and the change form share."""

from collections.abc import Iterator
from typing import Any, ClassVar

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.registration.answer import is_asked
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.form_content import ChoiceGroup, FormContent, FormQuestion
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    MaxLength,
    NameLength,
    NoAddress,
    OneLine,
    OneOf,
    Required,
    SeveralLines,
    tidy,
)
from eventapp.forms.protection import WithoutProtection
from eventapp.forms.registration.answer_fields import answer_field, answer_of
from eventapp.i18n import _l
from eventapp.models import Badge, Visibility

NAME_MAX_LENGTH = 120
NEED_MAX_LENGTH = 500
# The order on the page, and so in the list of errors; an event's own questions come between.
FIRST = ("name", "email", "organisation", "other_organisation", "role")
LAST = ("diet", "access", "limited_visibility", "badge")


class ParticipantForm(WithoutProtection, BaseForm):
    """The fields of both forms."""

    name = StringField(
        _l("Name"),
        description=_l(
            "The name you want to be called by. Further down you choose what your name badge says."
        ),
        filters=[tidy],
        validators=[
            Required(_l("Write your name.")),
            NameLength(NAME_MAX_LENGTH),
            OneLine(),
            NoAddress(),
        ],
    )
    role = StringField(
        _l("What is your work?"),
        filters=[tidy],
        validators=[MaxLength(NAME_MAX_LENGTH), OneLine()],
    )
    diet = TextAreaField(
        _l("Special diet"),
        description=_l(
            "Write what you need to be served, for example “gluten-free”. You do not "
            "have to say why. The kitchen only gets numbers, no names."
        ),
        filters=[tidy],
        validators=[MaxLength(NEED_MAX_LENGTH), SeveralLines()],
    )
    access = TextAreaField(
        _l("What do you need to take part?"),
        description=_l(
            "For example an induction loop, a sign-language interpreter or a "
            "wheelchair space. Only those who arrange it see what you write."
        ),
        filters=[tidy],
        validators=[MaxLength(NEED_MAX_LENGTH), SeveralLines()],
    )
    badge = OneOf(
        _l("On the name badge"),
        choices=[
            SelectChoice(Badge.ORGANISATION.value, _l("My organisation only")),
            SelectChoice(Badge.FIRST_NAME.value, _l("My first name and my organisation")),
            SelectChoice(Badge.NONE.value, _l("Nothing at all")),
        ],
        default=Badge.ORGANISATION.value,
    )
    limited_visibility = BooleanField(
        _l("Limited visibility"),
        description=_l(
            "Your name does not appear on a badge or on any list that others see, "
            "and you are not photographed. You do not have to say why."
        ),
    )

    protection_sentence: ClassVar[str] = _l(
        "This is not saved: it reads as if personal data are protected. Are yours? Then do not "
        "register here, but call or email us: we will find another way. If not, write it in other "
        "words."
    )

    plan: FormContent
    # What fields say instead where people meet online: nobody comes in, and nobody is photographed.
    online_descriptions: ClassVar[dict[str, str]] = {
        "name": _l("The name you want to be called by."),
        "access": _l(
            "For example captions or a sign-language interpreter. Only those who arrange it see "
            "what you write."
        ),
        "limited_visibility": _l(
            "Your name does not appear on any list that others see. You do not have to say why."
        ),
    }

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.plan.online:
            for name, description in self.online_descriptions.items():
                self[name].description = description

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the fields in the order of the page."""
        return iter(sorted(self._fields.values(), key=_place))

    def choice_fields(self) -> Iterator[tuple[ChoiceGroup, OneOf]]:
        """Iterate over the groups of parallel sessions and their fields."""
        return ((group, self[f"session-{group.code}"]) for group in self.plan.groups)

    def question_fields(self) -> Iterator[tuple[FormQuestion, Any]]:
        """Iterate over the event's own questions and their fields."""
        return ((question, self[f"q-{question.code}"]) for question in self.plan.questions)

    def chosen_sessions(self) -> tuple[str, ...]:
        """Return the codes of the chosen sessions."""
        return tuple(field.data for _group, field in self.choice_fields() if field.data)

    def answers(self) -> dict[str, str]:
        """Return the answers to the event's own questions, by code, without unanswered ones.

        Nor is there an answer to what was not asked: without script every question is shown.
        """
        answers: dict[str, str] = {}
        for question, field in self.question_fields():
            if (answer := answer_of(field)) and is_asked(question.condition, answers):
                answers[question.code] = answer
        return answers

    def needs(self) -> CareNeeds:
        """Return diet and access; there is no diet online."""
        return CareNeeds(diet=self.diet.data if self.diet else "", access=self.access.data)

    def name_badge(self) -> Badge:
        """Return what the name badge says; there is none online."""
        return Badge(self.badge.data) if self.badge else Badge.ORGANISATION

    def visibility(self) -> Visibility:
        """Return the chosen visibility, which is never protected."""
        return Visibility.LIMITED if self.limited_visibility.data else Visibility.NORMAL


def _place(field: Any) -> int:
    if field.name in FIRST:
        return FIRST.index(field.name) - len(FIRST)
    return LAST.index(field.name) + 1 if field.name in LAST else 0


def planned_fields(plan: FormContent, language: str) -> dict[str, Any]:
    """Return the fields of one event: its groups of sessions and its own questions.

    A meeting online asks for no diet and has no name badges.
    """
    sessions = {f"session-{group.code}": _session_field(group) for group in plan.groups}
    questions = {
        f"q-{question.code}": answer_field(question, plan, language) for question in plan.questions
    }
    absent = {"diet": None, "badge": None} if plan.online else {}
    return {**sessions, **questions, **absent}


def _session_field(group: ChoiceGroup) -> Any:
    return OneOf(
        _l("Session %(group)s", group=group.code),
        choices=[
            *(SelectChoice(session.code, session.title) for session in group.sessions),
            SelectChoice("", _l("I will choose later")),
        ],
        default="",
    )
