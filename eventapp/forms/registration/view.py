"""A name for a saved view of the list of registrations."""

from wtforms import StringField

from eventapp.domain.desk.registration_view import VIEW_NAME_MAX_LENGTH
from eventapp.forms.base_form import BaseForm
from eventapp.forms.fields import MaxLength, OneLine, Required, tidy
from eventapp.i18n import _l


class ViewForm(BaseForm):
    """Asks what the view is called."""

    name = StringField(
        _l("Name of the view"),
        description=_l("Only you see your views. Words you searched for are not saved."),
        filters=[tidy],
        validators=[
            Required(_l("Write what the view is called.")),
            MaxLength(VIEW_NAME_MAX_LENGTH),
            OneLine(),
        ],
    )
