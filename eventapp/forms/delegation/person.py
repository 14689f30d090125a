"""The form with which a coordinator registers somebody: only name, address and role."""

from eventapp.domain.registration.registration import Affiliation, Applicant
from eventapp.forms.base_form import BaseForm
from eventapp.forms.registration.person_row import PersonFields
from eventapp.forms.registration.registration import NOTICE_VERSION
from eventapp.models import Account, Organisation


class PersonForm(PersonFields, BaseForm):
    """The person to register; the organisation is the delegation's."""

    def applicant(self, organisation: Organisation, account: Account) -> Applicant:
        """Return the applicant that the form describes."""
        return self.applicant_of(
            own_affiliation(organisation), notice_version=NOTICE_VERSION, asked_by=account.id
        )


def own_affiliation(organisation: Organisation) -> Affiliation:
    """Where a delegation's people work: the seat is its own, even if a part has its own too."""
    return Affiliation(organisation.name, organisation.id, (organisation.id,))
