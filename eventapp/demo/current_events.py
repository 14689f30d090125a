"""Three events around today: one going on, one open to all, one with its last seats."""

from datetime import datetime

from eventapp.demo import event
from eventapp.demo.sample import CURRENT_EVENTS, moments_of, read


def seed_current_events(*, now: datetime) -> None:
    """Tell each as it stands on the day of telling. The caller commits."""
    for name in CURRENT_EVENTS:
        sample = read("further_events")[name]
        moments = moments_of(sample["event"], first_day=sample["first_day"], now=now)
        event.seed_event(sample, moments)
