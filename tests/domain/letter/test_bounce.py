"""Letters that come back: what counts, what is marked, and what never is."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.config import Settings
from eventapp.domain.delegation.recipient import delegation_letter_states
from eventapp.domain.desk.invitee.invitee_list import show_invitee
from eventapp.domain.letter.audience import AudienceGroup, LetterAudience, measure_audience
from eventapp.domain.letter.bounce import (
    find_bounce,
    list_bounced,
    read_notice,
    record_bounce,
    return_address,
)
from eventapp.domain.letter.result import Outcome, list_recipients_of
from eventapp.domain.outbox import Lease
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.extensions import db
from eventapp.models import (
    Account,
    Bounce,
    Job,
    JobKind,
    JobState,
    Registration,
    Speaker,
    SpeakerAddress,
)
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.delegation import a_coordinator
from tests.builders.invitation import an_invited_delegation
from tests.builders.invitee import an_invitee
from tests.builders.letter import a_notice, a_scheduled_letter, let_go, with_bounces

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
    return lease(job)


def lease(job: Job) -> Lease:
    return Lease(job.id, job.kind, job.payload, job.message_id, 1)


def test_without_a_mailbox_letters_come_back_to_the_sender(registration: Registration) -> None:
    assert return_address(lease_of(registration), registration.email) == ""


@pytest.mark.usefixtures("settings")
def test_a_dead_address_is_marked_without_the_address_that_the_notice_names(
    registration: Registration,
) -> None:
    back = return_address(lease_of(registration), registration.email)
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
    notice = read_notice(
        a_notice(return_address(lease_of(registration), registration.email), status=status)
    )

    assert notice is None or not record_bounce(notice, now=NOON)
    assert find_bounce(registration) is None


@pytest.mark.usefixtures("settings")
def test_what_is_no_report_to_a_signed_address_counts_for_nothing(
    registration: Registration,
) -> None:
    back = return_address(lease_of(registration), registration.email)
    proof = back.split("-")[1]
    forged = back.replace(proof, "aaaaaaaaaa")

    assert read_notice(a_notice(forged, status="5.1.1")) is None
    assert read_notice(a_notice("studs@bra.example", status="5.1.1")) is None
    assert read_notice(f"To: {back}\n\n550 5.1.1 I am out of office".encode()) is None
    assert read_notice(a_notice(back, status="5.1.1", action="delayed")) is None
    for junk in (b"", b"\xff\xfe", b"To: \n", b"Content-Type: multipart/report\n\n--"):
        assert read_notice(junk) is None


@pytest.mark.usefixtures("settings")
def test_who_has_left_is_not_marked(registration: Registration) -> None:
    notice = read_notice(
        a_notice(return_address(lease_of(registration), registration.email), status="5.1.1")
    )
    assert notice is not None
    cancel(registration, now=NOON)

    assert not record_bounce(notice, now=NOON)


@pytest.mark.usefixtures("settings")
def test_a_notice_that_comes_when_the_address_is_another_marks_nobody(
    registration: Registration,
) -> None:
    back = return_address(lease_of(registration), registration.email)
    notice = read_notice(a_notice(back, status="5.1.1"))
    unsigned_back = f"{back.rpartition('-')[0]}@bra.example"
    unsigned = read_notice(a_notice(unsigned_back, status="5.1.1"))
    assert notice is not None
    registration.email = "ny@town.example"
    db.session.flush()

    assert not record_bounce(notice, now=NOON)
    assert find_bounce(registration) is None
    coordinator = a_coordinator(an_organisation())
    an_invited_delegation(an_event(), an_organisation(), addresses=(coordinator.email,))
    job = letter_of(JobKind.DELEGATION_INVITATION_MAIL)
    come_back(job, "fore@town.example")
    assert (job.state, coordinator.bounced_at) == (JobState.FAILED, None)

    # Letters of earlier releases come back without a sign of the address.
    assert unsigned is not None
    assert record_bounce(unsigned, now=NOON)


def letter_of(kind: JobKind) -> Job:
    return db.session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id.desc())).one()


@pytest.mark.usefixtures("settings")
def test_a_letter_to_somebody_invited_has_failed_after_all_and_their_row_says_so() -> None:
    invitee = an_invitee(an_event())
    job = letter_of(JobKind.INVITEE_MAIL)
    notice = read_notice(a_notice(return_address(lease(job), invitee.email), status="5.1.1"))
    assert notice is not None
    assert not record_bounce(notice, now=NOON)  # it has not even left

    job.state = JobState.DONE
    db.session.flush()
    assert not show_invitee(invitee).undelivered
    assert record_bounce(notice, now=NOON)
    assert not record_bounce(notice, now=NOON)

    db.session.flush()
    assert show_invitee(invitee).undelivered
    assert job.error.startswith("SMTP 5.1.1")
    assert "@" not in job.error


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("group", [AudienceGroup.SPEAKERS, AudienceGroup.COORDINATORS])
def test_a_letter_to_a_speaker_or_coordinator_has_failed_and_the_address_is_marked(
    group: AudienceGroup,
) -> None:
    town = an_organisation()
    event = an_event(reserved={town: 1})
    reader: Account | SpeakerAddress
    if group is AudienceGroup.COORDINATORS:
        reader = a_coordinator(town)
    else:
        values = {"name": "Eva Lund", "email": "eva@town.example", "language": "sv"}
        create_part(Speaker, event, values)
        reader = db.session.scalars(select(SpeakerAddress)).one()
    letter = a_scheduled_letter(event, audience=LetterAudience(group))
    let_go(letter)
    job = letter_of(JobKind.EVENT_LETTER_MAIL)
    come_back(job, reader.email)

    db.session.flush()
    (row,) = list_recipients_of(letter, None, page=1).recipients
    assert row.outcome is Outcome.FAILED
    assert "5.1.1" in row.words
    assert reader.bounced_at == NOON
    assert measure_audience(event, LetterAudience(group)).undeliverable == 1
    reader.email = "ny@town.example"
    db.session.flush()
    assert reader.bounced_at is None


@pytest.mark.usefixtures("settings")
def test_an_invitation_to_a_delegation_that_comes_back_has_failed_and_marks_the_account() -> None:
    town = an_organisation()
    coordinator = a_coordinator(town)
    invitation = an_invited_delegation(an_event(), town, addresses=(coordinator.email,))
    job = letter_of(JobKind.DELEGATION_INVITATION_MAIL)
    come_back(job, coordinator.email)

    db.session.flush()
    assert coordinator.bounced_at == NOON
    states = delegation_letter_states(invitation.recipients)
    assert list(states.values()) == [JobState.FAILED]


def come_back(job: Job, address: str) -> None:
    """Let the letter, which was accepted, come back from a dead address."""
    job.state = JobState.DONE
    notice = read_notice(a_notice(return_address(lease(job), address), status="5.1.1"))
    assert notice is not None
    assert record_bounce(notice, now=NOON)
