"""The form with which a coordinator registers somebody: only name, address and role."""

from wtforms import EmailField, StringField

from eventapp.domain.registration.registration import Affiliation, Applicant
from eventapp.forms.base_form import BaseForm
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
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.forms.registration.registration import NOTICE_VERSION
from eventapp.i18n import _l
from eventapp.models import Account, Organisation


class PersonForm(BaseForm):
    """The person to register; the organisation is the delegation's."""

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
    email = EmailField(
        _l("Email address"),
        description=_l("The personal link is sent there, and to nobody else."),
        filters=[tidy],
        validators=[
            Required(_l("Write the email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )
    role = StringField(
        _l("What is their work?"),
        filters=[tidy],
        validators=[MaxLength(NAME_MAX_LENGTH), OneLine()],
    )

    def applicant(self, organisation: Organisation, account: Account) -> Applicant:
        """Return the applicant that the form describes."""
        return Applicant(
            name=self.name.data,
            email=fold_email(self.email.data),
            # The seat is this delegation's, even if a part of the organisation has its own.
            affiliation=Affiliation(organisation.name, organisation.id, (organisation.id,)),
            role=self.role.data,
            notice_version=NOTICE_VERSION,
            asked_by=account.id,
        )
