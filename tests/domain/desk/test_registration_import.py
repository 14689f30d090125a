"""A list is looked through, taken in batch by batch, and undone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eventapp.domain.desk import import_list, registration_import
from eventapp.domain.desk.registration_import import (
    BATCH_ROWS,
    ImportClosed,
    ImportUnderWay,
    NoSecurityContact,
    NothingToTake,
    TooLateToUndo,
    continue_import,
    start_import,
    undo_import,
)
from eventapp.domain.errors import StaleVersion
from eventapp.domain.people.name import fold_name
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.record.erasure import list_persons
from eventapp.domain.registration.change import RegistrationChange, change
from eventapp.extensions import db
from eventapp.models import (
    AuditEntry,
    Event,
    EventState,
    ImportRow,
    ImportState,
    Job,
    JobKind,
    Registration,
    RegistrationImport,
    RegistrationState,
    RowState,
)
from tests.builders import DAY, NOON, a_registration, an_event
from tests.builders.account import an_account
from tests.builders.registration_import import PROTECTED, a_person, an_import, outcomes

pytestmark = pytest.mark.usefixtures("app")
SOON = NOON + timedelta(minutes=1)


def people(event: Event) -> list[Registration]:
    rows = select(Registration).where(Registration.event_id == event.id)
    return list(db.session.scalars(rows.order_by(Registration.id)))


def taken_in(plan: RegistrationImport) -> RegistrationImport:
    start_import(plan, version=plan.version, actor="organizer", now=NOON)
    while continue_import(plan.id, now=NOON):
        db.session.commit()
    return plan


def undone(plan: RegistrationImport) -> RegistrationImport:
    undo_import(plan, actor="organizer", now=SOON)
    while continue_import(plan.id, now=SOON):
        db.session.commit()
    return plan


def test_nobody_is_registered_before_somebody_says_so() -> None:
    event = an_event()

    plan = an_import(event, a_person(1), a_person(2))

    assert plan.state is ImportState.REVIEW
    assert people(event) == []


def test_what_is_stored_of_a_list_cannot_be_read_without_the_key() -> None:
    an_import(an_event(), a_person(1, Specialkost="jordnötter"))

    sealed = db.session.scalars(select(ImportRow)).one().sealed

    for word in ("Åkervinge", "ali.1@town.example", "jordnötter"):
        assert word.encode() not in sealed


def test_many_are_taken_in_batch_by_batch() -> None:
    event = an_event(seats=200)
    plan = an_import(event, *(a_person(number) for number in range(BATCH_ROWS + 5)))

    start_import(plan, version=plan.version, actor="organizer", now=NOON)
    more = continue_import(plan.id, now=NOON)

    assert more
    assert len(people(event)) == BATCH_ROWS
    assert not continue_import(plan.id, now=NOON)
    assert (len(people(event)), plan.state) == (BATCH_ROWS + 5, ImportState.DONE)
    promised = select(func.count()).where(Job.kind == JobKind.REGISTRATION_IMPORT)
    assert db.session.scalar(promised) == 2


def test_those_who_waited_in_the_file_come_after_those_with_a_place() -> None:
    event = an_event(seats=1)
    plan = an_import(event, a_person(1, Status="Väntelista"), a_person(2, Status="Bekräftad"))

    taken_in(plan)

    states = {person.email: person.state for person in people(event)}
    assert states == {
        "ali.1@town.example": RegistrationState.WAITLISTED,
        "ali.2@town.example": RegistrationState.CONFIRMED,
    }


def test_letters_wait_until_it_can_no_longer_be_undone() -> None:
    plan = taken_in(an_import(an_event(), a_person()))

    letters = db.session.scalars(select(Job).where(Job.kind == JobKind.REGISTRATION_MAIL)).all()

    assert [letter.due_at for letter in letters] == [NOON + UNDO_PERIOD]
    assert plan.state is ImportState.DONE


@pytest.mark.parametrize(
    "facts", [{"state": EventState.DRAFT}, {"starts_at": NOON - DAY, "ends_at": NOON}]
)
def test_a_draft_and_what_is_over_send_no_letters(facts: dict[str, object]) -> None:
    event = an_event(**facts)  # type: ignore[arg-type]

    taken_in(an_import(event, a_person()))

    assert len(people(event)) == 1
    kinds = set(db.session.scalars(select(Job.kind)))
    assert JobKind.REGISTRATION_MAIL not in kinds


def test_letters_go_at_once_where_the_event_begins_sooner() -> None:
    event = an_event(starts_at=NOON - timedelta(hours=1), ends_at=NOON + DAY)

    taken_in(an_import(event, a_person()))

    letter = db.session.scalars(select(Job).where(Job.kind == JobKind.REGISTRATION_MAIL)).one()
    assert letter.due_at == NOON


def test_undoing_takes_everybody_out_again_and_sends_nothing() -> None:
    event = an_event(seats=1)
    plan = taken_in(an_import(event, a_person(1, Specialkost="vegan"), a_person(2)))

    undone(plan)

    assert people(event) == []
    assert plan.state is ImportState.UNDONE
    assert JobKind.REGISTRATION_MAIL not in set(db.session.scalars(select(Job.kind)))
    assert import_list.count_rows(plan).states[RowState.UNDONE] == 2


def test_who_changed_since_stays_and_is_listed() -> None:
    event = an_event()
    plan = taken_in(an_import(event, a_person(1), a_person(2)))
    changed = people(event)[0]
    wishes = RegistrationChange(
        name="Ali Ek",
        role=changed.role,
        visibility=changed.visibility,
        badge=changed.badge,
        answers={},
        needs=registration_import.CareNeeds(),
        sessions=(),
    )
    change(changed, wishes, version=changed.version, now=NOON)

    undone(plan)

    assert [person.name for person in people(event)] == ["Ali Ek"]
    assert [row.number for row, _content in import_list.list_changed(plan)] == [1]


def test_seats_that_undoing_frees_go_to_those_who_waited() -> None:
    event = an_event(seats=1)
    plan = taken_in(an_import(event, a_person(1)))
    waiting = a_registration(event)

    undone(plan)

    assert waiting.state is RegistrationState.CONFIRMED


def test_undoing_in_the_midst_stops_the_rest() -> None:
    event = an_event(seats=200)
    plan = an_import(event, *(a_person(number) for number in range(BATCH_ROWS + 5)))
    start_import(plan, version=plan.version, actor="organizer", now=NOON)
    continue_import(plan.id, now=NOON)

    undone(plan)

    assert (people(event), plan.state) == ([], ImportState.UNDONE)


def test_after_ten_minutes_it_is_too_late() -> None:
    plan = taken_in(an_import(an_event(), a_person()))

    with pytest.raises(TooLateToUndo):
        undo_import(plan, actor="organizer", now=NOON + UNDO_PERIOD)


def test_a_list_is_started_once_and_by_whoever_saw_its_latest_version() -> None:
    plan = an_import(an_event(), a_person())
    version = plan.version
    start_import(plan, version=version, actor="organizer", now=NOON)

    with pytest.raises(StaleVersion):
        start_import(plan, version=version, actor="organizer", now=NOON)
    with pytest.raises(ImportUnderWay):
        start_import(plan, version=plan.version, actor="organizer", now=NOON)


def test_a_list_without_a_row_that_is_ready_is_not_started() -> None:
    plan = an_import(an_event(), a_person(1, **{"E-post": "ali at town.example"}))

    with pytest.raises(NothingToTake):
        start_import(plan, version=plan.version, actor="organizer", now=NOON)


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.POSTPONED])
def test_no_list_is_taken_in_to_what_will_not_take_place(state: EventState) -> None:
    with pytest.raises(ImportClosed):
        an_import(an_event(state=state), a_person())


def test_with_rows_in_quarantine_and_nobody_to_look_the_import_stops() -> None:
    plan = an_import(an_event(), a_person(1), a_person(2, Övrigt=PROTECTED))

    with pytest.raises(NoSecurityContact):
        start_import(plan, version=plan.version, actor="organizer", now=NOON)

    an_account(Role.SECURITY_CONTACT)
    start_import(plan, version=plan.version, actor="organizer", now=NOON)
    assert plan.state is ImportState.RUNNING


def test_the_same_list_again_registers_nobody_twice() -> None:
    event = an_event()
    rows = a_person(1), a_person(2, Status="Avanmäld")
    taken_in(an_import(event, *rows))

    again = an_import(event, *rows)

    assert outcomes(again)[1] == "refused"
    taken_in(again)
    assert len(people(event)) == 2
    assert import_list.count_rows(again).states[RowState.KNOWN] == 1


def test_erasing_a_person_erases_the_row_that_was_read() -> None:
    plan = an_import(an_event(), a_person(1), a_person(2))

    list_persons("ali.1@town.example", fold_name("Ali Åkervinge 1"), [], now=NOON)

    assert set(outcomes(plan)) == {2}


def test_the_log_says_what_was_done_without_a_name() -> None:
    plan = taken_in(an_import(an_event(), a_person()))
    undone(plan)

    entries = db.session.scalars(select(AuditEntry)).all()

    assert {"list imported", "registered by import", "import undone"} <= {
        entry.action for entry in entries
    }
    assert "Åkervinge" not in "".join(str(entry.details) for entry in entries)
