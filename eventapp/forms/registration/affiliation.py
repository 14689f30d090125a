"""Where somebody works: an organisation of the list, or the name of another."""

from typing import Any

from wtforms import StringField, ValidationError

from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.registration import Affiliation
from eventapp.forms.fields import OTHER, MaxLength, OneLine, OrganisationField, tidy
from eventapp.forms.registration.participant import NAME_MAX_LENGTH
from eventapp.i18n import _, _l


class AffiliationFields:
    """Fields of a form; `organisation` is added by `organisation_field`, for it needs the list."""

    organisation: OrganisationField
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
        if self.organisation.data == OTHER and not field.data:
            raise ValidationError(_("Write the name of your organisation."))

    def affiliation(self) -> Affiliation:
        """Return the organisation that was meant."""
        field, other = self.organisation, self.other_organisation.data
        # Somebody may type the name of a listed organisation: its seats are theirs too.
        chosen = field.chosen or field.directory.find(other)
        if chosen:
            return Affiliation(chosen.name, chosen.id, chosen.lineage)
        return Affiliation(other)


def organisation_field(directory: Directory) -> Any:
    """The field that the list of organisations belongs to."""
    return OrganisationField(
        _l("Organisation"), directory=directory, filters=[tidy], validators=[MaxLength(300)]
    )
