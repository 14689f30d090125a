"""Saying what should be otherwise in a text that one has been asked to approve."""

from wtforms import TextAreaField

from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import MaxLength, Required, SeveralLines, tidy
from eventapp.i18n import _l

CHANGE_MAX_LENGTH = 2000


class RequestedChangeForm(BaseForm):
    """What the organisation wants changed before it can approve."""

    change = TextAreaField(
        _l("What should be changed?"),
        filters=[tidy],
        validators=[
            Required(_l("Write what should be changed.")),
            MaxLength(CHANGE_MAX_LENGTH),
            SeveralLines(),
        ],
    )
