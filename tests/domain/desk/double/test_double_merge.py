"""Two registrations of one person become one, and two again for ten minutes."""

from datetime import timedelta

import pytest

from eventapp.domain.desk.double.double_merge import (
    BothCame,
    MergedVersions,
    MergeTakenEffect,
    NotTwo,
    OneIsCancelled,
    StayWithTheBetter,
    better_first,
    complete_merge,
    list_due,
    list_open_merges,
    merge_doubles,
    preview_merge,
    undo_merge,
)
from eventapp.domain.desk.invitee.invitee_list import show_invitee
from eventapp.domain.desk.invitee.status import InviteeStatus
from eventapp.domain.errors import StaleVersion
from eventapp.domain.event.attendance import record_attendance
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.record.disposal import delete_registrations
from eventapp.domain.registration.cancellation import cancel
from eventapp.domain.registration.care_need import CareNeeds, decrypt_needs, has_needs
from eventapp.domain.registration.option_place import count_taken
from eventapp.domain.registration.registration import AlreadyRegistered
from eventapp.extensions import db
from eventapp.models import (
    AttendanceMode,
    AuditAction,
    AuditEntry,
    ChoiceState,
    DoubleMerge,
    Event,
    Job,
    JobKind,
    Registration,
    RegistrationState,
)
from tests.builders import HOUR, NOON, a_queue, a_registration, a_session, an_event
from tests.builders.invitee import an_invitee

pytestmark = pytest.mark.usefixtures("app")

LATER = NOON + UNDO_PERIOD


def merge(source: Registration, target: Registration, **values: object) -> DoubleMerge:
    versions = MergedVersions(source.version, target.version)
    return merge_doubles(source, target, versions, actor="desk", now=values.get("now", NOON))  # type: ignore[arg-type]


def sessions_of(registration: Registration) -> dict[str, ChoiceState]:
    return {choice.session.title: choice.state for choice in registration.choices}


def letters() -> list[JobKind]:
    jobs = db.session.query(Job).order_by(Job.id)
    return [job.kind for job in jobs if job.kind is not JobKind.REGISTRATION_MAIL]


def test_who_comes_back_to_the_queue_is_given_a_place_that_became_free() -> None:
    event = an_event(seats=2)
    target, other = a_registration(event), a_registration(event)
    (source,) = a_queue(event, 1)
    done = merge(source, target)
    cancel(other, now=NOON)

    undo_merge(done, actor="desk", now=NOON)

    assert source.state is RegistrationState.CONFIRMED
    assert letters().count(JobKind.PROMOTION_MAIL) == 1


def test_the_one_that_stays_gets_what_it_lacks() -> None:
    event = an_event()
    common, own, clashing, other = (
        a_session(event, title=title, starts_at=event.starts_at + hours * HOUR)
        for title, hours in (("Gemensamt", 0), ("Eget", 2), ("Krock", 2), ("Annat", 4))
    )
    target = a_registration(event, sessions=(common, own), answers={"fika": "yes"})
    source = a_registration(
        event,
        sessions=(common, clashing, other),
        answers={"fika": "no", "hotel": "tall"},
        needs=CareNeeds(diet="vegan"),
    )
    preview = preview_merge(source, target)
    merge(source, target)

    assert [chosen.session.title for chosen in preview.moved] == ["Annat"]
    assert {chosen.session.title for chosen in preview.given_up} == {"Gemensamt", "Krock"}
    assert (preview.answers, preview.needs, preview.frees_seat) == (1, True, True)
    assert set(sessions_of(target)) == {"Gemensamt", "Eget", "Annat"}
    assert target.answers == {"fika": "yes", "hotel": "tall"}
    assert decrypt_needs(target).diet == "vegan"
    assert source.state is RegistrationState.CANCELLED
    assert letters() == [], "nothing leaves before the ten minutes are over"


def test_undoing_gives_everything_back() -> None:
    event = an_event()
    session = a_session(event)
    target = a_registration(event)
    source = a_registration(
        event, sessions=(session,), answers={"hotel": "tall"}, needs=CareNeeds(diet="vegan")
    )
    secret, digest = source.secret, source.tickets[-1].digest
    merged = merge(source, target)

    undo_merge(merged, actor="desk", now=LATER - timedelta(seconds=1))

    assert source.state is RegistrationState.CONFIRMED
    assert source.cancelled_at is None
    assert (source.secret, source.tickets[-1].digest) == (secret, digest)
    assert set(sessions_of(source)) == {session.title}
    assert sessions_of(target) == {}
    assert target.answers == {}
    assert has_needs(source)
    assert not has_needs(target)
    complete_merge(merged.code, now=LATER)
    assert letters() == []
    with pytest.raises(MergeTakenEffect):
        undo_merge(merged, actor="desk", now=NOON)


def test_the_seat_counts_as_taken_until_it_can_no_longer_be_undone() -> None:
    event = an_event(seats=2)
    target, source = a_registration(event), a_registration(event)
    (waiting,) = a_queue(event, 1)
    merged = merge(source, target)

    (late,) = a_queue(event, 1)
    assert waiting.state is RegistrationState.WAITLISTED
    assert list_due(now=LATER - timedelta(seconds=1)) == []
    assert list_due(now=LATER) == [merged.code]
    complete_merge(merged.code, now=LATER)

    assert waiting.state is RegistrationState.CONFIRMED
    assert late.state is RegistrationState.WAITLISTED
    assert not has_needs(source)
    assert letters() == [JobKind.CANCELLATION_MAIL, JobKind.PROMOTION_MAIL]
    assert merged.moved == {}
    complete_merge(merged.code, now=LATER)
    assert len(letters()) == 2
    with pytest.raises(MergeTakenEffect):
        undo_merge(merged, actor="desk", now=LATER)


def test_the_one_with_the_place_stays_and_the_one_who_came() -> None:
    event = an_event(seats=1, form=AttendanceMode.ONLINE)
    seated = a_registration(event)
    first, second = a_queue(event, 2)
    for source, target in ((seated, first), (first, second)):
        with pytest.raises(StayWithTheBetter):
            merge(source, target)
        assert better_first(source, target) == (source, target)
        assert better_first(target, source) == (source, target)

    event = an_event(form=AttendanceMode.ONLINE)
    came, absent = a_registration(event), a_registration(event)
    mark(event, came)
    with pytest.raises(StayWithTheBetter):
        merge(came, absent)
    mark(event, came, absent)
    with pytest.raises(BothCame):
        merge(absent, came)


def test_what_has_changed_since_the_page_was_opened_is_not_merged() -> None:
    event = an_event()
    source, target = a_registration(event), a_registration(event)
    for versions in (MergedVersions(source.version + 1, 1), MergedVersions(1, target.version + 1)):
        with pytest.raises(StaleVersion):
            merge_doubles(source, target, versions, actor="desk", now=NOON)
    with pytest.raises(NotTwo):
        merge(source, source)
    with pytest.raises(NotTwo):
        merge(source, a_registration(an_event()))
    merge(source, target)
    with pytest.raises(OneIsCancelled):
        merge(source, target)


def test_who_registered_anew_meanwhile_is_not_there_twice_again() -> None:
    event = an_event()
    target, source = a_registration(event), a_registration(event)
    merged = merge(source, target)
    a_registration(event, name=source.name, email=source.email)

    with pytest.raises(AlreadyRegistered):
        undo_merge(merged, actor="desk", now=NOON)


def test_close_to_the_start_it_takes_effect_at_the_start() -> None:
    event = an_event()
    target, source = a_registration(event), a_registration(event)
    merged = merge(source, target, now=event.starts_at - timedelta(minutes=4))
    assert merged.undo_until == event.starts_at

    event = an_event()
    target, source = a_registration(event), a_registration(event)
    merged = merge(source, target, now=event.starts_at + HOUR)
    assert merged.closed_at == event.starts_at + HOUR
    assert JobKind.CANCELLATION_MAIL in letters()


def test_the_log_says_it_of_both_and_erasing_one_ends_the_merge() -> None:
    event = an_event(seats=2)
    target, source = a_registration(event), a_registration(event)
    merged = merge(source, target)
    assert list(list_open_merges(event, now=NOON)) == [merged]
    actions = [
        (entry.subject_code, entry.action)
        for entry in db.session.query(AuditEntry)
        if entry.action == AuditAction.DOUBLES_MERGED
    ]
    assert sorted(actions) == sorted(
        (code, "doubles merged") for code in (source.code, target.code)
    )

    code = merged.code
    delete_registrations([source.id])
    db.session.expire_all()
    assert db.session.query(DoubleMerge).count() == 0
    complete_merge(code, now=LATER)
    assert a_registration(event).state is RegistrationState.CONFIRMED


def mark(event: Event, *present: Registration) -> None:
    record_attendance(
        event,
        present={person.code for person in present},
        marked_before=(),
        actor="host",
        now=event.starts_at,
    )


def test_a_seat_held_for_an_organizer_is_better_than_a_place_in_the_queue() -> None:
    event = an_event(seats=1, approval_days=3)
    held = a_registration(event)
    waiting = a_registration(event)

    assert (held.state, waiting.state) == (RegistrationState.PENDING, RegistrationState.WAITLISTED)
    assert better_first(waiting, held) == (held, waiting)
    merge(waiting, held)
    assert held.takes_seat


def test_forms_show_that_the_options_of_the_one_that_went_are_free() -> None:
    event = an_event()
    event.option_limits = {"hotel tall": 1}
    target = a_registration(event, answers={"hotel": "short"})
    source = a_registration(event, answers={"hotel": "tall"})
    done = merge(source, target)
    before = event.revision
    assert count_taken(event) == {"hotel tall": 1}  # the merge may be undone yet

    complete_merge(done.code, now=LATER)

    assert count_taken(event) == {"hotel tall": 0}
    assert event.revision > before


def test_who_was_invited_at_the_other_address_has_not_declined() -> None:
    event = an_event()
    invitee = an_invitee(event, "anna@home.example")
    target = a_registration(event, email="anna@town.example")
    source = a_registration(event, email="anna@home.example")
    done = merge(source, target)

    complete_merge(done.code, now=LATER)

    assert show_invitee(invitee).status is InviteeStatus.REGISTERED
