"""Lines of the log as a reader sees them: names and links where the reader may have them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from eventapp.clock import utcnow
from eventapp.domain import permission
from eventapp.domain.people.account import actor_for
from eventapp.domain.people.role_label import role_name
from eventapp.domain.permission import Action
from eventapp.domain.record.audit import NOT_STORED
from eventapp.domain.record.log import is_confidential, shown_action
from eventapp.domain.record.log_line import gather
from eventapp.domain.record.log_thing import LoggedEvent, LoggedThings, name_things
from eventapp.i18n import _, date_year
from eventapp.i18n import clock as clock_time
from eventapp.models import Account, AuditAction, AuditEntry
from eventapp.views.organizer.audit_labels import action_label, actor_label, reason_label
from eventapp.views.organizer.log.labels import (
    data_kind_label,
    field_label,
    kind_label,
    list_label,
    value_label,
)
from eventapp.views.organizer.log.undo import undo_urls

OCCURRENCES_SHOWN_MAX = 50
DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and now, in words; `stored` is False where only the change is known."""

    label: str
    before: str
    after: str
    stored: bool = True


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One act of a line: when, what it changed, and why."""

    at: datetime
    changes: Sequence[FieldChange]
    reason: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line: who did what to which thing. Empty texts are what is unknown, gone or not shown."""

    at: datetime
    since: datetime
    count: int
    actor: str
    action: str
    thing: str = ""
    thing_url: str = ""
    part: str = ""
    event_title: str = ""
    event_url: str = ""
    occurrences: Sequence[Occurrence] = ()
    undo_url: str = ""

    @property
    def opens(self) -> bool:
        """Whether there is more to see than the line itself."""
        return self.count > 1 or any(
            occurrence.changes or occurrence.reason for occurrence in self.occurrences
        )


def _list_of(entry: AuditEntry) -> str:
    """Which list was read or taken; that of the log says so in the act's own words."""
    name = "" if entry.action == AuditAction.LOG_READ else str(entry.details.get("list", ""))
    return list_label(name)


def _part(entry: AuditEntry, things: LoggedThings) -> str:
    """The part of the thing that the act was about; a role, and what it counts for."""
    role = role_name(str(entry.details.get("role", "")))
    decided = entry.action == AuditAction.RETENTION_DECIDED
    rule = data_kind_label(str(entry.details.get("kind", ""))) if decided else ""
    return ", ".join(filter(None, (role, rule, things.part_of(entry) or _list_of(entry))))


@dataclass(frozen=True, slots=True)
class LineWriter:
    """Writes lines for one reader. `within` is the event whose log it is, None for the whole."""

    reader: Account
    zone: str
    within: int | None = None

    @property
    def sees_aliases(self) -> bool:
        """Whether the reader may learn who is registered under an alias."""
        return permission.may(actor_for(self.reader), Action.REGISTER_ALIAS)

    @property
    def sees_changes(self) -> bool:
        """Whether the reader may see what an act changed, and the registrations it was about."""
        return self._may(Action.READ_LOG) or self._may(Action.EDIT_EVENT, self.within)

    def write(self, entries: Sequence[AuditEntry]) -> list[ShownLine]:
        """The entries gathered into lines, which offer to undo what can be undone."""
        things, lines = name_things(entries), list(gather(entries))
        single = [line.entry for line in lines if line.count == 1]
        urls = undo_urls(single, self._may, now=utcnow())
        return [
            self._line(
                line.entry,
                things,
                line.entries,
                since=line.since,
                undo_url=urls.get(line.entry.id, ""),
            )
            for line in lines
        ]

    def write_each(self, entries: Sequence[AuditEntry]) -> list[ShownLine]:
        """One line for each entry."""
        things = name_things(entries)
        return [self._line(entry, things, [entry], since=entry.at) for entry in entries]

    def _line(
        self,
        entry: AuditEntry,
        things: LoggedThings,
        entries: Sequence[AuditEntry],
        *,
        since: datetime,
        undo_url: str = "",
    ) -> ShownLine:
        if is_confidential(entry) and not self.sees_aliases:
            actor = _("The security contact")
            return ShownLine(entry.at, since, len(entries), actor, action_label(entry.action))
        event = things.event_of(entry)
        thing, thing_url = self._thing(entry, things, event)
        shows_event = event is not None and event.id != self.within
        return ShownLine(
            at=entry.at,
            since=since,
            count=len(entries),
            actor=self._actor(entry, things),
            action=action_label(shown_action(entry, sees_aliases=self.sees_aliases)),
            thing=thing,
            thing_url=thing_url,
            part=_part(entry, things),
            event_title=event.title if event and shows_event else "",
            event_url=self._event_url(event) if event and shows_event else "",
            occurrences=[self._occurrence(entry) for entry in entries[:OCCURRENCES_SHOWN_MAX]],
            undo_url=undo_url,
        )

    def _actor(self, entry: AuditEntry, things: LoggedThings) -> str:
        if entry.action == AuditAction.REGISTERED_UNDER_ALIAS and not self.sees_aliases:
            return actor_label("organizer")
        return things.actors.get(entry.actor) or actor_label(entry.actor)

    def _thing(
        self, entry: AuditEntry, things: LoggedThings, event: LoggedEvent | None
    ) -> tuple[str, str]:
        kind, code = entry.subject_kind, entry.subject_code
        if kind in {"event", "installation"}:
            return "", ""
        words = f"{kind_label(kind)} {things.name_of(entry) or code}"
        if kind == "registration" and event and self._may(Action.SEE_REGISTRATIONS, event.id):
            return words, url_for("organizer.registration.show", slug=event.slug, code=code)
        if kind == "experience" and self._may(Action.EDIT_EXPERIENCE) and things.name_of(entry):
            return words, url_for("organizer.experience.show", code=code)
        if kind == "account-invitation" and self._may(Action.MANAGE_ACCOUNTS):
            return words, url_for("organizer.account_invitation.show", code=code)
        if self._may(Action.READ_LOG):
            return words, url_for("organizer.log.index", kind=kind, code=code)
        return words, ""

    def _event_url(self, event: LoggedEvent) -> str:
        may_see = self._may(Action.SEE_DESK, event.id)
        return url_for("organizer.event.show", slug=event.slug) if may_see else ""

    def _may(self, action: Action, event_id: int | None = None) -> bool:
        return permission.may(actor_for(self.reader, event_id), action)

    def _occurrence(self, entry: AuditEntry) -> Occurrence:
        change = entry.change
        shows = change is not None and self.sees_changes
        changes = list(self.changes(change.before, change.after)) if change and shows else []
        return Occurrence(entry.at, changes, reason_label(entry.reason))

    def changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[FieldChange]:
        """What differs between the fields as stored, in words."""
        for name in {**before, **after}:
            was, now = before.get(name), after.get(name)
            if NOT_STORED in {was, now}:
                yield FieldChange(field_label(name), "", "", stored=False)
            else:
                yield FieldChange(
                    field_label(name),
                    value_label(name, self._value(was)),
                    value_label(name, self._value(now)),
                )

    def _value(self, value: Any) -> str:
        """A stored value as people read it: days, and moments by the clock of the place."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment and DATE.fullmatch(value):
            return date_year(moment.date())
        if moment is None or moment.tzinfo is None:
            return str(value)
        return f"{date_year(moment, self.zone)} {clock_time(moment, self.zone)}"
