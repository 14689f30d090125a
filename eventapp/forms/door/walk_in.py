"""Somebody who came without being registered: noted at the desk, then decided about."""

from typing import ClassVar

from wtforms import EmailField, StringField
from wtforms.validators import Optional

from eventapp.domain.desk.walk_in.decision import ReadPerson
from eventapp.domain.door.walk_in.sealed_person import NotedPerson
from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.registration import Affiliation
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
from eventapp.forms.protection import WithoutProtection
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.i18n import _l


class WalkInForm(WithoutProtection, BaseForm):
    """Who the person is; all but the name may be empty."""

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
    organisation = StringField(
        _l("Organisation"), filters=[tidy], validators=[MaxLength(NAME_MAX_LENGTH), OneLine()]
    )
    email = EmailField(
        _l("Email address"),
        description=_l("The ticket and the personal link are sent here, if there is an address."),
        filters=[tidy],
        validators=[Optional(), MaxLength(EMAIL_MAX_LENGTH), EmailAddress()],
    )

    protection_sentence: ClassVar[str] = _l(
        "This is not saved: it reads as if personal data are protected. Lead the person to the "
        "security contact, who registers them another way. If that is not so here, write it in "
        "other words."
    )

    def noted(self) -> NotedPerson:
        """The person as a door notes them."""
        return NotedPerson(self.name.data, self.organisation.data, self._email())

    def person(self, directory: Directory) -> ReadPerson:
        """The person as they are registered; a listed organisation has its seats and parents."""
        listed = directory.find(self.organisation.data) if self.organisation.data else None
        affiliation = (
            Affiliation(listed.name, listed.id, listed.lineage)
            if listed
            else Affiliation(self.organisation.data)
        )
        return ReadPerson(self.name.data, self._email(), affiliation)

    def _email(self) -> str:
        return fold_email(self.email.data) if self.email.data else ""
