"""A day in brief: what all take part in, and how many sessions there are to choose from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from eventapp.domain.schedule.published import PublishedDay, PublishedSession

# Coffee is left out; meals and receptions are part of what one comes for.
SERVICE_MIN_DURATION = timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One line: a session for all, or the number of those held at once (`session` is none)."""

    starts_at: datetime
    session: PublishedSession | None
    choices: int


def outline(day: PublishedDay) -> list[OutlineLine]:
    """The lines of a day, in order. Sessions called off are left out."""
    held = [s for s in day.sessions if not s.cancelled and _counts(s)]
    lines: list[OutlineLine] = []
    for starts_at, group in groupby(held, key=lambda s: s.starts_at):
        together = list(group)
        choices = [s for s in together if s.kind == "choice"]
        for_all = [s for s in together if s.kind != "choice"]
        lines += [OutlineLine(starts_at, s, 0) for s in for_all]
        if len(choices) == 1:
            lines.append(OutlineLine(starts_at, choices[0], 0))
        elif choices:
            lines.append(OutlineLine(starts_at, None, len(choices)))
    return lines


def _counts(session: PublishedSession) -> bool:
    return session.kind != "service" or session.ends_at - session.starts_at >= SERVICE_MIN_DURATION
