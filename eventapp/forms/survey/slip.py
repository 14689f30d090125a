"""How many one-time codes to print."""

from wtforms import StringField

from eventapp.domain.survey.slip import SLIPS_MAX
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import Required, tidy
from eventapp.forms.survey.fields import WholeNumber
from eventapp.i18n import _l


class SlipForm(BaseForm):
    """A number of codes, from one."""

    number = StringField(
        _l("How many"),
        default="30",
        filters=[tidy],
        validators=[Required(_l("Write a number.")), WholeNumber(SLIPS_MAX, least=1)],
    )
