"""The list of those invited: who is put on it, who is left out, and who is taken off."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from eventapp.domain.desk.invitee import invitee as invitees
from eventapp.domain.desk.invitee.candidate import (
    Candidate,
    EarlierGroup,
    LeftOut,
)
from eventapp.domain.desk.invitee.invitee import (
    InvitingOver,
    TooManyInvitees,
    add_invitees,
    add_many,
    copy_with_invitees,
)
from eventapp.domain.desk.invitee.link import find_by_token, invitee_token
from eventapp.domain.desk.person import load_person
from eventapp.domain.desk.registration_edit import move_to_address, rename_person
from eventapp.domain.event.copy.event_copy import CopyText
from eventapp.domain.people.unsubscription import unsubscribe
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Event, EventState, Invitee
from tests.builders import DAY, NOON, a_registration, an_event
from tests.builders.invitee import an_invitee

pytestmark = pytest.mark.usefixtures("app")
ANNA = Candidate("anna@town.example", "Anna Ek", "Exempelköping")


def listed(event: Event) -> list[str]:
    return list(
        db.session.scalars(
            select(Invitee.email).where(Invitee.event_id == event.id).order_by(Invitee.id)
        )
    )


def test_doubles_and_those_registered_or_known_are_left_out_and_named() -> None:
    event = an_event()
    an_invitee(event, "known@town.example")
    a_registration(event, email="here@town.example")
    gone = a_registration(event, email="gone@town.example")
    cancel(gone, now=NOON)
    unsubscribe("quiet@town.example", now=NOON)

    addresses = ("anna", "anna", "known", "here", "gone", "quiet")
    candidates = [Candidate(f"{name}@town.example") for name in addresses]
    examined = add_invitees(event, candidates, actor="organizer", now=NOON)

    assert [person.email.partition("@")[0] for person in examined.new] == ["anna", "gone"]
    assert [why for _person, why in examined.left_out] == [
        LeftOut.DOUBLE,
        LeftOut.LISTED,
        LeftOut.REGISTERED,
        LeftOut.DECLINED,
    ]
    assert listed(event) == ["known@town.example", "anna@town.example", "gone@town.example"]


def test_a_list_is_of_one_event_and_not_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = an_event(), an_event()
    an_invitee(first, ANNA.email)
    assert add_invitees(second, [ANNA], actor="organizer", now=NOON).new == [ANNA]

    monkeypatch.setattr(invitees, "INVITEES_MAX", 1)
    with pytest.raises(TooManyInvitees):
        add_invitees(second, [replace(ANNA, email="bo@town.example")], actor="x", now=NOON)


def test_many_are_added_in_batches_and_too_many_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = an_event()
    people = [Candidate(f"{name}@town.example") for name in ("a", "b", "a", "c", "d")]
    monkeypatch.setattr(invitees, "BATCH_SIZE", 2)
    monkeypatch.setattr(invitees, "INVITEES_MAX", 3)
    with pytest.raises(TooManyInvitees):
        next(add_many(event, people, actor="organizer", now=NOON))
    assert listed(event) == []

    monkeypatch.setattr(invitees, "INVITEES_MAX", 4)
    batches = add_many(event, people, actor="organizer", now=NOON)
    assert next(batches) == 2
    # Whoever begins again after a fault between two batches adds the rest, and nobody twice.
    assert list(add_many(event, people, actor="organizer", now=NOON)) == [0, 1, 1]
    assert list(batches) == [0, 0]
    assert len(listed(event)) == 4


def test_a_copy_takes_its_invitees_along_in_batches_or_is_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = an_event()
    for _ in range(5):
        a_registration(event)
    text = CopyText("Nästa år", "", event.starts_at + 365 * DAY, frozenset())
    group = EarlierGroup.REGISTERED
    db.session.commit()
    monkeypatch.setattr(invitees, "BATCH_SIZE", 2)
    monkeypatch.setattr(invitees, "INVITEES_MAX", 4)
    with pytest.raises(TooManyInvitees):
        next(copy_with_invitees(event, text, group, actor="organizer", now=NOON))
    db.session.rollback()

    monkeypatch.setattr(invitees, "INVITEES_MAX", 5)
    lengths = []
    for copy in copy_with_invitees(event, text, group, actor="organizer", now=NOON):
        db.session.commit()  # each batch is a transaction of its own
        lengths.append(len(listed(copy)))
    assert lengths == [2, 4, 5]
    assert db.session.scalar(select(func.count()).select_from(Event)) == 2


def test_nobody_is_invited_to_what_is_over_or_called_off() -> None:
    over, off = an_event(), an_event(state=EventState.CANCELLED)
    for event, now in ((over, over.ends_at), (off, NOON)):
        with pytest.raises(InvitingOver):
            add_invitees(event, [ANNA], actor="organizer", now=now)


def test_an_address_that_is_corrected_takes_its_place_on_the_list_along() -> None:
    event = an_event()
    invitee = an_invitee(event, "old@town.example", name="Anna Ek")
    token = invitee_token(invitee)
    registration = a_registration(event, email="old@town.example", name="Anna Ek")

    move_to_address(registration, "new@town.example", version=1, actor="organizer", now=NOON)

    assert listed(event) == ["new@town.example"]
    assert find_by_token(token) is None

    an_invitee(event, "other@town.example", invited=False)
    move_to_address(registration, "other@town.example", version=2, actor="x", now=NOON)
    assert listed(event) == ["other@town.example"]


def test_a_name_that_is_corrected_is_corrected_on_the_list() -> None:
    event = an_event()
    invitee = an_invitee(event, "anna@town.example", name="Ana Ek")
    registration = a_registration(event, email="anna@town.example", name="Ana Ek")
    token = invitee_token(invitee)

    rename_person(registration, "Anna Ek", version=1, actor="organizer", now=NOON)

    person = load_person(registration.code)
    assert person is not None
    assert [row.name for row in person.invitations] == ["Anna Ek"]
    assert find_by_token(token) is invitee, "the address is the same, and so is the link"


def test_the_database_refuses_an_address_twice() -> None:
    event = an_event()
    an_invitee(event, ANNA.email)
    twin = Invitee(event_id=event.id, email=ANNA.email, link_digest="other")
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(twin)
    assert db.session.scalar(select(func.count()).select_from(Invitee)) == 1
