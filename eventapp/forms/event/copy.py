"""When a copy of an event is to be held."""

from flask_wtf import FlaskForm

from eventapp.forms.event.fields import Moment
from eventapp.i18n import _l


class CopyForm(FlaskForm):  # type: ignore[misc]
    """The new beginning; everything else moves as far."""

    starts_at = Moment(_l("Begins"))
