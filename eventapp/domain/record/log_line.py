"""Like acts of the log gathered: what one actor did again and again within an hour is one line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from eventapp.models import AuditEntry

GATHERING_DURATION = timedelta(hours=1)


@dataclass(slots=True)
class LogLine:
    """One act, or several alike; the newest entry stands for all of them."""

    entry: AuditEntry
    entries: list[AuditEntry] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many acts the line stands for."""
        return len(self.entries)

    @property
    def since(self) -> datetime:
        """When the first of them was done."""
        return self.entries[-1].at


def gather(entries: Iterable[AuditEntry]) -> list[LogLine]:
    """The entries, which are the newest first, as lines in the order of each line's newest."""
    lines: list[LogLine] = []
    open_lines: dict[tuple[object, ...], LogLine] = {}
    for entry in entries:
        alike = _likeness(entry)
        line = open_lines.get(alike)
        if line is None or line.entry.at - entry.at > GATHERING_DURATION:
            line = open_lines[alike] = LogLine(entry)
            lines.append(line)
        line.entries.append(entry)
    return lines


def _likeness(entry: AuditEntry) -> tuple[object, ...]:
    """Who did what to which thing; of an event, to which part of it."""
    parts = sorted((name, value) for name, value in entry.details.items() if isinstance(value, str))
    return entry.actor, entry.action, entry.subject_kind, entry.subject_code, tuple(parts)
