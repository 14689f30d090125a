"""An event's own words of built-in letters: seen, written, and taken away again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.domain import locking
from eventapp.domain.errors import check_version
from eventapp.domain.letter.audience import LetterAudience
from eventapp.domain.letter.built_in_text import ALLOWED, built_in_beginning
from eventapp.domain.letter.letter import LetterText, LetterUnfinished
from eventapp.domain.letter.placeholder import list_unknown
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import AuditAction, BuiltInLetter, Event, LetterWording

TEXT_FIELDS = ("subject", "body", "subject_en", "body_en")


@dataclass(frozen=True, slots=True)
class BuiltInEntry:
    """One built-in letter of an event: its words, and whether they are the event's own."""

    kind: BuiltInLetter
    written: LetterText
    own_text: bool
    version: int


def list_built_in(event: Event) -> Sequence[BuiltInEntry]:
    """All built-in letters, in the order that things happen."""
    wordings = _by_kind(event)
    return [_entry(kind, wordings.get(kind)) for kind in BuiltInLetter]


def find_built_in(event: Event, kind: BuiltInLetter) -> BuiltInEntry:
    """The built-in letter of this kind."""
    return _entry(kind, _by_kind(event).get(kind))


def find_wording(event: Event, kind: BuiltInLetter) -> LetterText | None:
    """The event's own words for this letter; None where the built-in ones are used.

    They are read with the first of its letters that are written together.
    """
    wording = _by_kind(event).get(kind)
    return _text(wording) if wording and wording.subject else None


def rewrite_built_in(
    event: Event,
    kind: BuiltInLetter,
    written: LetterText,
    *,
    version: int,
    actor: str,
    now: datetime,
) -> None:
    """Give this letter words of the event's own. Raises StaleVersion, LetterUnfinished. Flushes.

    They count for every letter that leaves from now on.
    """
    wording = _lock(event, kind)
    check_version(wording, version)
    if not written.complete or not _is_suitable(kind, written):
        raise LetterUnfinished
    _write(event, wording, written, actor=actor, now=now)


def restore_built_in(event: Event, kind: BuiltInLetter, *, actor: str, now: datetime) -> None:
    """Give this letter the built-in words again. Flushes."""
    nothing = LetterText(LetterAudience(), subject="", body="")
    _write(event, _lock(event, kind), nothing, actor=actor, now=now)


def _lock(event: Event, kind: BuiltInLetter) -> LetterWording:
    """The row to change, under the event's lock; one is added where there is none."""
    locking.lock_event(event)
    wording = _by_kind(event).get(kind)
    if wording is None:
        wording = LetterWording(event_id=event.id, kind=kind, version=0)
    return wording


def _is_suitable(kind: BuiltInLetter, written: LetterText) -> bool:
    texts = (getattr(written, name) for name in TEXT_FIELDS)
    return not any(list_unknown(text, ALLOWED[kind]) for text in texts)


def _write(
    event: Event, wording: LetterWording, written: LetterText, *, actor: str, now: datetime
) -> None:
    for name in TEXT_FIELDS:
        setattr(wording, name, getattr(written, name))
    wording.version += 1
    db.session.add(wording)
    db.session.flush()
    db.session.expire(event, [Event.wordings.key])
    audit.record(
        AuditAction.BUILT_IN_LETTER_CHANGED, event, actor=actor, now=now, kind=wording.kind.value
    )


def _by_kind(event: Event) -> Mapping[BuiltInLetter, LetterWording]:
    return {wording.kind: wording for wording in event.wordings}


def _entry(kind: BuiltInLetter, wording: LetterWording | None) -> BuiltInEntry:
    version = wording.version if wording else 0
    if wording and wording.subject:
        return BuiltInEntry(kind, _text(wording), own_text=True, version=version)
    subject, body = built_in_beginning(kind, "sv")
    subject_en, body_en = built_in_beginning(kind, "en")
    written = LetterText(LetterAudience(), subject, body, subject_en, body_en)
    return BuiltInEntry(kind, written, own_text=False, version=version)


def _text(wording: LetterWording) -> LetterText:
    return LetterText(LetterAudience(), **{name: getattr(wording, name) for name in TEXT_FIELDS})
