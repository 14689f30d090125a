"""What an organizer writes of a room, a track or a speaker."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.forms.event.event import line_field, text_field
from eventapp.forms.event.fields import WholeNumberField
from eventapp.forms.fields import (
    EMAIL_MAX_LENGTH,
    EmailAddress,
    MaxLength,
    OneOf,
    OneOfList,
    Required,
    fold_email,
    tidy,
)
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import FocusArea, Room, Speaker, Track


class PartForm(VersionedForm):
    """What the three have in common."""

    name = line_field(_l("Name"), Required(_l("Write a name.")))

    names: tuple[str, ...] = ("name",)

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the columns."""
        return {name: self[name].data for name in self.names}

    def form_data(self, part: Room | Track | Speaker) -> dict[str, Any]:
        """The initial values of the form."""
        return {name: getattr(part, name) for name in (*self.names, "version")}


class RoomForm(PartForm):
    """A room and what it offers."""

    floor = line_field(_l("Floor or way there"))
    seats = WholeNumberField(
        _l("Places"),
        validators=[Optional(), NumberRange(0, 100_000, _l("Write a number from 0 to 100,000."))],
    )
    hearing_loop = BooleanField(_l("Induction loop"))
    wheelchair = BooleanField(_l("Wheelchair accessible"), default=True)

    names = ("name", "floor", "seats", "hearing_loop", "wheelchair")


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

    def form_data(self, part: Room | Track | Speaker) -> dict[str, Any]:
        """As stored; the area as its choice."""
        area = getattr(part, "focus_area_id", None)
        return super().form_data(part) | {"focus_area_id": str(area) if area else ""}


class SpeakerForm(PartForm):
    """A speaker, named as they chose."""

    title = line_field(_l("Title or post"))
    organisation = line_field(_l("Organisation"))
    biography = text_field(_l("About the speaker"))

    email = StringField(
        _l("Email address"),
        description=_l("For letters to speakers. Only organisers see it; it is never published."),
        filters=[tidy],
        validators=[Optional(), MaxLength(EMAIL_MAX_LENGTH), EmailAddress()],
    )
    language = OneOf(
        _l("Letters in"),
        choices=[SelectChoice("sv", "Svenska"), SelectChoice("en", "English")],
        default="sv",
    )

    names = ("name", "title", "organisation", "biography")

    def values(self) -> dict[str, Any]:
        """As typed; the address folded, or empty."""
        email = fold_email(self.email.data) if self.email.data else ""
        return super().values() | {"email": email, "language": self.language.data}

    def form_data(self, part: Room | Track | Speaker) -> dict[str, Any]:
        """As stored, with the address."""
        address = part.address if isinstance(part, Speaker) else None
        email, language = (address.email, address.language) if address else ("", "sv")
        return super().form_data(part) | {"email": email, "language": language}
