"""What a coordinator answers to an invitation."""

from wtforms.validators import NumberRange

from eventapp.domain.delegation.answer import WANTED_SEATS_MAX
from eventapp.forms.event.event import line_field
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _l


class AbsenceForm(VersionedForm):
    """Nobody is coming, and perhaps why."""

    note = line_field(_l("Would you like to tell us why?"))


class SeatRequestForm(VersionedForm):
    """How many more seats are needed, and what for."""

    seats = WholeNumberField(
        _l("How many more places?"),
        validators=[
            NumberRange(1, WANTED_SEATS_MAX, _l("Write a number from 1 to 1,000.")),
        ],
    )
    note = line_field(_l("What do you need them for?"))
