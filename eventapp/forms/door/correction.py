"""Putting right on which days somebody came, with a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms.fields.choices import SelectChoice

from eventapp.forms.fields import ListedChoice
from eventapp.forms.reason import ReasonForm
from eventapp.i18n import _, _l, capital, day

DID_NOT_COME = "none"


class AddedDayForm(ReasonForm):
    """A day on which somebody came although nothing says so."""

    day = ListedChoice(_l("Was here on"))

    def __init__(self, days: Sequence[date], **options: Any) -> None:
        super().__init__(**options)
        self.day.choices = [SelectChoice(on.isoformat(), capital(day(on))) for on in days]

    @property
    def chosen(self) -> date:
        """The day that was chosen."""
        return date.fromisoformat(self.day.data)


class DayCorrectionForm(ReasonForm):
    """What is right instead of a day: another one, or none."""

    right = ListedChoice(_l("What is right?"))

    def __init__(self, days: Sequence[date], **options: Any) -> None:
        super().__init__(**options)
        nothing = SelectChoice(DID_NOT_COME, _("Was not here that day"))
        self.right.choices = [
            nothing,
            *(
                SelectChoice(on.isoformat(), _("Was here on %(day)s instead", day=day(on)))
                for on in days
            ),
        ]

    @property
    def chosen(self) -> date | None:
        """The day on which the person came instead; None where they did not come."""
        right = str(self.right.data)
        return None if right == DID_NOT_COME else date.fromisoformat(right)
