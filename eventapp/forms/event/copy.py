"""When a copy of an event is to be held."""

from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE
from eventapp.forms.base_form import BaseForm
from eventapp.forms.event.fields import LocalDateTimeField
from eventapp.i18n import _l


class CopyForm(BaseForm):
    """The new beginning; everything else moves as far."""

    time_zone = DEFAULT_TIME_ZONE
    starts_at = LocalDateTimeField(_l("Starts"))
