"""What a release says of itself."""

from flask_wtf import FlaskForm

from eventapp.forms.event.event import line
from eventapp.i18n import _l


class ReleaseForm(FlaskForm):  # type: ignore[misc]
    """A line for the public list of changes."""

    note = line(_l("A line about this version"), description=_l("Stands in the list of changes."))
