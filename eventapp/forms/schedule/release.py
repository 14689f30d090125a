"""What a release says of itself."""

from wtforms import StringField

from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.event import line_field
from eventapp.i18n import _l


class ReleaseForm(BaseForm):
    """A line for the public list of changes, and which draft was looked at."""

    revision = StringField()
    reason = line_field(
        _l("Why fewer places than are taken?"),
        description=_l("Only needed then. The reason is saved in the log."),
    )
    note = line_field(
        _l("A line about this version"), description=_l("Shown in the list of changes.")
    )
