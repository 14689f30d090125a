"""Where to send the personal links of an address."""

from flask_wtf import FlaskForm
from wtforms import EmailField

from eventapp.forms.fields import LONGEST_EMAIL, AtMost, EmailAddress, Required, tidy
from eventapp.i18n import _l


class LostLinkForm(FlaskForm):  # type: ignore[misc]
    """The address that the registration was made with."""

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
