"""A button that puts the chosen sessions into the calendar, or takes them out of it."""

from wtforms import HiddenField
from wtforms.validators import AnyOf

from eventapp.forms.base_form import BaseForm

SHOWN, HIDDEN = "shown", "hidden"


class SessionEntriesForm(BaseForm):
    """What the button is for."""

    sessions = HiddenField(validators=[AnyOf((SHOWN, HIDDEN))])

    @property
    def wanted(self) -> bool:
        """Whether the sessions are to be in the calendar."""
        return str(self.sessions.data) == SHOWN
