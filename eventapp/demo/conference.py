"""The conference of summer 2023, with its 115 registrations."""

from datetime import datetime

from eventapp.demo import event
from eventapp.demo.sample import moments_of, read


def seed_conference(*, now: datetime) -> None:
    """Create it, from the first release of its schedule to the day after."""
    sample = read("conference_2023")
    people = read("registrations_2023")["registrations"]
    event.seed_event({**sample, "registrations": people}, moments_of(sample["event"], now=now))
