"""`python -m tests.bench.exchange`: how long a search over 5,000 experiences takes."""

import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import insert, select

from eventapp.app import create_app
from eventapp.cli.migration import migrate
from eventapp.clock import utcnow
from eventapp.domain.exchange import experience as experiences
from eventapp.domain.exchange.experience import ExperienceText
from eventapp.domain.exchange.search import SearchQuery, search
from eventapp.domain.people.stemmer import stems_of
from eventapp.extensions import db
from eventapp.models import (
    EvidenceStage,
    Experience,
    ExperienceState,
    ExperienceStems,
    FocusArea,
    Organisation,
)
from eventapp.models.exchange.experience import experience_focus_areas
from tests.bench.settings import settings_in

CARDS, RUNS, TARGET = 5_000, 40, 50
SUBJECTS = ("vandring", "belysning", "skolväg", "rutin", "tips", "samtal", "bidrag", "lägesbild")
# Every card holds the first two; one in eight the third; one alone the fourth.
SOUGHT = ("torget", "barn torget", "belysningen torg", "trygghetsvandringar", "")


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
    now = utcnow()
    town = db.session.scalars(select(Organisation).limit(1)).one()
    areas = [_area(number) for number in range(6)]
    db.session.add_all(areas)
    text = ExperienceText(title="Trygghetsvandring", stage=EvidenceStage.TRIED)
    first = experiences.draft(town, text, actor="editor", now=now)
    first.state, first.published_at = ExperienceState.PUBLISHED, now
    db.session.flush()
    columns = {**asdict(text), "state": first.state, "published_at": now, "created_at": now}
    columns.pop("focus_areas")
    numbers = range(first.id + 1, first.id + CARDS)
    db.session.execute(
        insert(Experience),
        [
            {**columns, "id": n, "organisation_id": town.id, "title": f"{_subject(n)} {n}"}
            for n in numbers
        ],
    )
    links = [(n, areas[(n + k) % 6].id) for n in numbers for k in (0, 1)]
    db.session.execute(
        insert(experience_focus_areas),
        [{"experience_id": n, "focus_area_id": area} for n, area in links],
    )
    titles = {first.id: first.title} | {n: f"{_subject(n)} {n}" for n in numbers}
    db.session.execute(
        insert(ExperienceStems),
        [
            {"experience_id": n, "title": stems_of(title), "body": stems_of(_body(n, title))}
            for n, title in titles.items()
        ],
    )
    db.session.commit()


def _area(number: int) -> FocusArea:
    name = f"Fokusområde {number}"
    return FocusArea(
        code=f"bench-{number}",
        name=name,
        name_en=name,
        short_name=name,
        short_name_en=name,
        position=100 + number,
        valid_from=utcnow().date(),
    )


def _subject(number: int) -> str:
    return SUBJECTS[number % len(SUBJECTS)]


def _body(number: int, title: str) -> str:
    filler = " ".join(f"ord{(number * k) % 997}" for k in range(150))  # as long as real ones
    return f"{title} för barn på torget {filler}"


def _time(words: str) -> None:
    took, worked = [], time.process_time()
    for _ in range(RUNS):
        began = time.perf_counter()
        results = search(SearchQuery(words), page=1, on=utcnow().date())
        took.append((time.perf_counter() - began) * 1000)
        db.session.rollback()
    worked = (time.process_time() - worked) * 1000 / RUNS
    took.sort()
    print(
        f"search {words!r:24} {results.total:5} of {CARDS}, p50 {took[RUNS // 2]:6.1f} ms, "
        f"longest {took[-1]:6.1f} ms, of processor {worked:5.1f} ms   (target {TARGET} ms)"
    )


if __name__ == "__main__":
    main()
