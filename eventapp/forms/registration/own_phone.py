"""A tick by which one's own phone remembers the registration, and a button by which it forgets."""

from wtforms import HiddenField
from wtforms.validators import AnyOf

from eventapp.forms.base_form import BaseForm

REMEMBER, FORGET = "remember", "forget"


class OwnPhoneForm(BaseForm):
    """What this phone is to do."""

    phone = HiddenField(validators=[AnyOf((REMEMBER, FORGET))])

    @property
    def remembers(self) -> bool:
        """Whether the phone is to remember."""
        return str(self.phone.data) == REMEMBER
