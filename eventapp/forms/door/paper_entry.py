"""One line of a list on paper."""

from wtforms import StringField

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import MaxLength, Required, tidy
from eventapp.i18n import _l

CODE_MAX_LENGTH = 40


class PaperEntryForm(BaseForm):
    """The code of somebody who came."""

    code = StringField(
        _l("Code on the list"),
        filters=[tidy],
        validators=[
            Required(_l("Write the code that stands before the name.")),
            MaxLength(CODE_MAX_LENGTH),
        ],
        render_kw={"autofocus": True},
        description=_l("Eight signs. Press Enter after each: the next one can be written at once."),
    )
