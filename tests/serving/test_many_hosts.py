"""Two hosts, one database, one storage of files: whoever meets the one then the other sees no seam.

Each host is `eventapp serve` as operators start it, with nothing but its own folder on disk.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text
from werkzeug.datastructures import FileStorage

from eventapp.clock import utcnow
from eventapp.domain.people import sign_in_link
from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import Registration, RegistrationState
from eventapp.views.cache.page_cache import REVISION_CHECK_SECONDS
from eventapp.worker.loop import PERIODIC_INTERVAL
from tests.builders import a_registration
from tests.builders.account import an_account, with_password, with_second_factor
from tests.databases import PostgresqlServer
from tests.faults.mail_server import MailServer
from tests.faults.server import database_view, production_settings
from tests.journeys.demo_event import an_event_soon, with_two_sessions_at_once
from tests.server import free_port
from tests.serving.host import Host, RoundRobin, only, running_hosts

pytestmark = pytest.mark.xdist_group("s3")

HOSTS = 2
SHOWN = "Trygga torg i siffror"
CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 40_000  # more than one piece
TURNS_TAKEN = text(
    "SELECT n_tup_ins + n_tup_upd FROM pg_stat_user_tables WHERE relname = 'periodic_turns'"
)
TRIES = 20  # at pairing a phone, in a minute


@pytest.fixture(scope="module")
def hosts(
    postgresql: PostgresqlServer, bucket: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Host]]:
    """The hosts; within, their database, looked into from outside."""
    folder = tmp_path_factory.mktemp("hosts")
    with postgresql.renewed() as database:
        office = MailServer(port=free_port())
        known = production_settings(folder / "onlooker", office, url=database.url)
        settings = replace(known, files=bucket)
        with database_view(settings), running_hosts(HOSTS, settings, folder) as hosts:
            yield hosts


def test_who_meets_one_host_and_then_the_other_sees_no_seam(hosts: list[Host]) -> None:
    began, before = time.monotonic(), db.session.scalar(TURNS_TAKEN)
    event = an_event_soon(seats=5)
    session, _other = with_two_sessions_at_once(event)
    person = a_registration(event, name="Anna Ek", now=utcnow())
    account = with_password(an_account(Role.ORGANIZER))
    with_second_factor(account, at=utcnow())
    link = sign_in_link.create_sign_in_link(
        account, lasts=sign_in_link.SIGN_IN_LINK_DURATION, now=utcnow()
    )
    slug, code, number = event.slug, person.code, person.id
    chosen, public = session.code, f"/events/{event.slug}/sessions/{session.code}"
    address = f"/sign-in/links/{sign_in_link.sign_in_token(link)}"
    db.session.commit()
    browser = RoundRobin([host.port for host in hosts])
    desk = f"/organizer/events/{slug}"

    # Signed in by the one, known to the other.
    assert browser.post(address, address).status == 303
    assert [browser.get(desk).status for _ in hosts] == [200] * HOSTS

    # A page that both have cached shows on both what is uploaded at one of them.
    assert [SHOWN in browser.get(public).text for _ in hosts] == [False] * HOSTS
    file = FileStorage(io.BytesIO(CONTENT), "Bilder.pdf", "file")
    uploaded = browser.post(
        f"{desk}/materials",
        f"{desk}/materials",
        title=SHOWN,
        session=chosen,
        audience="public",
        language="sv",
        file=file,
    )
    assert uploaded.status == 303, uploaded.text
    time.sleep(REVISION_CHECK_SECONDS)
    pages = [browser.get(public).text for _ in hosts]
    assert [SHOWN in page for page in pages] == [True] * HOSTS

    download = only(rf'"(/events/{slug}/materials/[^"/]+)"', pages[0])
    assert [browser.get(download).body for _ in hosts] == [CONTENT] * HOSTS
    part = browser.get(download, Range=f"bytes={len(CONTENT) - 9}-")
    assert (part.status, part.body) == (206, CONTENT[-9:])
    assert [list(host.data.glob("files/*")) for host in hosts] == [[]] * HOSTS

    # Cancelled at the one, undone at the other.
    page = f"{desk}/registrations/{code}"
    cancelled = browser.post(page, f"{page}/cancellation", cancellation__reason="Ill.")
    assert cancelled.status == 303
    assert _state(number) is RegistrationState.CANCELLED
    undoing = only(r'action="([^"]+/undoing)"', browser.get(page).text)
    assert browser.post(page, undoing).status == 303
    assert _state(number) is RegistrationState.CONFIRMED

    # One worker took each turn at the work by the clock.
    turns = (time.monotonic() - began) // PERIODIC_INTERVAL.total_seconds() + 2
    assert db.session.scalar(TURNS_TAKEN) - before <= turns

    # A host that is taken away is not missed.
    other = RoundRobin([hosts[1].port], browser.cookies)
    assert [other.get(path).status for path in (desk, download)] == [200, 200]


def test_tries_count_together_whichever_host_answers(hosts: list[Host]) -> None:
    browser = RoundRobin([host.port for host in hosts])
    token = browser.get("/sign-in").token
    # They may fall into two minutes; four processes that count alone would let twice as many in.
    statuses = [
        browser.send("/door/pair/aaaaaaaaaaaaaaaa", csrf_token=token).status
        for _ in range(2 * TRIES + 1)
    ]

    assert set(statuses) == {410, 429}


def _state(number: int) -> RegistrationState:
    db.session.rollback()
    return db.session.get_one(Registration, number).state
