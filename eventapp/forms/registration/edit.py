"""One thing of a registration at a time, as organizers change it where it stands."""

from collections.abc import Sequence
from typing import Any

from wtforms import EmailField, StringField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.desk.session_seat import OfferedSession
from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.form_content import FormQuestion
from eventapp.domain.registration.registration import Affiliation
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    OTHER,
    EmailAddress,
    MaxLength,
    NameLength,
    NoAddress,
    OneLine,
    OneOf,
    OneOfList,
    OrganisationField,
    Required,
    tidy,
)
from eventapp.forms.protection import WithoutProtection
from eventapp.forms.reason import REASON_MAX_LENGTH
from eventapp.forms.registration.answer_fields import single_answer_field
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l, _n
from eventapp.models import Badge, Visibility


class EditForm(WithoutProtection, VersionedForm):
    """The base of all: saved unless somebody else has changed the same thing."""


class NameEditForm(EditForm):
    """The person's name."""

    name = StringField(
        _l("Name"),
        filters=[tidy],
        validators=[
            Required(_l("Write the name.")),
            NameLength(NAME_MAX_LENGTH),
            OneLine(),
            NoAddress(),
        ],
    )


class AddressEditForm(EditForm):
    """Where the person's letters go."""

    email = EmailField(
        _l("New email address"),
        description=_l(
            "What was sent to the old address stops working. A new letter goes to the new one."
        ),
        filters=[tidy],
        validators=[
            Required(_l("Write the email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )


class RoleEditForm(EditForm):
    """What the person works with."""

    role = StringField(
        _l("Works with"), filters=[tidy], validators=[MaxLength(NAME_MAX_LENGTH), OneLine()]
    )


class LanguageEditForm(EditForm):
    """The language of the person's letters."""

    language = OneOf(
        _l("Language of the letters"),
        choices=[SelectChoice("sv", _l("Swedish")), SelectChoice("en", _l("English"))],
        validators=[Required(_l("Choose a language."))],
    )


class BadgeEditForm(EditForm):
    """What the name badge says."""

    badge = OneOf(
        _l("On the name badge"),
        choices=[
            SelectChoice(Badge.ORGANISATION.value, _l("The organisation only")),
            SelectChoice(Badge.FIRST_NAME.value, _l("The first name and the organisation")),
            SelectChoice(Badge.NONE.value, _l("Nothing at all")),
        ],
        validators=[Required(_l("Choose what the name badge says."))],
    )


class VisibilityEditForm(EditForm):
    """How much of the person others see."""

    visibility = OneOf(
        _l("Visibility"),
        description=_l("With limited visibility the name is shown to no other participant."),
        choices=[
            SelectChoice(Visibility.NORMAL.value, _l("Normal")),
            SelectChoice(Visibility.LIMITED.value, _l("Limited")),
        ],
        validators=[Required(_l("Choose how much others see."))],
    )


class OptionalReasonForm(EditForm):
    """What a rule speaks against is done with a reason."""

    reason = StringField(
        _l("Why, if a rule speaks against it?"),
        description=_l("The reason is saved in the log. Do not name anyone."),
        filters=[tidy],
        validators=[MaxLength(REASON_MAX_LENGTH), OneLine()],
    )


class OrganisationEditForm(OptionalReasonForm):
    """Where the person works, and so whose seats they take."""

    other_organisation = StringField(
        _l("Name of the other organisation"),
        description=_l("Only if it is not on the list."),
        filters=[tidy],
        validators=[MaxLength(NAME_MAX_LENGTH), OneLine()],
    )

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Require an organisation of the list, or the name of another."""
        valid: bool = super().validate_on_submit(extra_validators)
        if not self.is_submitted() or self["organisation"].chosen or self._other():
            return valid
        sentence = _("Choose the organisation.")
        self["organisation"].errors = [*self["organisation"].errors, sentence]
        return False

    def affiliation(self) -> Affiliation:
        """The organisation that was meant; a listed one also where its name was typed."""
        field = self["organisation"]
        chosen = field.chosen or field.directory.find(self._other())
        if chosen:
            return Affiliation(chosen.name, chosen.id, chosen.lineage)
        return Affiliation(self._other())

    def _other(self) -> str:
        return self.other_organisation.data if self["organisation"].data == OTHER else ""


class SessionEditForm(OptionalReasonForm):
    """A session to add the person to."""

    session = OneOfList(
        _l("Session"), validators=[Required(_l("Choose a session."))], validate_choice=False
    )


def organisation_form(directory: Directory) -> type[OrganisationEditForm]:
    """The form with the organisations of this directory."""
    field = OrganisationField(
        _l("Organisation"),
        description=_l("The place is taken from the organisation's places. The link stays."),
        directory=directory,
        filters=[tidy],
        validators=[MaxLength(300)],
    )
    return type("ListedOrganisationForm", (OrganisationEditForm,), {"organisation": field})


def answer_form(question: FormQuestion, language: str) -> type[EditForm]:
    """The form with the answer to one question."""
    return type("AnswerForm", (EditForm,), {"answer": single_answer_field(question, language)})


def session_choices(sessions: Sequence[OfferedSession]) -> list[SelectChoice]:
    """The sessions as choices, each with the seats that are left."""
    return [SelectChoice("", _("Choose a session")), *map(_session_choice, sessions)]


def _session_choice(session: OfferedSession) -> SelectChoice:
    if session.left is None:
        return SelectChoice(session.code, session.title)
    left = _n("%(num)d seat left", "%(num)d seats left", session.left)
    return SelectChoice(session.code, f"{session.title} ({left})")
