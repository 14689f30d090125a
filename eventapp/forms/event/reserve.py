"""Seats reserved for the delegation of an organisation."""

from typing import Any

from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange

from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.fields import OneOfList, Required
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l


class ReserveForm(BaseForm):
    """Seats, and the reason when there are not so many."""

    seats = WholeNumberField(
        _l("Places"),
        validators=[NumberRange(0, 100_000, _l("Write a number from 0 to 100,000."))],
    )
    reason = line_field(
        _l("Why more than there are?"),
        description=_l(
            "Only when you reserve more places than the event has. Your reason is saved in the log."
        ),
    )


class NewReserveForm(ReserveForm):
    """Seats for an organisation without a delegation."""

    organisation = OneOfList(
        _l("Organisation"),
        choices=[],
        validators=[Required(_l("Choose an organisation."))],
    )

    def __init__(self, holders: list[tuple[int, str, str]], **options: Any) -> None:
        super().__init__(**options)
        self._ids = {code: id_ for id_, code, _name in holders}
        self.organisation.choices = [
            SelectChoice("", _("Choose an organisation")),
            *(SelectChoice(code, name) for _id, code, name in holders),
        ]

    @property
    def organisation_id(self) -> int:
        """The chosen organisation. Only after validation."""
        return self._ids[self.organisation.data]


class ChangedReserveForm(VersionedForm, ReserveForm):
    """Another number of seats for a delegation."""
