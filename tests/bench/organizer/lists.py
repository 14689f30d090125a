"""`python -m tests.bench.organizer.lists`: what organizers look at, with 100,000 registrations.

Whole pages in this process, on both databases: 95 % of them, and how many hellos one costs; and of
pages that need not grow, how many times as long they take as with 1,000.
"""

import gc
import sys

from flask import Flask
from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.desk.registration_list import RegistrationColumn
from eventapp.domain.people.sign_in_link import (
    SIGN_IN_LINK_DURATION,
    create_sign_in_link,
    sign_in_token,
)
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Organisation
from tests.bench.organizer import crowd
from tests.bench.organizer.calibrators import Calibrators, cost_of, report
from tests.bench.organizer.databases import databases, settle
from tests.bench.statements import counted
from tests.builders.account import an_account
from tests.builders.forms import send
from tests.visitor import Visitor

LOOKS = 20
LIMIT_MS = 30.0
LIMIT_OTHER_MS = 100.0
FEW, FEW_SLUG, GROWTH_MAX = 1_000, "few", 1.3
# Pages that need not grow with the people of the event.
GROWING = {
    "home": "/organizer",
    "event desk": "/organizer/events/{}",
    "delegations": "/organizer/events/{}/delegations",
    "edit": "/organizer/events/{}/edit",
    "list": "/organizer/events/{}/registrations",
    "prints": "/organizer/events/{}/prints",
    "letter, everybody": "/organizer/events/{}/letters/new",
}


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count = counts[0] if counts else crowd.COUNT
    for app, calibrators in databases():
        crowd.seed_crowd(FEW, slug=FEW_SLUG, first=count)
        settle()
        desk = sign_in(app)
        gc.freeze()  # as `eventapp serve` does before its processes begin
        crowd.seed_crowd(count)
        settle()
        gc.collect()
        gc.freeze()
        for name, path, limit in pages(count):
            look_at(app, desk, name, path, limit, calibrators)
        for name, path in GROWING.items():
            few, many = own_times(desk, path)
            ratio = many / few
            slow = "" if ratio <= GROWTH_MAX else "  GROWS"
            value = f"{few * 1000:.1f} → {many * 1000:.1f} ms"
            report(f"{name}, {FEW} → {count}", value, f"{ratio:.2f} ×", f"≤ {GROWTH_MAX}{slow}")


def own_times(desk: Visitor, path: str) -> tuple[float, float]:
    """The least processor time of a page of the small event and of the large one, by turns."""
    addresses = [path.format(slug) for slug in (FEW_SLUG, crowd.SLUG)]
    for address in addresses:
        desk.get(address)
    turns = [[cost_of(lambda a=a: desk.get(a)).processor for a in addresses] for _ in range(LOOKS)]
    few, many = map(min, zip(*turns, strict=True))
    return few, many


def sign_in(app: Flask) -> Visitor:
    """A browser in which an organizer has signed in."""
    link = create_sign_in_link(
        an_account(Role.ORGANIZER), lasts=SIGN_IN_LINK_DURATION, now=utcnow()
    )
    address = f"/sign-in/links/{sign_in_token(link)}"
    client = app.test_client()
    assert isinstance(client, Visitor)
    assert send(client, address, page=address).status_code == 303
    return client


def pages(count: int) -> list[tuple[str, str, float]]:
    """Name, address and milliseconds allowed."""
    event = f"/organizer/events/{crowd.SLUG}"
    top = db.session.scalars(select(Organisation.code).order_by(Organisation.id)).first()
    listed = {
        "first page": "",
        "last page": "page=2000",
        "in the middle": "page=1000",
        "by name, last": "sort=name&page=2000",
        "by organisation, last": "sort=organisation&page=2000",
        "earliest first": "sort=earliest",
        "state: confirmed": "state=confirmed",
        "state: confirmed, last": "state=confirmed&page=1800",
        "state: waiting": "state=waitlisted",
        "organisation": f"organisation={top}",
        "session": "session=a1",
        "session, last": "session=a1&page=290",
        "no session": "no-session=yes",
        "answered": "question=day",
        "answer": "question=day&answer=b",
        "came": "came=yes",
        "did not come": "came=no",
        "English": "language=en",
        "Swedish": "language=sv",
        "letter not delivered": "undelivered=yes",
        "probable doubles": "double=yes",
        "search: two letters": "q=be",
        "search: a name": "q=sara+bergstr%C3%B6m",
        "search: nobody": "q=zzzz",
        "search: a code": "q=c000012345",
        "session, answer, state": "session=a1&question=day&answer=b&state=confirmed",
        "organisation, came, Swedish": f"organisation={top}&came=yes&language=sv",
        "all columns": "&".join(f"column={column}" for column in RegistrationColumn),
    }
    rows = [
        (f"list, {name}", f"{event}/registrations?{query}", LIMIT_MS)
        for name, query in listed.items()
    ]
    others = {
        "one person": f"/registrations/c{count // 2:09}",
        "doubles": "/doubles",
        "doubles, last page": "/doubles?page=25",
        "delegations": "/delegations",
        "letter, everybody": "/letters/new",
        "letter, a session": "/letters/new?session=a1",
        "letter, answer and came": "/letters/new?question=day&answer=b&came=yes",
        "bulk act, everybody": "/registrations/bulk/new?act=send-link",
        "bulk act, a state": "/registrations/bulk/new?act=cancel&state=waitlisted",
        "files out": "/exports",
        "prints": "/prints",
        "event desk": "",
        "import": "/import",
    }
    return rows + [(name, f"{event}{path}", LIMIT_OTHER_MS) for name, path in others.items()]


def look_at(
    app: Flask, desk: Visitor, name: str, path: str, limit: float, calibrators: Calibrators
) -> None:
    """Ask for the page some times, and print how long it took and its statements."""
    answer, hello = desk.get(path), calibrators.hello()
    assert answer.status_code == 200, (name, path, answer.status_code)
    with counted(app) as count:  # the caches of the process are filled by now
        desk.get(path)
    costs = [cost_of(lambda: desk.get(path)) for _ in range(LOOKS)]
    times = sorted(cost.seconds * 1000 for cost in costs)
    p95 = times[int(LOOKS * 0.95) - 1]
    own = min(cost.processor for cost in costs)
    slow = "" if p95 <= limit else "  TOO SLOW"
    report(
        name,
        f"best {times[0]:.1f} ms, p95 {p95:.1f}",
        f"own {own * 1000:.0f} ms, {own / hello:.0f} hellos, {count} SQL",
        f"≤ {limit:.0f} ms{slow}",
    )


if __name__ == "__main__":
    main()
