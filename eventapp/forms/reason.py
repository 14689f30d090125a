"""The reason for something done against a rule."""

from wtforms import StringField

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import MaxLength, OneLine, Required, tidy
from eventapp.i18n import _l

REASON_MAX_LENGTH = 300


class ReasonForm(BaseForm):
    """Asks for a reason."""

    reason = StringField(
        _l("Why?"),
        description=_l("The reason is saved in the log. Do not name anyone."),
        filters=[tidy],
        validators=[
            Required(_l("Write why. The reason is saved in the log.")),
            MaxLength(REASON_MAX_LENGTH),
            OneLine(),
        ],
    )


class DeclineForm(BaseForm):
    """Asks for the reason that the person who is declined reads."""

    reason = StringField(
        _l("Why?"),
        description=_l("The person reads it in the email and on their own page."),
        filters=[tidy],
        validators=[
            Required(_l("Write why. The person reads it in the email and on their page.")),
            MaxLength(REASON_MAX_LENGTH),
            OneLine(),
        ],
    )
