"""How far sessions are shifted, and which."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.event.schedule_shift import Shift
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.fields import OneOfList
from eventapp.i18n import _, _l, day

DAYS_MAX = 3660
MINUTES_MAX = 24 * 60


class ShiftForm(BaseForm):
    """Which day moves, and how far. The preview is asked for with the same fields."""

    on = OneOfList(_l("What moves"), choices=[])
    days = WholeNumberField(
        _l("Days later"),
        description=_l("With a minus they come earlier."),
        validators=[
            Optional(),
            NumberRange(-DAYS_MAX, DAYS_MAX, _l("That is more than ten years.")),
        ],
    )
    minutes = WholeNumberField(
        _l("Minutes later"),
        description=_l("With a minus they begin earlier."),
        validators=[
            Optional(),
            NumberRange(-MINUTES_MAX, MINUTES_MAX, _l("Write the whole days as days.")),
        ],
    )
    revision = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Also say that nothing would move, rather than show it as a preview."""
        if not super().validate(extra_validators):
            return False
        if not self.shift().later:
            self.days.errors = [_("Write how many days or minutes they move.")]
            return False
        return True

    def offer(self, days: Sequence[date]) -> "ShiftForm":
        """Let these days be chosen, or all."""
        self.on.choices = [
            SelectChoice("", _("All sessions")),
            *(SelectChoice(on.isoformat(), day(on)) for on in days),
        ]
        return self

    def shift(self) -> Shift:
        """What the form says. Only after validation."""
        later = timedelta(days=self.days.data or 0, minutes=self.minutes.data or 0)
        return Shift(later, date.fromisoformat(self.on.data) if self.on.data else None)
