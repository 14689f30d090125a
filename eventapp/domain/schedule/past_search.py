"""Past events found by their own words, by their sessions' words as released, and by the year."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, tuple_

from eventapp.domain.people.stemmer import PREFIX_MIN_LENGTH, stem_query, stems_of
from eventapp.domain.publication import Output, states_showing
from eventapp.domain.revision_cache import RevisionCache
from eventapp.extensions import db
from eventapp.models import Event, Release

CACHED_EVENTS_MAX = 5_000
EVENTS_A_QUERY = 500

# Before each stem stands a blank, so that a beginning can be looked for.
_stems = RevisionCache[str, str](CACHED_EVENTS_MAX)


def find_past_ids(words: str, *, now: datetime) -> Sequence[int]:
    """The events that have ended and hold every word, the latest first."""
    past = (
        select(Event.id)
        .where(Event.state.in_(states_showing(Output.PAGE)), Event.ends_at <= now)
        .order_by(Event.starts_at.desc(), Event.id)
    )
    wanted = stem_query(words)
    if not wanted:
        return [] if words.strip() else db.session.scalars(past).all()
    rows = db.session.execute(past.add_columns(Event.public_id, Event.revision)).all()
    stems = _stems_of_events({row[0]: (row[1], row[2]) for row in rows})
    return [row[0] for row in rows if _has_all(stems[row[0]], wanted)]


def _stems_of_events(revisions: Mapping[int, tuple[str, int]]) -> dict[int, str]:
    """By id; only those of events that have changed are made anew. Queries for these alone."""
    stems = {id_: _stems.peek(*revision) for id_, revision in revisions.items()}
    changed = [id_ for id_, known in stems.items() if known is None]
    for start in range(0, len(changed), EVENTS_A_QUERY):
        for id_, text in _read_words(changed[start : start + EVENTS_A_QUERY]).items():
            stems[id_] = _stems.get(*revisions[id_], partial(_blank_before_each, text))
    return {id_: known or "" for id_, known in stems.items()}


def _blank_before_each(text: str) -> str:
    return f" {stems_of(text)} "


def _read_words(ids: Sequence[int]) -> dict[int, str]:
    latest = select(Release.event_id, func.max(Release.number)).group_by(Release.event_id)
    released = db.session.execute(
        select(Release.event_id, Release.schedule).where(
            Release.event_id.in_(ids), tuple_(Release.event_id, Release.number).in_(latest)
        )
    )
    schedules = {row[0]: row[1] for row in released}
    events = db.session.scalars(select(Event).where(Event.id.in_(ids)))
    return {
        event.id: "\n".join((*_own_words(event), *_session_words(schedules.get(event.id, {}))))
        for event in events
    }


def _own_words(event: Event) -> list[str]:
    starts_at = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    english = (text for text in event.english.values() if isinstance(text, str))
    return [event.title, event.subtitle, event.host, event.summary, str(starts_at.year), *english]


def _session_words(schedule: Mapping[str, Any]) -> list[str]:
    """What the latest release says of its sessions. People's names are left to their own pages."""
    english = schedule.get("english", {}).values()
    return [
        text
        for values in (*schedule.get("sessions", ()), *english)
        if not values.get("cancelled")
        for text in (values.get("title"), values.get("abstract"))
        if text
    ]


def _has_all(stems: str, wanted: Sequence[tuple[str, ...]]) -> bool:
    return all(any(_begins(stem) in stems for stem in forms) for forms in wanted)


def _begins(stem: str) -> str:
    return f" {stem}" if len(stem) >= PREFIX_MIN_LENGTH else f" {stem} "
