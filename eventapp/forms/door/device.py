"""A phone for a door: all there is to say is which door."""

from wtforms import StringField

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import MaxLength, OneLine, Required, tidy
from eventapp.i18n import _l

LONGEST_DOOR = 40


class DeviceForm(BaseForm):
    """Invites a phone."""

    door = StringField(
        _l("The door’s name"),
        description=_l(
            "What people on site call it, for example “Entrance”. You can write a new name."
        ),
        filters=[tidy],
        validators=[Required(_l("Write the door’s name.")), MaxLength(LONGEST_DOOR), OneLine()],
    )
