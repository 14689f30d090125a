"""What is said to all doors."""

from wtforms import StringField

from eventapp.domain.door.arriving.message import MESSAGE_MAX_LENGTH
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import MaxLength, OneLine, Required, tidy
from eventapp.i18n import _l


class DoorMessageForm(BaseForm):
    """One sentence for the phones at all doors."""

    text = StringField(
        _l("Message to all phones"),
        description=_l("At most 120 characters. Write no names: others can read the screens."),
        filters=[tidy],
        validators=[
            Required(_l("Write what the doors are to know.")),
            MaxLength(MESSAGE_MAX_LENGTH),
            OneLine(),
        ],
    )
