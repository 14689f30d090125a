"""The registration form, filled in for somebody: by an organizer for who rang or wrote."""

from typing import ClassVar

from wtforms import BooleanField, EmailField, StringField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.registration.registration import Applicant
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    NameLength,
    NoAddress,
    OneLine,
    OneOf,
    Required,
    tidy,
)
from eventapp.forms.protection import WithoutProtection
from eventapp.forms.reason import REASON_MAX_LENGTH
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.forms.registration.registration import RegistrationForm
from eventapp.i18n import _l


class SomebodyForm(RegistrationForm):
    """The public form's questions, with words for who asks them."""

    name = StringField(
        _l("Name"),
        description=_l("The name the person wants to be called by."),
        filters=[tidy],
        validators=[
            Required(_l("Write the name.")),
            NameLength(NAME_MAX_LENGTH),
            OneLine(),
            NoAddress(),
        ],
    )
    email = EmailField(
        _l("Email address"),
        description=_l(
            "The ticket and the personal link are sent here. Does the person have no email? Write "
            "a shared mailbox where someone prints the ticket for them: at their workplace, or "
            "your own."
        ),
        filters=[tidy],
        validators=[
            Required(_l("Write the email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )
    letter_language = OneOf(
        _l("Language of the letters"),
        choices=[SelectChoice("sv", _l("Swedish")), SelectChoice("en", _l("English"))],
        default="sv",
    )

    protection_sentence = WithoutProtection.protection_sentence

    online_descriptions: ClassVar[dict[str, str]] = RegistrationForm.online_descriptions | {
        "name": _l("The name the person wants to be called by."),
        "email": _l(
            "The personal link is sent here. Does the person have no email? Write a shared mailbox "
            "at their workplace, or your own."
        ),
    }

    def person(self) -> Applicant:
        """Return the applicant that the form describes, in the language of their letters."""
        return self.applicant(self.letter_language.data)


class DeskForm(SomebodyForm):
    """The form at the organizers' desk, which registers outside the period for a reason."""

    distinct = BooleanField(
        _l("This is another person than those listed above"),
    )
    reason = StringField(
        _l("Why is the person registered now?"),
        description=_l("The reason is saved in the log. Do not name anyone."),
        filters=[tidy],
        validators=[MaxLength(REASON_MAX_LENGTH), OneLine()],
    )


def desk_form(form: type[RegistrationForm]) -> type[DeskForm]:
    """Return the desk's form of the event that this public form is for."""
    return type("EventDeskForm", (DeskForm, form), {})
