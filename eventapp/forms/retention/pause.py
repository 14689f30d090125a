"""A pause of retention: of one event, or of everything, with a reason."""

from collections.abc import Sequence
from typing import Any

from wtforms.fields.choices import SelectChoice

from eventapp.forms.fields import OneOfList
from eventapp.forms.reason import ReasonForm
from eventapp.i18n import _, _l
from eventapp.models import Event

EVERYTHING = "everything"


class PauseForm(ReasonForm):
    """What is paused, and why."""

    event = OneOfList(_l("What is not to be deleted?"), choices=[], default=EVERYTHING)

    def __init__(self, events: Sequence[Event], **options: Any) -> None:
        super().__init__(**options)
        self._events = {event.slug: event for event in events}
        self.event.choices = [
            SelectChoice(EVERYTHING, _("Everything, of all events")),
            *(SelectChoice(event.slug, event.title) for event in events),
        ]
        self.reason.description = _(
            "The record number of the request. It is saved in the log. Do not name anyone."
        )

    @property
    def chosen(self) -> Event | None:
        """The event, or None for everything. Only after validation."""
        return self._events.get(self.event.data)
