"""`python -m tests.bench.exchange`: searching 500 and 50,000 experiences, on both databases.

Whole pages in this process, each query asked once so that nothing of it is cached, and the search
beneath alone; then all entries written anew while pages are read and others write.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

import psutil
from flask import Flask
from sqlalchemy import func, insert, select

from eventapp.cli.rebuild_index import rebuild_experiences
from eventapp.clock import utcnow
from eventapp.domain.exchange.finding import search_index
from eventapp.domain.exchange.finding.search import SearchQuery, search
from eventapp.domain.exchange.finding.synonym import add_usual_synonyms
from eventapp.extensions import db
from eventapp.models import (
    Cost,
    EvidenceStage,
    Experience,
    ExperienceState,
    FocusArea,
    Organisation,
    Readership,
    Research,
)
from eventapp.models.exchange.experience import ProcessStep, experience_focus_areas
from tests.bench.organizer.calibrators import Calibrators, cost_of, report
from tests.bench.organizer.databases import databases, settle
from tests.bench.server import started
from tests.bench.settings import environment_of
from tests.search_quality.cards import LESSONS, SETTINGS, topics

FEW, MANY = 500, 50_000
QUERIES = 120
FIGURES = ("page", "page, own time", "search", "search, own time")
LIMIT_MS, GROWTH_MAX, REBUILD_LIMIT_S, PAUSE_S = 50.0, 3.0, 60.0, 0.2


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()]
    many = counts[0] if counts else MANY
    for app, calibrators in databases():
        add_usual_synonyms(actor="bench", now=utcnow())
        few_ms = _seed_and_measure(app, 0, FEW)
        many_ms = _seed_and_measure(app, FEW, many)
        for name, at_few, at_many in zip(FIGURES, few_ms, many_ms, strict=True):
            _report(f"{name}, p95, {FEW} → {many}", at_few, at_many)
        _rebuild(app, many, calibrators)


def _report(name: str, few: float, many: float) -> None:
    ratio = many / few
    fault = "" if many <= LIMIT_MS and ratio <= GROWTH_MAX else "  MISSED"
    value = f"{few:.1f} → {many:.1f} ms"
    report(name, value, f"{ratio:.2f} ×", f"≤ {LIMIT_MS:.0f} ms, ≤ {GROWTH_MAX:.0f} ×{fault}")


def _seed_and_measure(app: Flask, first: int, last: int) -> list[float]:
    _seed(first, last)
    rebuild_experiences()
    settle()
    gc.collect()
    gc.freeze()  # as `eventapp serve` does before its processes begin
    client = app.test_client()
    client.get("/experiences?q=torg")
    return [
        *_p95(lambda words: client.get("/experiences", query_string={"q": words})),
        *_p95(_search),
    ]


def _search(words: str) -> None:
    search(SearchQuery(words), page=1, on=utcnow().date())
    db.session.rollback()


def _p95(work: Callable[[str], object]) -> tuple[float, float]:
    """Of the time by the clock and of this process's own, in ms; on a busy machine they differ."""
    costs = [cost_of(lambda words=words: work(words)) for words in islice(_queries(), QUERIES)]
    place = int(QUERIES * 0.95)
    return (
        sorted(cost.seconds * 1000 for cost in costs)[place],
        sorted(cost.processor * 1000 for cost in costs)[place],
    )


def _queries() -> Iterator[str]:
    """One word, then two and three together, of the cards' own titles: rare and common alike."""
    words = [title.split() for topic in topics() for title in topic["T"]]
    for number, title in enumerate(words):
        other = words[(number * 7) % len(words)]
        yield " ".join([title[-1], *other[: number % 3]])


def _rebuild(app: Flask, count: int, calibrators: Calibrators) -> None:
    """All entries anew by the operator's command, while pages are read and others write."""
    environment = environment_of(app.extensions["settings"])
    log = calibrators.folder / "rebuild.log"
    began = time.perf_counter()
    with started(["eventapp", "rebuild-index"], environment, log) as command:
        process, memory, pages, writes = psutil.Process(command.pid), [], [], []
        for words in cycle(_queries()):
            if command.poll() is not None:
                break
            memory.append(process.memory_info().rss / 1e6)
            own = process.cpu_times().user + process.cpu_times().system
            pages.append(cost_of(lambda words=words: _page(app, words)).seconds * 1000)
            writes.append(cost_of(_write).seconds * 1000)
            time.sleep(PAUSE_S)
        seconds = time.perf_counter() - began
        assert command.returncode == 0, log.read_text()
    fault = "" if seconds <= REBUILD_LIMIT_S else "  MISSED"
    limit = f"≤ {REBUILD_LIMIT_S:.0f} s{fault}, hello {calibrators.hello() * 1000:.2f} ms"
    report(f"rebuild of {count}", f"{seconds:.1f} s, own {own:.1f} s", "", limit)
    quarter = memory[len(memory) // 4]
    report(
        "memory of it: after a quarter, most", f"{quarter:.0f}, {max(memory):.0f} MB", "", "flat"
    )
    for name, took in (("pages", pages), ("writes of others", writes)):
        worst = f"p95 {sorted(took)[int(len(took) * 0.95)]:.0f} ms, longest {max(took):.0f} ms"
        report(f"{name} meanwhile", worst, f"{len(took)} of them", "they go on")


def _page(app: Flask, words: str) -> None:
    assert app.test_client().get("/experiences", query_string={"q": words}).status_code == 200


def _write() -> None:
    search_index.raise_revision("bench")
    db.session.commit()


def _seed(first: int, last: int) -> None:
    """Cards made of the questions' topics, each with words of others, for 50,000 are no 76."""
    towns = db.session.scalars(select(Organisation.id)).all()
    areas = db.session.scalars(select(FocusArea.id)).all() or _add_areas()
    top = db.session.scalar(select(func.max(Experience.id))) or 0
    now, every = utcnow(), topics()
    rows = [_card(every, number, now, towns) | {"id": top + 1 + number - first}
            for number in range(first, last)]  # fmt: skip
    for start in range(0, len(rows), 1_000):
        part = rows[start : start + 1_000]
        db.session.execute(insert(Experience), part)
        links = [
            {"experience_id": row["id"], "focus_area_id": areas[row["id"] % len(areas)]}
            for row in part
        ]
        db.session.execute(insert(experience_focus_areas), links)
    db.session.commit()


def _card(
    every: list[dict[str, list[str]]], number: int, now: datetime, towns: Sequence[int]
) -> dict[str, Any]:
    own, other = every[number % len(every)], every[(number * 31 + 7) % len(every)]
    text = {name: own[key][number // 76 % 2] for name, key in
            (("problem", "P"), ("measure", "M"), ("result", "R"))}  # fmt: skip
    return {
        **text,
        "code": f"bench{number}",
        "organisation_id": towns[number % len(towns)],
        "state": ExperienceState.PUBLISHED,
        "title": f"{own['T'][number // 7 % 4]} {number}",
        "summary": other["R"][0],
        "cause": other["P"][number % 2],
        "setting": SETTINGS[number % len(SETTINGS)],
        "lesson": f"{LESSONS[number % len(LESSONS)]} Kvarter {number % 997}.",
        "failed": number % 9 == 0,
        "stage": list(EvidenceStage)[number % 5],
        "research": Research.SOME,
        "figures": {},
        "cost": list(Cost)[number % 4],
        "step": list(ProcessStep)[number % 6],
        "target": "barn och vårdnadshavare" if number % 2 else "boende",
        "needed": ["beslut om tid"],
        "partners": ["skola", "polis"],
        "materials": [],
        "contact_function": "samordnare",
        "contact_email": "funktion@town.example",
        "contact_for": Readership.NETWORK,
        "audience": Readership.ALL,
        "change_wanted": "",
        "withdrawn_reason": "",
        "published_at": now - timedelta(days=900) + timedelta(minutes=number),
        "created_at": now,
        "version": 1,
    }


def _add_areas() -> list[int]:
    rows = [
        FocusArea(
            code=f"bench-{n}",
            name=f"Fokusområde {n}",
            name_en=f"Focus area {n}",
            short_name=f"Område {n}",
            short_name_en=f"Area {n}",
            position=100 + n,
            valid_from=utcnow().date(),
        )
        for n in range(6)
    ]
    db.session.add_all(rows)
    db.session.flush()
    return [row.id for row in rows]


if __name__ == "__main__":
    main()
