"""The registration form: what we ask a person who wants a place, and nothing more."""

from typing import ClassVar

from wtforms import EmailField

from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.form_content import FormContent
from eventapp.domain.registration.registration import Applicant
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    Required,
    fold_email,
    tidy,
)
from eventapp.forms.registration.affiliation import AffiliationFields, organisation_field
from eventapp.forms.registration.participant import ParticipantForm, planned_fields
from eventapp.i18n import _l

# The version of the notice on personal data that the form shows; raise it when the text changes.
NOTICE_VERSION = "2026-11-22"


class RegistrationForm(AffiliationFields, ParticipantForm):
    """The form of somebody who asks for a place."""

    email = EmailField(
        _l("Email address"),
        description=_l("We will send your ticket here. Preferably your work address."),
        filters=[tidy],
        validators=[
            Required(_l("Write your email address.")),
            MaxLength(EMAIL_MAX_LENGTH),
            EmailAddress(),
        ],
    )
    online_descriptions: ClassVar[dict[str, str]] = ParticipantForm.online_descriptions | {
        "email": _l("We will send the link to the meeting here. Preferably your work address.")
    }

    def applicant(self, language: str) -> Applicant:
        """Return the applicant that the form describes."""
        return Applicant(
            name=self.name.data,
            email=fold_email(self.email.data),
            affiliation=self.affiliation(),
            role=self.role.data,
            language=language,
            visibility=self.visibility(),
            badge=self.name_badge(),
            answers=self.answers(),
            needs=self.needs(),
            sessions=self.chosen_sessions(),
            notice_version=NOTICE_VERSION,
        )


def registration_form(
    plan: FormContent, directory: Directory, language: str
) -> type[RegistrationForm]:
    """Return the registration form of one event, in one language."""
    fields = {
        "organisation": organisation_field(directory),
        **planned_fields(plan, language),
    }
    return type("EventRegistrationForm", (RegistrationForm,), {"plan": plan, **fields})
