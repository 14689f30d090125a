"""The right address, in place of the one that a registration was sent with."""

from typing import Any

from wtforms import EmailField, ValidationError

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    Required,
    fold_email,
    tidy,
)
from eventapp.i18n import _, _l


class AddressCorrectionForm(BaseForm):
    """One field. `former` is the folded address that was wrong."""

    email = EmailField(
        _l("The right email address"),
        description=_l("Only if the one above is wrong. This can be done for an hour."),
        filters=[tidy],
        validators=[
            Required(_l("Write your email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )
    former = ""

    def validate_email(self, field: Any) -> None:
        """Refuse the address that was given."""
        if not field.errors and fold_email(field.data) == self.former:
            raise ValidationError(_("That is the address you gave. Write the one it should be."))
