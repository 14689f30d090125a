"""Where to send the personal links of an address."""

from flask_wtf import FlaskForm
from wtforms import EmailField, StringField

from eventapp.forms.fields import LONGEST_EMAIL, AtMost, EmailAddress, OneLine, Required, tidy
from eventapp.forms.registration.participant import LONGEST_NAME
from eventapp.i18n import _l


class LostLinkForm(FlaskForm):  # type: ignore[misc]
    """The address, and where several share it the name, that the registration was made with."""

    email = EmailField(
        _l("Email address"),
        description=_l("The one you registered with."),
        filters=[tidy],
        validators=[
            Required(_l("Write your email address.")),
            AtMost(LONGEST_EMAIL),
            EmailAddress(),
        ],
    )
    name = StringField(
        _l("Name"),
        description=_l("Only needed if several people use the same address."),
        filters=[tidy],
        validators=[AtMost(LONGEST_NAME), OneLine()],
    )
