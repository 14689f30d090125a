"""The forms of the security contact: an alias, and the way to reach the person behind it."""

from wtforms import EmailField, StringField, TextAreaField

from eventapp.domain.registration.override import ReasonMissing
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    NameLength,
    NoAddress,
    OneLine,
    Required,
    SeveralLines,
    tidy,
)
from eventapp.forms.reason import REASON_MAX_LENGTH
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.forms.registration.registration import RegistrationForm
from eventapp.forms.registration.somebody import SomebodyForm
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _l

REACH_MAX_LENGTH = 400


def _alias_field() -> StringField:
    return StringField(
        _l("Alias"),
        description=_l("An ordinary name, which is not the person’s own or close to it."),
        filters=[tidy],
        validators=[
            Required(_l("Write an alias.")),
            NameLength(NAME_MAX_LENGTH),
            OneLine(),
            NoAddress(),
        ],
    )


def _reach_field() -> TextAreaField:
    return TextAreaField(
        _l("How the person is reached"),
        description=_l(
            "For example a telephone number and when to ring. Do not write the person’s name. It "
            "is encrypted, and opened only for a reason that is logged."
        ),
        filters=[tidy],
        validators=[
            Required(_l("Write how the person is reached.")),
            MaxLength(REACH_MAX_LENGTH),
            SeveralLines(),
        ],
    )


class AliasForm(SomebodyForm):
    """The public form's questions, about an alias."""

    name = _alias_field()
    email = EmailField(
        _l("Mailbox"),
        description=_l(
            "A shared mailbox at the workplace, where someone passes the ticket on. Not the "
            "person’s own address, not yours, and not the same for everybody."
        ),
        filters=[tidy],
        validators=[
            Required(_l("Write a shared mailbox.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )
    reach = _reach_field()


class LateAliasForm(AliasForm):
    """The same outside the registration period, with the reason that this takes for anybody."""

    reason = StringField(
        _l("Why is the person registered now?"),
        description=_l(
            "The reason is saved in the log, where others read it. Write what you could write of "
            "anybody, for example that the person rang."
        ),
        filters=[tidy],
        validators=[
            Required(ReasonMissing.sentence),
            MaxLength(REASON_MAX_LENGTH),
            OneLine(),
        ],
    )


class RenamedAliasForm(VersionedForm):
    """Another alias for the same registration."""

    name = _alias_field()


class ReachForm(BaseForm):
    """Another way to reach the person; what is stored is not shown."""

    reach = _reach_field()


def alias_form(form: type[RegistrationForm]) -> type[AliasForm]:
    """Return the alias form of the event that this public form is for."""
    return type("EventAliasForm", (AliasForm, form), {})


def late_alias_form(form: type[RegistrationForm]) -> type[LateAliasForm]:
    """Return the alias form outside the registration period of this public form's event."""
    return type("EventLateAliasForm", (LateAliasForm, form), {})
