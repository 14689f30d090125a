"""The English of an event, a session, a room or a track, beside its Swedish."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import Field

from eventapp.forms.event.event import line_field, text_field
from eventapp.forms.event.fields import LinesField
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _l
from eventapp.models import Event, Room, Session, Track

LABELS = {
    "title": _l("Title"),
    "subtitle": _l("Topic"),
    "summary": _l("What it is about"),
    "audience": _l("For whom"),
    "organiser": _l("Organised by"),
    "host": _l("Host"),
    "directions": _l("How to get there"),
    "photo_notice": _l("About photos"),
    "agenda": _l("Agenda"),
    "access_notes": _l("Accessibility"),
    "form": _l("Format"),
    "abstract": _l("What it is about"),
    "known": _l("What is known"),
    "unknown": _l("What is not known"),
    "meaning": _l("What it means for a municipality"),
    "learning_goals": _l("Learning goals"),
    "name": _l("Name"),
    "floor": _l("Floor or way there"),
    "short_name": _l("Short name"),
}
LONG = frozenset({"summary", "directions", "photo_notice", "abstract"})
LISTS = frozenset({"agenda", "access_notes", "known", "unknown", "meaning", "learning_goals"})
Translated = Event | Session | Room | Track


class TranslationForm(VersionedForm):
    """A field in English for each Swedish text that there is; made by translation_form."""

    names: tuple[str, ...] = ()
    swedish: dict[str, str] = {}  # noqa: RUF012  # of a class made for one thing

    def pairs(self) -> Iterator[tuple[str, Field]]:
        """Each Swedish text, as it was typed, with the field for the English."""
        return ((self.swedish[name], self[name]) for name in self.names)

    def texts(self) -> dict[str, str | Sequence[str]]:
        """What was typed, by the names of the fields."""
        return {
            name: self[name].lines if name in LISTS else self[name].data or ""
            for name in self.names
        }


def translation_form(thing: Translated, names: Sequence[str], **options: Any) -> TranslationForm:
    """The form for what this thing has of these fields, in Swedish or in English."""
    shown = tuple(name for name in names if getattr(thing, name) or thing.english.get(name))
    own: dict[str, Any] = {
        "names": shown,
        "swedish": {name: _typed(getattr(thing, name)) for name in shown},
        **{name: _field(name) for name in shown},
    }
    form: TranslationForm = type("TranslationFormOfOne", (TranslationForm,), own)(**options)
    return form


def translation_form_data(thing: Translated, names: Sequence[str]) -> dict[str, Any]:
    """The initial values of the form."""
    english = {name: _typed(thing.english.get(name, "")) for name in names}
    return {**english, "version": thing.version}


def _field(name: str) -> Field:
    if name in LISTS:
        return LinesField(LABELS[name])
    return text_field(LABELS[name]) if name in LONG else line_field(LABELS[name])


def _typed(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)
