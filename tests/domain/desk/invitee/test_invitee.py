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
    list_earlier,
)
from eventapp.domain.desk.invitee.invitee import (
    InvitingOver,
    TooManyInvitees,
    add_invitees,
    invite_from_event,
    remove_invitee,
)
from eventapp.domain.desk.invitee.link import find_by_token, invitee_token
from eventapp.domain.desk.registration_edit import move_to_address
from eventapp.domain.people.unsubscription import unsubscribe
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Attendance, Event, EventState, Invitee
from tests.builders import DAY, NEXT_MONTH, NOON, a_registration, an_event
from tests.builders.invitee import an_invitee, the_invitee

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


def test_nobody_is_invited_to_what_is_over_or_called_off() -> None:
    over, off = an_event(), an_event(state=EventState.CANCELLED)
    for event, now in ((over, over.ends_at), (off, NOON)):
        with pytest.raises(InvitingOver):
            add_invitees(event, [ANNA], actor="organizer", now=now)


def test_an_earlier_event_gives_those_who_came_registered_or_were_invited() -> None:
    earlier, event = an_event(starts_at=NOON - 30 * DAY), an_event(state=EventState.DRAFT)
    came = a_registration(earlier, name="Anna Ek", language="en")
    db.session.add(Attendance(registration_id=came.id, marked_by="organizer", marked_at=NOON))
    a_registration(earlier)
    cancelled = a_registration(earlier)
    cancel(cancelled, now=NOON)
    db.session.flush()

    (source,) = list_earlier(event, None)
    assert source.event is earlier
    assert source.counts == {EarlierGroup.CAME: 1, EarlierGroup.REGISTERED: 2}
    assert list_earlier(event, set()) == []

    added = invite_from_event(event, earlier, EarlierGroup.CAME, actor="organizer", now=NOON)
    assert [(person.name, person.language) for person in added.new] == [("Anna Ek", "en")]
    assert the_invitee(event, came.email).invited_at is None
    again = invite_from_event(event, earlier, EarlierGroup.REGISTERED, actor="x", now=NOON)
    assert len(again.new) == 1
    copied = an_event(starts_at=NEXT_MONTH)
    assert invite_from_event(copied, event, EarlierGroup.INVITED, actor="x", now=NOON).new


def test_who_is_taken_off_has_a_dead_link_and_may_be_taken_off_twice() -> None:
    event = an_event()
    invitee = an_invitee(event)
    token = invitee_token(invitee)
    assert find_by_token(token)

    remove_invitee(invitee, actor="organizer", now=NOON)
    assert find_by_token(token) is None
    assert listed(event) == []


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


def test_the_database_refuses_an_address_twice() -> None:
    event = an_event()
    an_invitee(event, ANNA.email)
    twin = Invitee(event_id=event.id, email=ANNA.email, link_digest="other")
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(twin)
    assert db.session.scalar(select(func.count()).select_from(Invitee)) == 1
