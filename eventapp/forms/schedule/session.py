"""What an organizer writes of a session."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from eventapp.domain.event.local_time import DEFAULT_TIME_ZONE
from eventapp.domain.schedule.session import SessionText
from eventapp.forms.event.event import line_field, text_field
from eventapp.forms.event.fields import LinesField, LocalDateTimeField, WholeNumberField, local_time
from eventapp.forms.fields import OneOf, OneOfList, Required, SomeOf
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import Event, Room, Session, SessionKind, Speaker, Track

LISTS = ("known", "unknown", "meaning", "learning_goals", "references")
PLAIN = ("title", "form", "abstract", "choice_group")


class SessionForm(VersionedForm):
    """A session's time and room, what it is about, and who may choose it."""

    time_zone = DEFAULT_TIME_ZONE
    title = line_field(_l("Title"), Required(_l("Write a title.")))
    kind = OneOf(
        _l("Type"),
        choices=[
            SelectChoice(SessionKind.PLENARY.value, _l("For everyone")),
            SelectChoice(SessionKind.CHOICE.value, _l("To choose from")),
            SelectChoice(SessionKind.SERVICE.value, _l("Breaks and meals")),
        ],
        default=SessionKind.PLENARY.value,
    )
    form = line_field(_l("Format"), description=_l("For example lecture or workshop."))
    starts_at = LocalDateTimeField(_l("Starts"))
    ends_at = LocalDateTimeField(_l("Ends"))
    room = OneOfList(_l("Room"), choices=[])
    track = OneOfList(_l("Track"), choices=[])
    speakers = SomeOf(_l("Speakers"), choices=[])
    choice_group = line_field(
        _l("Choice"),
        description=_l(
            "Sessions with the same letter run in parallel: participants choose one of them."
        ),
    )
    seats = WholeNumberField(
        _l("Places"),
        description=_l("Leave empty for as many as the event has."),
        validators=[Optional(), NumberRange(0, 100_000, _l("Write a number from 0 to 100,000."))],
    )
    abstract = text_field(_l("What it is about"))
    known = LinesField(_l("What is known"), description=_l("One thing a line."))
    unknown = LinesField(_l("What is not known"), description=_l("One thing a line."))
    meaning = LinesField(
        _l("What it means for a municipality"), description=_l("One thing a line.")
    )
    learning_goals = LinesField(_l("Learning goals"), description=_l("One thing a line."))
    references = LinesField(_l("References"), description=_l("One per line."))
    cancelled = BooleanField(_l("Called off"))

    def validate_ends_at(self, field: Any) -> None:
        """A session ends after it has begun."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(_("The end must be after the start."))

    def validate_choice_group(self, field: Any) -> None:
        """Raise unless a session to choose has a group of parallel sessions."""
        if self.kind.data == SessionKind.CHOICE.value and not field.data:
            raise ValidationError(_("Write a letter, for example A."))


class ScheduleParts:
    """The time zone, rooms, tracks and speakers that a session may name, by code."""

    def __init__(
        self,
        time_zone: str,
        rooms: Sequence[Room],
        tracks: Sequence[Track],
        speakers: Sequence[Speaker],
    ) -> None:
        self.time_zone = time_zone
        self.rooms = {room.code: room for room in rooms}
        self.tracks = {track.code: track for track in tracks}
        self.speakers = {speaker.code: speaker for speaker in speakers}

    def form(self, **options: Any) -> SessionForm:
        """The form with these to choose from."""
        form = SessionForm(**options)
        form.time_zone = self.time_zone
        form.room.choices = [SelectChoice("", _("No room")), *_choices(self.rooms)]
        form.track.choices = [SelectChoice("", _("No track")), *_choices(self.tracks)]
        form.speakers.choices = _choices(self.speakers)
        return form

    def text(self, form: SessionForm) -> SessionText:
        """What the form says, in the domain's words."""
        written: dict[str, Any] = {name: form[name].data or "" for name in PLAIN}
        lists: dict[str, Any] = {name: form[name].lines for name in LISTS}
        return SessionText(
            **written,
            **lists,
            kind=SessionKind(form.kind.data),
            starts_at=form.starts_at.moment(self.time_zone),
            ends_at=form.ends_at.moment(self.time_zone),
            room=self.rooms.get(form.room.data or ""),
            track=self.tracks.get(form.track.data or ""),
            speakers=tuple(self.speakers[code] for code in form.speakers.data or ()),
            seats=form.seats.data,
            cancelled=form.cancelled.data,
        )


def session_form_data(event: Event, session: Session) -> dict[str, Any]:
    """The initial values of the form."""
    return {
        **{name: getattr(session, name) for name in (*PLAIN, "seats", "cancelled", "version")},
        **{name: "\n".join(getattr(session, name)) for name in LISTS},
        "kind": session.kind.value,
        "starts_at": local_time(session.starts_at, event.time_zone),
        "ends_at": local_time(session.ends_at, event.time_zone),
        "room": session.room.code if session.room else "",
        "track": session.track.code if session.track else "",
        "speakers": [part.speaker.code for part in session.appearances],
    }


def _choices(parts: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(code, part.name) for code, part in parts.items()]
