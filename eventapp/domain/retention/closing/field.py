"""The fields that a bundle may have, table by table. Whatever is not on this list is left out.

A column that is added later is left out until somebody puts it here. No name, address, code or
token of a person is here, nor anything that participants have written. Speakers are not here
either: what a release said of them is part of the schedule, which was public.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from eventapp.models import (
    AuditEntry,
    AutomaticLetter,
    Event,
    EventLetter,
    LetterWording,
    Material,
    MeetingNotes,
    Release,
    Survey,
    SurveyQuestion,
)

LETTER_TEXT = ("subject", "body", "subject_en", "body_en")
PERMITTED: Mapping[type[Any], tuple[str, ...]] = {
    # No contact, which may be somebody's own, and no address of a meeting by video.
    Event: (
        "public_id",
        "slug",
        "title",
        "subtitle",
        "summary",
        "audience",
        "organiser",
        "host",
        "record_number",
        "kind",
        "form",
        "state",
        "visibility",
        "focus_areas",
        "agenda",
        "time_zone",
        "starts_at",
        "ends_at",
        "registration_opens_at",
        "registration_closes_at",
        "cancellation_closes_at",
        "venue_name",
        "venue_city",
        "access_notes",
        "photo_notice",
        "seats",
    ),
    Release: ("number", "released_at", "note"),
    Material: (
        "code",
        "kind",
        "title",
        "language",
        "audience",
        "opening",
        "opens_at",
        "filename",
        "media_type",
        "checksum",
        "size",
        "pages",
        "url",
        "minutes",
        "captions",
        "number",
        "change",
        "changed_at",
        "created_at",
    ),
    # The texts as they were written, with the fields to fill in; never to whom they went.
    EventLetter: ("code", "kind", "about_place", "state", "sends_at", *LETTER_TEXT),
    AutomaticLetter: ("kind", "active", *LETTER_TEXT),
    LetterWording: ("kind", *LETTER_TEXT),
    MeetingNotes: ("text", "results", "published_at"),
    Survey: ("code", "title", "intro", "language", "min_group", "opens_at", "closes_at"),
    SurveyQuestion: ("code", "kind", "text", "hint", "required", "page"),
    AuditEntry: ("at", "action", "subject_kind"),
}


def permitted(row: Any) -> dict[str, Any]:
    """The row's permitted fields, as JSON has them: moments in UTC, words of enumerations."""
    return {name: _plain(getattr(row, name)) for name in PERMITTED[type(row)]}


def permitted_event(event: Event) -> dict[str, Any]:
    """The event's permitted fields; of a closed one no more of its place than visitors see."""
    return {**permitted(event), **({"venue_name": ""} if event.closed else {})}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value
