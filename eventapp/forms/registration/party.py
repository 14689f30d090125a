"""The public form for a party: where they work, once, and a row for each of them."""

from collections.abc import Iterator
from typing import Any

from wtforms import FormField
from wtforms.fields.choices import SelectChoice

from eventapp.domain.people.organisation import Directory
from eventapp.domain.registration.group.party import PARTY_MAX
from eventapp.domain.registration.registration import Applicant
from eventapp.forms.fields import OneOf
from eventapp.forms.registration.affiliation import AffiliationFields, organisation_field
from eventapp.forms.registration.person_row import PeopleForm, PersonList, PersonRow
from eventapp.forms.registration.registration import NOTICE_VERSION
from eventapp.i18n import _l

ROWS_AT_FIRST = 2
SHARED = ("organisation", "other_organisation")
WHOLE, SOME = "whole", "some"


class PartyForm(AffiliationFields, PeopleForm):
    """The form of somebody who registers several, perhaps oneself among them."""

    people = PersonList(FormField(PersonRow), min_entries=ROWS_AT_FIRST, max_entries=PARTY_MAX)
    together = OneOf(
        _l("If there are not places for all of you"),
        choices=[
            SelectChoice(WHOLE, _l("We all come, or nobody: we wait together until there is room")),
            SelectChoice(SOME, _l("As many of us as possible get a place, the others wait")),
        ],
    )

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the fields in the order of the page."""
        return iter(sorted(self._fields.values(), key=lambda field: field.name not in SHARED))

    @property
    def whole(self) -> bool | None:
        """Whether they want places for all or none; None where that was not answered."""
        return self.together.data == WHOLE if self.together.data else None

    def add_row(self) -> None:
        """One more empty row, up to PARTY_MAX."""
        if len(self.people) < PARTY_MAX:
            self.people.append_entry()

    def applicants(self, language: str) -> list[Applicant]:
        """Return the people whom the form describes, in its order."""
        affiliation = self.affiliation()
        return [
            row.applicant_of(affiliation, language=language, notice_version=NOTICE_VERSION)
            for row in self.filled()
        ]


def party_form(directory: Directory) -> type[PartyForm]:
    """Return the form of a party with the list of organisations."""
    return type("ListedPartyForm", (PartyForm,), {"organisation": organisation_field(directory)})
