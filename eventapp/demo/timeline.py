"""Acts: what somebody did, and when; a story is its acts in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from eventapp.domain.permission import Role

# Those who act, as the audit log names them.
ORGANIZER = Role.ORGANIZER.value
SECURITY_CONTACT = Role.SECURITY_CONTACT.value


class Step(Protocol):
    """What is done: a domain verb that lacks only its moment."""

    def __call__(self, *, now: datetime) -> object:
        """Do it, at that moment."""


@dataclass(frozen=True, slots=True)
class TimedStep:
    """One deed and its moment."""

    at: datetime
    deed: Step


def run_in_order(acts: Iterable[TimedStep]) -> None:
    """Let everything happen in the order of time; at the same moment, in the order given."""
    for act in sorted(acts, key=lambda each: each.at):
        act.deed(now=act.at)
