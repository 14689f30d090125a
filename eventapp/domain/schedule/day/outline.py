"""A day in brief: the sessions for everybody, and how many there are to choose from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from eventapp.domain.schedule.published import PublishedDay, PublishedSession

# Coffee breaks are left out; meals and receptions are listed.
SERVICE_MIN_DURATION = timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One line: a session, or the number of parallel ones to choose from (`session` is None)."""

    starts_at: datetime
    session: PublishedSession | None
    choices: int


def outline(day: PublishedDay) -> list[OutlineLine]:
    """The lines of a day, in order, without cancelled sessions."""
    listed = [s for s in day.sessions if not s.cancelled and _is_listed(s)]
    lines: list[OutlineLine] = []
    for starts_at, group in groupby(listed, key=lambda s: s.starts_at):
        together = list(group)
        choices = [s for s in together if s.kind == "choice"]
        for_all = [s for s in together if s.kind != "choice"]
        lines += [OutlineLine(starts_at, s, 0) for s in for_all]
        if len(choices) == 1:
            lines.append(OutlineLine(starts_at, choices[0], 0))
        elif choices:
            lines.append(OutlineLine(starts_at, None, len(choices)))
    return lines


def _is_listed(session: PublishedSession) -> bool:
    return session.kind != "service" or session.ends_at - session.starts_at >= SERVICE_MIN_DURATION
