"""Looking for one person, and correcting how they are written."""

from wtforms import StringField

from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    NameLength,
    NoAddress,
    OneLine,
    Required,
    fold_email,
    tidy,
)
from eventapp.forms.reason import ReasonForm
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _l

NAME_MAX_LENGTH = 120


class PersonSearchForm(ReasonForm):
    """A name, an address and a reason."""

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
    email = StringField(
        _l("Email address"),
        filters=[tidy],
        validators=[
            Required(_l("Write the email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )

    @property
    def folded_email(self) -> str:
        """The address as it is stored. Only after validation."""
        return fold_email(self.email.data)


class PersonCorrectionForm(VersionedForm, PersonSearchForm):
    """How the person is written from now on, and why."""
