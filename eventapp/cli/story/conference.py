"""The conference of summer 2023, with its 115 registrations."""

from datetime import datetime

from eventapp.cli.story import gathering
from eventapp.cli.story.sample import moments_of, read


def tell(*, now: datetime) -> None:
    """Tell it from the first release of its programme to the day after. The caller commits."""
    sample = read("conference_2023")
    people = read("registrations_2023")["registrations"]
    gathering.tell({**sample, "registrations": people}, moments_of(sample["event"], now=now))
