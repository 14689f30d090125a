"""What an organizer writes of a room or a track."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.forms.event.event import line_field, text_field
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.fields import OneOfList, Required
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import FocusArea, Room, Track


class PartForm(VersionedForm):
    """What the two have in common."""

    name = line_field(_l("Name"), Required(_l("Write a name.")))

    names: tuple[str, ...] = ("name",)

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the columns."""
        return {name: self[name].data for name in self.names}

    def form_data(self, part: Room | Track) -> dict[str, Any]:
        """The initial values of the form."""
        return {name: getattr(part, name) for name in (*self.names, "version")}


class RoomForm(PartForm):
    """A room and what it offers."""

    floor = line_field(_l("Floor or way there"))
    directions = text_field(
        _l("How to find the room"),
        description=_l("From the entrance, one step a line. Participants see it on the day."),
    )
    seats = WholeNumberField(
        _l("Places"),
        validators=[Optional(), NumberRange(0, 100_000, _l("Write a number from 0 to 100,000."))],
    )
    hearing_loop = BooleanField(_l("Induction loop"))
    wheelchair = BooleanField(_l("Wheelchair accessible"), default=True)

    names = ("name", "floor", "directions", "seats", "hearing_loop", "wheelchair")


class TrackForm(PartForm):
    """A track and its focus area."""

    short_name = line_field(_l("Short name"))
    focus_area_id = OneOfList(_l("Focus area"), choices=[])

    names = ("name", "short_name", "focus_area_id")

    def offer(self, areas: Sequence[FocusArea], language: str) -> None:
        """Let these areas be chosen."""
        self.focus_area_id.choices = [
            SelectChoice("", _("No focus area")),
            *(SelectChoice(str(area.id), area.name_in(language)) for area in areas),
        ]

    def values(self) -> dict[str, Any]:
        """As typed; the area as its number."""
        area = self.focus_area_id.data
        return super().values() | {"focus_area_id": int(area) if area else None}

    def form_data(self, part: Room | Track) -> dict[str, Any]:
        """As stored; the area as its choice."""
        area = getattr(part, "focus_area_id", None)
        return super().form_data(part) | {"focus_area_id": str(area) if area else ""}
