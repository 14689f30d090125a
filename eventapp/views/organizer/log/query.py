"""What the log's form asks for, read from the address."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from werkzeug.datastructures import MultiDict

from eventapp.domain import permission
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.domain.record.log import ActionGroup, LogFilter, LogPosition
from eventapp.domain.record.log_search import WORDS_MAX_LENGTH
from eventapp.models import Account, Event
from eventapp.views.organizer.log.labels import KIND_LABELS

FIELD_MAX_LENGTH = 60
FIRST_YEAR, LAST_YEAR = 2000, 9000  # what both databases and time zones can count with


@dataclass(frozen=True, slots=True)
class LogQuery:
    """The fields as they were typed, and the days as they were understood."""

    words: str = ""
    actor: str = ""
    group: str = ""
    kind: str = ""
    code: str = ""
    since: str = ""
    until: str = ""
    before: str = ""

    @classmethod
    def read(cls, arguments: "MultiDict[str, str]") -> "LogQuery":
        """The fields of the address; what is too long is cut, what is no choice is left out."""
        short = {name: arguments.get(name, "").strip()[:FIELD_MAX_LENGTH] for name in arguments}
        kind, group = short.get("kind", ""), short.get("group", "")
        return cls(
            words=arguments.get("q", "").strip()[:WORDS_MAX_LENGTH],
            actor=short.get("actor", ""),
            group=group if group in set(ActionGroup) else "",
            kind=kind if kind in KIND_LABELS else "",
            code=short.get("code", "") if kind in KIND_LABELS else "",
            since=short.get("since", ""),
            until=short.get("until", ""),
            before=short.get("before", ""),
        )

    @property
    def bad_dates(self) -> list[str]:
        """What was typed as a date and is none."""
        return [typed for typed in (self.since, self.until) if typed and _day(typed) is None]

    @property
    def asks(self) -> bool:
        """Whether anything is filtered at all."""
        return any(
            (self.words, self.actor, self.group, self.kind, self.code, self.since, self.until)
        )

    def fields(self) -> dict[str, str]:
        """The fields by their names in the address, without the place in the list."""
        named = {
            "q": self.words,
            "actor": self.actor,
            "group": self.group,
            "kind": self.kind,
            "code": self.code,
            "since": self.since,
            "until": self.until,
        }
        return {name: value for name, value in named.items() if value}

    def filter(self, event: Event | None, *, zone: str, sees_aliases: bool) -> LogFilter:
        """What the domain is asked for; days begin and end by the clock of the zone."""
        until = _day(self.until)
        return LogFilter(
            words=self.words,
            actor=self.actor,
            group=ActionGroup(self.group) if self.group else None,
            kind=self.kind,
            code=self.code,
            event_id=event.id if event else None,
            event_code=event.public_id if event else "",
            since=_midnight(_day(self.since), zone),
            until=_midnight(until + timedelta(days=1) if until else None, zone),
            before=LogPosition.parse(self.before),
            sees_aliases=sees_aliases,
        )


def log_address(reader: Account, kind: str, code: str) -> str:
    """Where the log of one thing is; nothing for who may not read it."""
    if not permission.may(actor_for(reader), Action.READ_LOG):
        return ""
    return url_for("organizer.log.index", kind=kind, code=code)


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _midnight(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(zone)) if day else None
