"""`python -m tests.bench.pages`: schedules and the start page, kept and cold, and their bytes.

In this process, with 1,000 events and a schedule of 1,000 sessions. Cold is when the page cache has
nothing; what belongs to one release or one event is kept, as after a change of something else.
Fresh is when that is gone too, as right after a release.
Milliseconds are scaled to a machine on which hello takes 1/6,000 s of one processor.
"""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from eventapp.documents.packed import packed_for_many
from eventapp.domain.schedule.release import _schedules
from eventapp.extensions import db
from eventapp.views.public.schedule import _days
from tests.bench.organizer.calibrators import Calibrators, cost_of, report
from tests.bench.organizer.databases import databases, settle
from tests.bench.organizer.lists import sign_in
from tests.bench.programme import add_programme
from tests.bench.seeding import add_event
from tests.bench.statements import counted
from tests.views.public.pages import forget_pages
from tests.visitor import Visitor

EVENTS, SESSIONS = 1_000, 1_000
LOOKS = 12
HELLO_SECONDS = 1 / 6_000
SLUG = "bench-large"
# Address, and milliseconds asked for when it is cold.
PAGES = (
    ("/", 35.0),
    (f"/events/{SLUG}/schedule", 75.0),
    (f"/events/{SLUG}/schedule.ics", 80.0),
    (f"/events/{SLUG}/schedule.json", 0.0),
    (f"/events/{SLUG}/schedule.xml", 0.0),
    (f"/organizer/events/{SLUG}/schedule", 120.0),
)


def main() -> None:
    """Measure on SQLite, then on PostgreSQL; `--sqlite` or `--postgresql` asks for one."""
    for app, calibrators in databases():
        seed()
        settle()
        desk = sign_in(app)
        for path, asked in PAGES:
            look_at(app, desk, path, asked, calibrators)


def seed() -> None:
    """Events of which half are over, and one with a large schedule."""
    for number in range(EVENTS):
        event = add_event(f"bench-{number}")
        shift = timedelta(days=number if number % 2 else -400 - number)
        event.starts_at, event.ends_at = event.starts_at + shift, event.ends_at + shift
        event.registration_closes_at += shift
    add_programme(add_event(SLUG), sessions=SESSIONS)
    db.session.commit()


def look_at(app: Flask, desk: Visitor, path: str, asked: float, calibrators: Calibrators) -> None:
    """Ask for the page cold and kept, and print the processor time, statements and bytes."""
    first = cost_of(lambda: desk.get(path)).processor
    plain = desk.get(path).data
    forget_pages(desk)
    with counted(app) as count:
        desk.get(path)
    hello = calibrators.hello()

    def scaled(look: Callable[[], object]) -> float:
        return in_milliseconds(min(cost_of(look).processor for _ in range(LOOKS)))

    def in_milliseconds(processor: float) -> float:
        return processor / hello * HELLO_SECONDS * 1000

    def look_cold() -> None:
        forget_pages(desk)
        desk.get(path)

    def look_fresh() -> None:
        forget_releases()
        look_cold()

    fresh, cold, cached = scaled(look_fresh), scaled(look_cold), scaled(lambda: desk.get(path))
    report(
        path,
        f"first {in_milliseconds(first):.0f}, fresh {fresh:.0f}, "
        f"cold {cold:.1f}, kept {cached:.1f} ms",
        f"{count} SQL, {len(plain) / 1000:.0f} kB, packed {len(packed_for_many(plain)) / 1000:.1f}",
        f"≤ {asked:.0f} ms" if asked else "",
    )


def forget_releases() -> None:
    """Forget what is kept of a release, as when there is a new one."""
    for cache in (_days, _schedules):
        cache._of_database().clear()


if __name__ == "__main__":
    main()
