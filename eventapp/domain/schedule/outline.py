"""A day in brief: what all take part in, and how many sessions there are to choose from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from eventapp.domain.schedule.published import PublishedDay, PublishedSession

# Coffee is left out; meals and receptions are part of what one comes for.
SHORTEST_SERVICE = timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One line: a session for all, or the number of those held at once (`session` is none)."""

    starts_at: datetime
    session: PublishedSession | None
    choices: int


def outline(day: PublishedDay) -> list[OutlineLine]:
    """The lines of a day, in order. Sessions called off are left out."""
    held = [each for each in day.sessions if not each.cancelled and _counts(each)]
    lines: list[OutlineLine] = []
    for starts_at, group in groupby(held, key=lambda each: each.starts_at):
        together = list(group)
        choices = [each for each in together if each.kind == "choice"]
        for_all = [each for each in together if each.kind != "choice"]
        lines += [OutlineLine(starts_at, each, 0) for each in for_all]
        if len(choices) == 1:
            lines.append(OutlineLine(starts_at, choices[0], 0))
        elif choices:
            lines.append(OutlineLine(starts_at, None, len(choices)))
    return lines


def _counts(session: PublishedSession) -> bool:
    return session.kind != "service" or session.ends_at - session.starts_at >= SHORTEST_SERVICE
