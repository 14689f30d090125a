"""How many one-time codes to print."""

from typing import Any

from wtforms import StringField, ValidationError

from eventapp.domain.survey.slip import SLIPS_MAX
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import Required, tidy
from eventapp.forms.survey.fields import WholeNumber
from eventapp.i18n import _, _l


class SlipForm(BaseForm):
    """A number of codes, from one."""

    number = StringField(
        _l("How many"),
        default="30",
        filters=[tidy],
        validators=[Required(_l("Write a number.")), WholeNumber(SLIPS_MAX)],
    )

    def validate_number(self, field: Any) -> None:
        """Raise ValidationError for none."""
        if (field.data or "").lstrip("0") == "":
            raise ValidationError(_("Write a number greater than 0."))
