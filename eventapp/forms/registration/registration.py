"""The registration form: what we ask a person who wants a place, and nothing more."""

from typing import Any, ClassVar

from wtforms import EmailField, StringField, ValidationError

from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.form_content import FormContent
from eventapp.domain.registration.registration import Affiliation, Applicant
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    OTHER,
    EmailAddress,
    MaxLength,
    OneLine,
    OrganisationField,
    Required,
    fold_email,
    tidy,
)
from eventapp.forms.registration.participant import NAME_MAX_LENGTH, ParticipantForm, planned_fields
from eventapp.i18n import _, _l

# The version of the notice on personal data that the form shows; raise it when the text changes.
NOTICE_VERSION = "2026-11-22"


class RegistrationForm(ParticipantForm):
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
    other_organisation = StringField(
        _l("Name of the other organisation"),
        description=_l("Only if yours is not on the list."),
        filters=[tidy],
        validators=[MaxLength(NAME_MAX_LENGTH), OneLine()],
    )

    def validate_organisation(self, field: Any) -> None:
        """Require an organisation of the list, or the name of another."""
        if field.chosen:
            return
        if not field.data:
            raise ValidationError(_("Choose your organisation."))
        if field.data != OTHER and not self.other_organisation.data:
            self.other_organisation.data = field.data[:NAME_MAX_LENGTH]
            raise ValidationError(
                _(
                    "That organisation is not on the list. Choose one from the list, or keep "
                    "the name as another organisation and send the form again."
                )
            )

    def validate_other_organisation(self, field: Any) -> None:
        """Require a name for another organisation."""
        if self["organisation"].data == OTHER and not field.data:
            raise ValidationError(_("Write the name of your organisation."))

    def applicant(self, language: str) -> Applicant:
        """Return the applicant that the form describes."""
        return Applicant(
            name=self.name.data,
            email=fold_email(self.email.data),
            affiliation=self._affiliation(),
            role=self.role.data,
            language=language,
            visibility=self.visibility(),
            badge=self.name_badge(),
            answers=self.answers(),
            needs=self.needs(),
            sessions=self.chosen_sessions(),
            notice_version=NOTICE_VERSION,
        )

    def _affiliation(self) -> Affiliation:
        field, other = self["organisation"], self.other_organisation.data
        # Somebody may type the name of a listed organisation: its seats are theirs too.
        chosen = field.chosen or field.directory.find(other)
        if chosen:
            return Affiliation(chosen.name, chosen.id, chosen.lineage)
        return Affiliation(other)


def registration_form(
    plan: FormContent, directory: Directory, language: str
) -> type[RegistrationForm]:
    """Return the registration form of one event, in one language."""
    fields = {
        "organisation": OrganisationField(
            _l("Organisation"), directory=directory, filters=[tidy], validators=[MaxLength(300)]
        ),
        **planned_fields(plan, language),
    }
    return type("EventRegistrationForm", (RegistrationForm,), {"plan": plan, **fields})
