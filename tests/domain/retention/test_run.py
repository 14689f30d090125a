"""Runs of retention: what is due goes, in batches, once; what a pause holds stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eventapp.domain.people.account_invitation import AccountInvitee, invite
from eventapp.domain.people.account_profile import request_address_change
from eventapp.domain.people.role import ScopedRole
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import record_change
from eventapp.domain.record.pause import begin_pause, end_pause
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.retention import run as runs
from eventapp.domain.retention.due import count_due
from eventapp.domain.schedule.venue_picture import find_stored_picture
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AccountInvitation,
    AddressChange,
    AttendanceCount,
    AuditAction,
    AuditChange,
    AuditEntry,
    CareNeed,
    DataKind,
    Delegation,
    DelegationInvitation,
    DelegationRecipient,
    Event,
    EventState,
    Invitee,
    Job,
    JobKind,
    JobState,
    Material,
    OfferedRole,
    Registration,
    RetentionRun,
)
from eventapp.worker import retention
from tests.builders import DAY, NOON, a_registration, an_event, an_organisation
from tests.builders.account import an_account
from tests.builders.invitee import an_invitee
from tests.builders.retention import a_rule, a_run, deleted_by
from tests.builders.venue_picture import a_venue_picture

pytestmark = pytest.mark.usefixtures("app")


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def people(event: Event, number: int, **facts: object) -> list[Registration]:
    registrations = [a_registration(event, **facts) for _ in range(number)]
    db.session.commit()
    return registrations


def test_nothing_runs_without_a_decision() -> None:
    event = an_event()
    people(event, 2)
    later = event.ends_at + timedelta(days=4000)

    assert deleted_by(a_run(now=later)) == {}
    assert count(Registration) == 2


def test_people_of_a_past_event_go_and_counts_stay() -> None:
    event, coming = an_event(), an_event()
    coming.starts_at, coming.ends_at = coming.starts_at + 900 * DAY, coming.ends_at + 900 * DAY
    town = an_organisation()
    gone = people(event, 2, organisation=town)
    people(event, 1)
    stays = people(coming, 1)[0]
    record_change(
        AuditAction.CHANGED, gone[0], before={"name": "A"}, after={"name": "B"}, actor="x", now=NOON
    )
    a_rule(DataKind.REGISTRATIONS)

    run = a_run(now=event.ends_at + 180 * DAY)

    assert deleted_by(run) == {DataKind.REGISTRATIONS: 3}
    assert db.session.scalars(select(Registration.id)).all() == [stays.id]
    assert count(AuditChange) == 1  # of the decision
    left = {
        row.organisation_name: row.registered for row in db.session.scalars(select(AttendanceCount))
    }
    assert left == {town.name: 2, "": 1}
    about = db.session.scalars(select(Job.payload)).all()
    assert [payload["registration_id"] for payload in about] == [stays.id]


def test_a_day_too_early_nothing_goes() -> None:
    event = an_event()
    people(event, 1)
    a_rule(DataKind.REGISTRATIONS)

    assert deleted_by(a_run(now=event.ends_at + 179 * DAY)) == {}


def test_a_postponed_event_has_no_end_yet() -> None:
    event = an_event()
    people(event, 1)
    event.state = EventState.POSTPONED
    a_rule(DataKind.REGISTRATIONS)

    assert deleted_by(a_run(now=event.ends_at + 400 * DAY)) == {}


def test_a_second_run_finds_nothing() -> None:
    event = an_event()
    people(event, 2)
    a_rule(DataKind.REGISTRATIONS)
    later = event.ends_at + 200 * DAY

    assert deleted_by(a_run(now=later)) == {DataKind.REGISTRATIONS: 2}
    again = a_run(now=later)
    assert deleted_by(again) == {}
    assert again.code == f"G-{later.year}-0002"


def test_an_interrupted_run_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    event = an_event()
    people(event, 5)
    a_rule(DataKind.REGISTRATIONS)
    later = event.ends_at + 200 * DAY
    monkeypatch.setattr(runs, "BATCH_ROWS", 2)
    run = runs.start_run(actor="admin", now=later)
    db.session.commit()
    batch = runs.prepare_batch(run.id)
    assert batch is not None
    runs.delete_batch(batch, now=NOON)
    db.session.commit()
    unsaved = runs.prepare_batch(run.id)
    assert unsaved is not None
    runs.delete_batch(unsaved, now=NOON)
    db.session.rollback()  # killed before the commit
    assert count(Registration) == 3

    retention.run_due(now=later + DAY)

    assert count(Registration) == 0
    stored = runs.find_run(run.code)
    assert stored is not None
    assert stored.finished_at is not None
    assert deleted_by(stored) == {DataKind.REGISTRATIONS: 5}


def test_the_same_batch_deleted_twice_counts_once() -> None:
    event = an_event()
    people(event, 3)
    a_rule(DataKind.REGISTRATIONS)
    run = runs.start_run(actor="admin", now=event.ends_at + 200 * DAY)
    db.session.commit()
    batch = runs.prepare_batch(run.id)
    assert batch is not None
    for _ in range(2):
        runs.delete_batch(batch, now=NOON)
        db.session.commit()
    retention.carry_out(run.id)

    stored = runs.find_run(run.code)
    assert stored is not None
    assert deleted_by(stored) == {DataKind.REGISTRATIONS: 3}


def test_only_one_run_is_under_way() -> None:
    a_rule(DataKind.REGISTRATIONS)
    runs.start_run(actor="admin", now=NOON)
    db.session.commit()

    with pytest.raises(runs.RunUnderWay):
        runs.start_run(actor="admin", now=NOON)


def test_a_pause_holds_one_event_back_until_it_ends() -> None:
    held, free = an_event(), an_event()
    people(held, 2)
    people(free, 1)
    a_rule(DataKind.REGISTRATIONS)
    later = held.ends_at + 200 * DAY
    pause = begin_pause(held, "Utlämnande 2027/0290", actor="admin", now=NOON)
    db.session.commit()

    run = a_run(now=later)
    step = next(step for step in run.steps if step.kind is DataKind.REGISTRATIONS)
    assert {c.event_code: (c.deleted, c.paused) for c in step.counts} == {
        held.public_id: (0, 2),
        free.public_id: (1, 0),
    }

    end_pause(pause, actor="admin", now=NOON)
    db.session.commit()
    assert deleted_by(a_run(now=later)) == {DataKind.REGISTRATIONS: 2}


def test_a_pause_that_begins_between_finding_and_deleting_counts() -> None:
    event = an_event()
    people(event, 2)
    a_rule(DataKind.REGISTRATIONS)
    run = runs.start_run(actor="admin", now=event.ends_at + 200 * DAY)
    db.session.commit()
    batch = runs.prepare_batch(run.id)
    assert batch is not None
    begin_pause(None, "Utlämnande", actor="admin", now=NOON)
    db.session.commit()

    runs.delete_batch(batch, now=NOON)

    assert count(Registration) == 2


def test_letters_of_whom_a_pause_has_come_to_hold_stay_with_them() -> None:
    first, second = an_event(), an_event()
    stays = people(first, 1)[0].id
    people(second, 1)
    a_rule(DataKind.REGISTRATIONS)
    run = runs.start_run(actor="admin", now=second.ends_at + 200 * DAY)
    db.session.commit()
    batch = runs.prepare_batch(run.id)
    assert batch is not None
    assert len(batch.keys) == 2
    begin_pause(first, "Utlämnande", actor="admin", now=NOON)
    db.session.commit()

    runs.delete_batch(batch, now=NOON)

    assert db.session.scalars(select(Registration.id)).all() == [stays]
    left = {job.payload["registration_id"] for job in db.session.scalars(select(Job))}
    assert left == {stays}


def test_a_file_is_given_up_with_the_last_that_uses_it_and_not_while_paused() -> None:
    event, later = an_event(), an_event()
    facts = {
        "title": "Bilder",
        "checksum": "c" * 64,
        "filename": "b.pdf",
        "size": 3,
        "media_type": "x",
    }
    db.session.add(Material(event_id=event.id, **facts))
    a_rule(DataKind.UPLOADS, days=30)
    run = runs.start_run(actor="admin", now=event.ends_at + 40 * DAY)
    db.session.commit()
    batch = runs.prepare_batch(run.id)
    assert batch is not None
    pause = begin_pause(event, "Utlämnande", actor="admin", now=NOON)
    runs.delete_batch(batch, now=NOON)
    end_pause(pause, actor="admin", now=NOON)
    later.ends_at += 90 * DAY
    other = Material(event_id=later.id, **facts)
    db.session.add(other)
    db.session.commit()
    runs.delete_batch(batch, now=NOON)
    promises = select(Job.id).where(Job.kind == JobKind.FILE_REMOVAL)
    assert db.session.scalars(promises).all() == []
    assert db.session.scalars(select(Material.event_id)).all() == [later.id]


def test_the_picture_of_the_way_goes_with_the_uploads() -> None:
    event = an_event()
    a_venue_picture(event)
    a_rule(DataKind.UPLOADS, days=30)

    assert deleted_by(a_run(now=event.ends_at + 40 * DAY)) == {DataKind.UPLOADS: 1}
    assert find_stored_picture(event) is None


def test_needs_go_by_themselves_and_a_pause_holds_them_too() -> None:
    event = an_event()
    people(event, 1, needs=CareNeeds(diet="glutenfritt"))
    later = event.ends_at + 14 * DAY
    pause = begin_pause(event, "Utlämnande", actor="admin", now=NOON)
    db.session.commit()
    retention.run_due(now=later)
    assert count(CareNeed) == 1

    end_pause(pause, actor="admin", now=NOON)
    db.session.commit()
    retention.run_due(now=later)
    assert count(CareNeed) == 0
    run = runs.list_runs()[0]
    assert (run[0].started_by, run[1]) == ("system", 1)


def test_what_was_decided_runs_by_itself_at_night() -> None:
    event = an_event()
    people(event, 1)
    a_rule(DataKind.REGISTRATIONS)

    retention.run_due(now=event.ends_at + 200 * DAY)

    assert count(Registration) == 0


def test_what_was_decided_by_day_waits_for_the_night() -> None:
    event = an_event()
    people(event, 1)
    noon = event.ends_at.replace(hour=12) + 200 * DAY
    a_rule(DataKind.REGISTRATIONS).begins_at = noon
    db.session.commit()

    retention.run_due(now=noon + timedelta(minutes=1))
    assert count(Registration) == 1

    retention.run_due(now=noon + DAY)
    assert count(Registration) == 0


def test_sent_letters_go_and_those_that_wait_stay() -> None:
    people(an_event(), 2)
    jobs = db.session.scalars(select(Job)).all()
    jobs[0].state, jobs[0].done_at = JobState.DONE, NOON
    a_rule(DataKind.MAIL_LOG, days=365)

    assert deleted_by(a_run(now=NOON + 365 * DAY)) == {DataKind.MAIL_LOG: 1}
    assert count(Job) == 1


def test_the_receipt_is_in_the_log_without_names() -> None:
    event = an_event()
    people(event, 1)
    a_rule(DataKind.REGISTRATIONS)
    run = a_run(now=event.ends_at + 200 * DAY)

    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == AuditAction.RETENTION_RUN)
    ).one()
    assert entry.details == {"run": run.code, "deleted": 1}


def test_a_dry_run_counts_and_deletes_nothing() -> None:
    event = an_event()
    people(event, 3)
    a_rule(DataKind.REGISTRATIONS)

    counted = {
        due_kind.description.kind: due_kind for due_kind in count_due(now=event.ends_at + 200 * DAY)
    }

    assert counted[DataKind.REGISTRATIONS].due == {event.id: 3}
    assert counted[DataKind.REGISTRATIONS].deletable
    assert not counted[DataKind.MAIL_LOG].deletable
    assert count(Registration) == 3


def test_accounts_that_nobody_uses_go_but_no_administrator() -> None:
    unused, admin = an_account(Role.EDITOR), an_account(Role.ADMIN)
    used, code = an_account(Role.EDITOR), unused.code
    used.last_used_at = NOON + 300 * DAY
    unused.unused_notice_at = NOON + 335 * DAY
    db.session.commit()
    a_rule(DataKind.ACCOUNTS, days=365)

    assert deleted_by(a_run(now=NOON + 400 * DAY)) == {DataKind.ACCOUNTS: 1}
    codes = set(db.session.scalars(select(Account.code)))
    assert codes == {admin.code, used.code}
    assert code not in codes


def test_invitations_and_new_addresses_go_a_month_after_their_last_day() -> None:
    admin = an_account(Role.ADMIN)
    invite(AccountInvitee("a@bra.example"), [ScopedRole(Role.EDITOR)], actor=admin.code, now=NOON)
    request_address_change(admin, "new@bra.example", now=NOON)
    db.session.commit()
    assert runs.find_due_kinds(now=NOON + 44 * DAY) == {DataKind.INVITATIONS}

    assert deleted_by(a_run(now=NOON + 30 * DAY)) == {}
    assert deleted_by(a_run(now=NOON + 31 * DAY)) == {DataKind.INVITATIONS: 1}
    assert deleted_by(a_run(now=NOON + 44 * DAY)) == {DataKind.INVITATIONS: 1}
    assert (count(AccountInvitation), count(OfferedRole), count(AddressChange)) == (0, 0, 0)
    assert count(Account) == 1


def test_of_invitations_one_receipt_a_night_is_enough() -> None:
    admin = an_account(Role.ADMIN)
    roles = [ScopedRole(Role.EDITOR)]
    invite(AccountInvitee("a@bra.example"), roles, actor=admin.code, now=NOON)
    invite(AccountInvitee("b@bra.example"), roles, actor=admin.code, now=NOON + timedelta(hours=1))
    db.session.commit()

    for minutes in (1, 61):
        retention.run_due(now=NOON + 44 * DAY + timedelta(minutes=minutes))
    assert (count(AccountInvitation), count(RetentionRun)) == (1, 1)

    retention.run_due(now=NOON + 45 * DAY)
    assert (count(AccountInvitation), count(RetentionRun)) == (0, 2)


def test_addresses_that_a_delegation_was_invited_at_go_a_month_after_the_event() -> None:
    event, admin = an_event(), an_account(Role.ADMIN)
    delegation = Delegation(event_id=event.id, organisation=an_organisation(), reserved_seats=2)
    invitation = DelegationInvitation(
        delegation=delegation, answer_by=NOON.date(), invited_at=NOON, note=""
    )
    recipient = DelegationRecipient(email="a@town.example", letter_key="x", created_at=NOON)
    invitation.recipients.append(recipient)
    db.session.add(invitation)
    db.session.commit()

    assert deleted_by(a_run(now=event.ends_at + 29 * DAY, actor=admin.code)) == {}
    deleted = deleted_by(a_run(now=event.ends_at + 30 * DAY, actor=admin.code))
    assert deleted == {DataKind.INVITATIONS: 1}
    assert (count(DelegationRecipient), count(DelegationInvitation)) == (0, 1)


def test_those_invited_go_by_their_own_rule_and_registrations_stay() -> None:
    event = an_event()
    an_invitee(event)
    people(event, 1)
    a_rule(DataKind.INVITEES, days=90)

    assert deleted_by(a_run(now=event.ends_at + 89 * DAY)) == {}
    assert deleted_by(a_run(now=event.ends_at + 90 * DAY)) == {DataKind.INVITEES: 1}
    assert (count(Invitee), count(Registration)) == (0, 1)
