"""The form that sends personal links again."""

from wtforms import EmailField, StringField

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import EMAIL_MAX_LENGTH, EmailAddress, MaxLength, OneLine, Required, tidy
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.i18n import _l


class LostLinkForm(BaseForm):
    """The address of the registration and, where several people share it, the name."""

    email = EmailField(
        _l("Email address"),
        description=_l("The address you registered with."),
        filters=[tidy],
        validators=[
            Required(_l("Write your email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )
    name = StringField(
        _l("Name"),
        description=_l("Only needed if several people use the same address."),
        filters=[tidy],
        validators=[MaxLength(NAME_MAX_LENGTH), OneLine()],
    )
