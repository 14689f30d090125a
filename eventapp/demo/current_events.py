"""Three events around today: one under way, one open to all, one with its last seats."""

from datetime import datetime

from eventapp.demo import event
from eventapp.demo.sample import CURRENT_EVENTS, moments_of, read


def seed_current_events(*, now: datetime) -> None:
    """Create each as it is on the day of seeding."""
    for name in CURRENT_EVENTS:
        sample = read("further_events")[name]
        moments = moments_of(sample["event"], first_day=sample["first_day"], now=now)
        event.seed_event(sample, moments)
