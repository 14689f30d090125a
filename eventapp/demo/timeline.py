"""What somebody did, and when: the steps of the sample, run in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from eventapp.domain.permission import Role

# Who acts, as the audit log names them.
ORGANIZER = Role.ORGANIZER.value
SECURITY_CONTACT = Role.SECURITY_CONTACT.value


class Step(Protocol):
    """A domain verb that lacks only its moment."""

    def __call__(self, *, now: datetime) -> object:
        """Run the verb at that moment."""


@dataclass(frozen=True, slots=True)
class TimedStep:
    """One step and its moment."""

    at: datetime
    run: Step


def run_in_order(steps: Iterable[TimedStep]) -> None:
    """Run the steps in the order of time; at the same moment, in the order given."""
    for step in sorted(steps, key=lambda step: step.at):
        step.run(now=step.at)
