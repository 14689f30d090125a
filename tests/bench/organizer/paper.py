"""`python -m tests.bench.organizer.paper`: files and paper for a conference of a thousand.

Each as its page serves it, logged before it leaves: the second of two, since whoever prints first
also loads the typesetting.
"""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from werkzeug.test import TestResponse

from eventapp.clock import utcnow
from eventapp.documents.prints.badge import LabelPaper
from eventapp.domain.desk.export.export import ExportFormat, ExportKind
from eventapp.extensions import db
from eventapp.models import Event
from tests.bench.organizer.calibrators import Calibrators, cost_of, report
from tests.bench.organizer.crowd import seed_crowd
from tests.bench.organizer.databases import databases, settle
from tests.bench.organizer.lists import sign_in
from tests.builders import DAY, HOUR
from tests.builders.forms import send
from tests.visitor import Visitor

# Some are cancelled or wait: 500 and 1,000 have a place.
FEW, MANY = 550, 1_100
TIMES = 3
BADGES_SECONDS, FILE_SECONDS, PRINT_SECONDS, CERTIFICATES_SECONDS = 2.0, 1.0, 2.0, 4.0
PRINTS = ("sign-in.pdf?list=sessions", "sign-in.pdf?list=delegations", "door.pdf")
Look = Callable[[], TestResponse]


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    for app, calibrators in databases():
        few, many = seed_crowd(FEW, slug="few"), seed_crowd(MANY, slug="many", first=FEW)
        for event in (few, many):
            event.starts_at, event.ends_at = utcnow() - DAY, utcnow() - HOUR
        db.session.commit()
        settle()
        desk = sign_in(app)
        for name, look, limit in looks(desk, few, many):
            measure(name, look, limit, calibrators)


def looks(desk: Visitor, few: Event, many: Event) -> list[tuple[str, Look, float]]:
    """Name, what to ask for, and the seconds allowed."""
    prints, base = f"/organizer/events/{few.slug}/prints", f"/organizer/events/{many.slug}"
    badges = [
        (f"500 badges, paper {paper}", badges_on(desk, prints, paper.value), BADGES_SECONDS)
        for paper in LabelPaper
    ]
    files = [
        (f"{kind}.{ending} of 1,000", page(desk, f"{base}/exports/{kind}.{ending}"), FILE_SECONDS)
        for kind in ExportKind
        for ending in ExportFormat
    ]
    day = many.starts_at.astimezone(ZoneInfo(many.time_zone)).date()
    papers = [
        (f"{name} of 1,000", page(desk, f"{base}/prints/{name}"), PRINT_SECONDS)
        for name in (f"sign-in.pdf?list=day-{day}", *PRINTS)
    ]
    certificates = "certificates", certificates_of(desk, f"{base}/prints"), CERTIFICATES_SECONDS
    return [*badges, *files, *papers, certificates]


def certificates_of(desk: Visitor, prints: str) -> Look:
    """Ask for the certificates of all who came."""
    return lambda: send(desk, f"{prints}/certificates", page=prints)


def page(desk: Visitor, path: str) -> Look:
    """Ask for this file."""
    return lambda: desk.get(path)


def badges_on(desk: Visitor, prints: str, paper: str) -> Look:
    """Ask for everybody's badge with a code to scan."""
    asked = {"selection": "all", "order": "organisation", "paper": paper, "codes": "y"}
    return lambda: send(desk, f"{prints}/badges", page=prints, **asked)


def measure(name: str, look: Look, limit: float, calibrators: Calibrators) -> None:
    """Print the best of some times."""
    answer, hello = look(), calibrators.hello()
    assert answer.status_code == 200, (name, answer.status_code, answer.text[:300])
    cost = min((cost_of(look) for _ in range(TIMES)), key=lambda cost: cost.seconds)
    late = "" if cost.seconds <= limit else "  TOO SLOW"
    report(
        name,
        f"{cost.seconds:.2f} s, own {cost.processor:.2f} s",
        f"{cost.processor / hello:.0f} hellos, {len(answer.data) / 1000:.0f} kB",
        f"≤ {limit:.0f} s{late}",
    )


if __name__ == "__main__":
    main()
