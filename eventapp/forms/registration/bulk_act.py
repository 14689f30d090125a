"""What one does to many registrations: to which target, why, and how many were shown."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.desk.session_seat import OfferedSession
from eventapp.domain.people.organisation import Directory
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    MaxLength,
    OneLine,
    OneOfList,
    OrganisationField,
    Required,
    hidden_number,
    tidy,
)
from eventapp.forms.reason import REASON_MAX_LENGTH
from eventapp.forms.registration.edit import session_choices
from eventapp.i18n import _, _l


class BulkActForm(BaseForm):
    """Sends the personal link again: nothing but how many it is about."""

    expected = HiddenField()
    reason = StringField(
        _l("Why?"),
        description=_l("The reason is saved in the log. Do not name anyone."),
        filters=[tidy],
        validators=[MaxLength(REASON_MAX_LENGTH), OneLine()],
    )

    @property
    def people(self) -> int:
        """How many the page showed."""
        return hidden_number(self.expected.data)

    def target(self) -> str:
        """The code of the session or organisation; empty where there is none."""
        return ""


class BulkCancelForm(BulkActForm):
    """Cancels, for a reason."""

    def validate_reason(self, field: Any) -> None:
        """Require a reason."""
        Required(_("Write why. The reason is saved in the log."))(self, field)


class BulkDeclineForm(BulkActForm):
    """Declines, for a reason that each person reads."""

    reason = StringField(
        _l("Why?"),
        description=_l("Each person reads it in the email and on their own page."),
        filters=[tidy],
        validators=[
            Required(_l("Write why. The person reads it in the email and on their page.")),
            MaxLength(REASON_MAX_LENGTH),
            OneLine(),
        ],
    )


class BulkSessionForm(BulkActForm):
    """Adds to a session."""

    session = OneOfList(
        _l("Session"), validators=[Required(_l("Choose a session."))], validate_choice=False
    )

    def target(self) -> str:
        """The code of the session."""
        return str(self.session.data)


class BulkMoveForm(BulkActForm):
    """Moves to another organisation's seats."""

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Require an organisation of the list."""
        valid: bool = super().validate_on_submit(extra_validators)
        if not self.is_submitted() or self["organisation"].chosen:
            return valid
        sentence = _("Choose an organisation of the list.")
        self["organisation"].errors = [*self["organisation"].errors, sentence]
        return False

    def target(self) -> str:
        """The code of the organisation."""
        return str(self["organisation"].chosen.code)


def bulk_move_form(directory: Directory) -> type[BulkMoveForm]:
    """The form with the organisations of this directory."""
    field = OrganisationField(
        _l("Organisation"), directory=directory, filters=[tidy], validators=[MaxLength(300)]
    )
    return type("ListedBulkMoveForm", (BulkMoveForm,), {"organisation": field})


def offer_sessions(form: BulkSessionForm, sessions: Sequence[OfferedSession]) -> None:
    """Let these sessions be chosen."""
    choices: list[SelectChoice] = session_choices(sessions)
    form.session.choices = choices
