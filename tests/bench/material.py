"""`python -m tests.bench.material`: how long a search over 10,000 pages of materials takes."""

import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from eventapp.domain.schedule.materials.access import VISITOR, list_open
from eventapp.domain.schedule.materials.page_text import PAGES_A_BATCH, store_pages
from eventapp.domain.schedule.materials.search import search_materials
from eventapp.extensions import db
from eventapp.models import Event
from tests.bench.settings import settings_in
from tests.builders import NOON, an_event
from tests.builders.material import a_material

FILES, PAGES, RUNS, TARGET_MS = 200, 50, 15, 50
# Every page has the first word; one in ten the second, one in 500 the third.
SOUGHT = ("brott", "torgen", "trygghetsvandring", "brott torg", "finns inte")


def main() -> None:
    """Seed, search, print."""
    with tempfile.TemporaryDirectory(prefix="eventapp-bench-") as name:
        app = create_app(settings_in(Path(name)))
        migrate(app)
        with app.app_context():
            _seed()
            for words in SOUGHT:
                _time(words)


def _seed() -> None:
    event, longest = an_event(), 0.0
    for number in range(FILES):
        checksum = f"{number:064x}"
        material = a_material(event, title=f"Bilder {number}", checksum=checksum)
        db.session.commit()
        texts = [_text(number * PAGES + page) for page in range(PAGES)]
        for start in range(0, PAGES, PAGES_A_BATCH):
            begun = time.perf_counter()
            batch = texts[start : start + PAGES_A_BATCH]
            store_pages(material.id, checksum, batch, first=start + 1, count=PAGES)
            db.session.commit()
            longest = max(longest, time.perf_counter() - begun)
    print(f"longest transaction of {PAGES_A_BATCH} pages: {longest * 1000:.0f} ms")


def _text(number: int) -> str:
    words = [f"ord{(number * 37 + step * 101) % 5000}" for step in range(120)]
    rare = ["torgets"] * (number % 10 == 0) + ["trygghetsvandringar"] * (number % 500 == 0)
    return " ".join(["Brottsligheten", *rare, *words])


def _time(words: str) -> None:
    taken, busy, hits = [], [], 0
    for _ in range(RUNS):
        event = db.session.scalars(select(Event)).first()
        assert event is not None
        begun, at_work = time.perf_counter(), time.process_time()
        hits = len(search_materials(words, list_open(event, VISITOR, now=NOON)))
        taken.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - at_work) * 1000)
        db.session.rollback()
    by_clock, at_work = statistics.median(taken), statistics.median(busy)
    print(f"{words!r}: {hits} hits, median {by_clock:.1f} ms, processor {at_work:.1f} ms")


if __name__ == "__main__":
    main()
