"""More places at an event, with a reason."""

from typing import Any

from wtforms import ValidationError
from wtforms.validators import NumberRange

from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.reason import ReasonForm
from eventapp.i18n import _, _l

SEATS_MAX = 100_000


class SeatsForm(ReasonForm):
    """How many places there are to be, of an event that has `now`."""

    seats = WholeNumberField(
        _l("Places"),
        description=_l("In all, for everybody at the event."),
        validators=[NumberRange(0, SEATS_MAX, _l("Write a number from 0 to 100,000."))],
    )

    def __init__(self, now: int, **options: Any) -> None:
        super().__init__(seats=now, prefix="seats", **options)
        self.now = now

    def validate_seats(self, field: Any) -> None:
        """Require more than there are."""
        if field.data is not None and field.data <= self.now:
            sentence = _("Write more than %(seats)s. Fewer are set in Settings.", seats=self.now)
            raise ValidationError(sentence)
