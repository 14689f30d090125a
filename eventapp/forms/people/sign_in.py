"""Signing in, and setting up how one signs in."""

from wtforms import EmailField, PasswordField, StringField

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import EMAIL_MAX_LENGTH, EmailAddress, MaxLength, OneLine, Required, tidy
from eventapp.i18n import _l

LONGEST_PASSWORD = 200


class SignInForm(BaseForm):
    """Address and password."""

    email = EmailField(
        _l("Email address"),
        filters=[tidy],
        validators=[
            Required(_l("Write your email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            OneLine(),
        ],
    )
    password = PasswordField(
        _l("Password"),
        validators=[Required(_l("Write your password.")), MaxLength(LONGEST_PASSWORD)],
    )


def _code(hint: str) -> StringField:
    return StringField(
        _l("Code from your app"),
        description=hint,
        filters=[tidy],
        validators=[Required(_l("Write the code.")), MaxLength(40), OneLine()],
    )


class CodeForm(BaseForm):
    """The second factor's code, or a recovery code."""

    code = _code(_l("Six digits. A recovery code works too."))


class FirstCodeForm(CodeForm):
    """The code of an app that is being set up; there are no recovery codes yet."""

    code = _code(_l("Six digits."))


class LinkForm(BaseForm):
    """Where to send a sign-in address."""

    link_email = EmailField(
        _l("Email address"),
        filters=[tidy],
        validators=[
            Required(_l("Write your email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )


class PasswordForm(BaseForm):
    """A new password."""

    new_password = PasswordField(
        _l("New password"),
        description=_l("At least 12 characters. A sentence is easy to remember."),
        validators=[Required(_l("Write a password.")), MaxLength(LONGEST_PASSWORD)],
    )
