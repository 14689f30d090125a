"""Three events around today: one going on, one open to all, one with its last seats."""

from datetime import datetime

from eventapp.cli.story import gathering
from eventapp.cli.story.sample import FURTHER, moments_of, read


def tell(*, now: datetime) -> None:
    """Tell each as it stands on the day of telling. The caller commits."""
    for name in FURTHER:
        sample = read("further_events")[name]
        moments = moments_of(sample["event"], first_day=sample["first_day"], now=now)
        gathering.tell(sample, moments)
