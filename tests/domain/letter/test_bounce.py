"""Letters that come back: what counts, what is marked, and what never is."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.config import Settings
from eventapp.domain.letter.bounce import (
    find_bounce,
    list_bounced,
    read_notice,
    record_bounce,
    return_address,
)
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Bounce, Job, JobKind, Registration
from tests.builders import NOON, a_registration, an_event
from tests.builders.letter import a_notice, with_bounces

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Settings:
    return with_bounces(app, monkeypatch)


@pytest.fixture
def registration() -> Registration:
    return a_registration(an_event(), email="anna@town.example")


def lease_of(registration: Registration) -> Lease:
    job = db.session.scalars(
        select(Job).where(Job.kind == JobKind.REGISTRATION_MAIL).order_by(Job.id.desc())
    ).first()
    assert job is not None
    assert job.payload["registration_id"] == registration.id
    return Lease(job.id, job.kind, job.payload, job.message_id, 1)


def test_without_a_mailbox_letters_come_back_to_the_sender(registration: Registration) -> None:
    assert return_address(lease_of(registration)) == ""


@pytest.mark.usefixtures("settings")
def test_a_dead_address_is_marked_without_the_address_that_the_notice_names(
    registration: Registration,
) -> None:
    back = return_address(lease_of(registration))
    assert back.startswith("studs+")
    assert len(back.partition("@")[0]) <= 64
    notice = read_notice(a_notice(back.upper().replace("STUDS", "studs"), status="5.1.1"))
    assert notice is not None
    assert "privat@" not in notice.words

    assert record_bounce(notice, now=NOON)
    assert record_bounce(notice, now=NOON)

    marked = find_bounce(registration)
    assert marked is not None
    assert marked.email == "anna@town.example"
    assert list_bounced([registration.id]) == {registration.id}
    assert len(db.session.scalars(select(Bounce)).all()) == 1
    registration.email = "ny@town.example"
    db.session.flush()
    assert find_bounce(registration) is None
    assert list_bounced([registration.id]) == set()


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("status", ["5.2.2", "4.4.1", "5.7.1", "2.0.0", ""])
def test_a_full_mailbox_or_a_blocked_server_marks_nobody(
    registration: Registration, status: str
) -> None:
    notice = read_notice(a_notice(return_address(lease_of(registration)), status=status))

    assert notice is None or not record_bounce(notice, now=NOON)
    assert find_bounce(registration) is None


@pytest.mark.usefixtures("settings")
def test_what_is_no_report_to_a_signed_address_counts_for_nothing(
    registration: Registration,
) -> None:
    back = return_address(lease_of(registration))
    forged = back[: back.index("@") - 10] + "aaaaaaaaaa@bra.example"

    assert read_notice(a_notice(forged, status="5.1.1")) is None
    assert read_notice(a_notice("studs@bra.example", status="5.1.1")) is None
    assert read_notice(f"To: {back}\n\n550 5.1.1 I am out of office".encode()) is None
    assert read_notice(a_notice(back, status="5.1.1", action="delayed")) is None
    for junk in (b"", b"\xff\xfe", b"To: \n", b"Content-Type: multipart/report\n\n--"):
        assert read_notice(junk) is None


@pytest.mark.usefixtures("settings")
def test_who_has_left_is_not_marked(registration: Registration) -> None:
    notice = read_notice(a_notice(return_address(lease_of(registration)), status="5.1.1"))
    assert notice is not None
    cancel(registration, now=NOON)

    assert not record_bounce(notice, now=NOON)
