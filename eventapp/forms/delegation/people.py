"""The forms with which a coordinator registers several people: a pasted list, and its rows."""

from collections.abc import Sequence
from typing import Any

from wtforms import FormField, TextAreaField

from eventapp.domain.registration.registration import Applicant
from eventapp.forms.base_form import BaseForm
from eventapp.forms.delegation.pasted_list import (
    PASTED_LENGTH_MAX,
    PASTED_ROWS_MAX,
    PastedRow,
)
from eventapp.forms.delegation.person import own_affiliation
from eventapp.forms.fields import MaxLength, Required, SeveralLines, tidy
from eventapp.forms.registration.person_row import PastedRows, PeopleForm, PersonRow
from eventapp.forms.registration.registration import NOTICE_VERSION
from eventapp.i18n import _l
from eventapp.models import Account, Organisation


class PastedListForm(BaseForm):
    """A list to paste."""

    lines = TextAreaField(
        _l("The list"),
        description=_l(
            "Name, email address and role, one person on each line. Copy the cells from Excel or "
            "the addresses from an email; a first line with headings is fine too."
        ),
        filters=[tidy],
        validators=[
            Required(_l("Paste the list.")),
            MaxLength(PASTED_LENGTH_MAX),
            SeveralLines(),
        ],
    )


class MembersForm(PeopleForm):
    """The people of a list as they were understood, to be put right and sent."""

    people = PastedRows(FormField(PersonRow), max_entries=PASTED_ROWS_MAX)

    def applicants(self, organisation: Organisation, account: Account) -> list[Applicant]:
        """Return the people whom the form describes, in its order."""
        affiliation = own_affiliation(organisation)
        return [
            row.applicant_of(
                affiliation,
                visibility=row.visibility(),
                notice_version=NOTICE_VERSION,
                asked_by=account.id,
            )
            for row in self.filled()
        ]


def members_form(rows: Sequence[PastedRow]) -> MembersForm:
    """The form filled in with these rows."""
    form = MembersForm(formdata=None)
    form.people.fill({row.number: _values(row) for row in rows})
    return form


def _values(row: PastedRow) -> dict[str, Any]:
    return {"name": row.name, "email": row.email, "role": row.role, "limited": row.limited}
