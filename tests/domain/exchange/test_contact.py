"""The relay: a message is passed on, an address only after a yes; nobody is flooded."""

from typing import Any

import pytest
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain import outbox
from eventapp.domain.exchange import contact
from eventapp.domain.exchange.contact import (
    MESSAGES_PER_DAY_MAX,
    ContactAnswered,
    ContactReply,
    ContactText,
    NobodyReachable,
    TooManyMessages,
)
from eventapp.domain.exchange.mailbox_link import contact_token
from eventapp.domain.permission import Role
from eventapp.domain.record.pause import begin_pause, end_pause
from eventapp.extensions import db
from eventapp.mail.message import Letter
from eventapp.models import Account, Contact, Job, JobKind, Listing
from eventapp.worker import handlers
from tests.builders import DAY, NOON, an_organisation
from tests.builders.account import an_account
from tests.builders.experience import a_listing, an_experience

pytestmark = pytest.mark.usefixtures("app")
FROM = "skriver@region.example"
REPLY = ContactReply("trygghetssamordnare", "trygghet@town.example")


def a_reader(listing: Listing) -> Account:
    return an_account(Role.COORDINATOR, organisation=listing.organisation)


def written(listing: Listing, email: str = FROM, now: Any = NOON) -> Contact | None:
    text = ContactText("Vi vill gärna komma.\nPassar maj?", "samordnare", email)
    return contact.send_message(listing, text, an_organisation().id, now=now)


def letters(monkeypatch: pytest.MonkeyPatch) -> list[Letter]:
    sent: list[Letter] = []
    monkeypatch.setattr(handlers, "send", sent.append)
    db.session.commit()
    for leased in outbox.lease(50, now=NOON):
        db.session.commit()
        handlers.carry_out(*handlers.compose_all([leased], {}))
        outbox.finish(leased, now=NOON)
    db.session.commit()
    return sent


def test_a_message_goes_to_everybody_who_looks_after_it_without_an_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listing = a_listing()
    readers = {a_reader(listing).email, a_reader(listing).email}
    an_account(Role.COORDINATOR, organisation=an_organisation())  # another's
    message = written(listing)
    assert message is not None
    code = message.code

    sent = letters(monkeypatch)

    assert {letter.to for letter in sent} == readers
    for letter in sent:
        assert "Passar maj?" in letter.body
        assert f"/own-exchange/contacts/{code}" in letter.body
        assert FROM not in f"{letter.body}{letter.html}{letter.subject}{letter.sender}"


def test_after_a_yes_the_one_who_wrote_gets_a_function_and_a_mailbox_and_no_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listing = a_listing()
    reader = a_reader(listing)
    message = written(listing)
    assert message is not None
    letters(monkeypatch)

    contact.answer(message, REPLY, reader, now=NOON)
    (letter,) = letters(monkeypatch)

    assert letter.to == FROM
    assert "trygghetssamordnare, trygghet@town.example" in letter.body
    for person in (reader.email, reader.name):
        assert person not in f"{letter.body}{letter.html}{letter.subject}"
    with pytest.raises(ContactAnswered):
        contact.answer(message, None, reader, now=NOON)


def test_after_a_no_nobody_learns_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = a_listing()
    reader = a_reader(listing)
    message = written(listing)
    assert message is not None
    letters(monkeypatch)

    contact.answer(message, None, reader, now=NOON)
    (letter,) = letters(monkeypatch)

    assert letter.to == FROM
    assert reader.email not in f"{letter.body}{letter.html}"
    assert reader.name not in f"{letter.body}{letter.html}"


def test_a_colleague_who_comes_second_gets_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = a_listing()
    reader = a_reader(listing)
    message = written(listing)
    assert message is not None
    contact.answer(message, None, reader, now=NOON)

    assert [letter.to for letter in letters(monkeypatch)] == [FROM]


def test_where_nobody_signs_in_nobody_can_be_written_to() -> None:
    listing = a_listing()
    a_reader(listing).active = False
    db.session.flush()

    with pytest.raises(NobodyReachable):
        written(listing)


def test_the_same_message_twice_is_sent_once_and_many_are_refused() -> None:
    listing = a_listing()
    a_reader(listing)
    assert written(listing) is not None
    assert written(listing) is None
    for number in range(MESSAGES_PER_DAY_MAX - 1):
        assert written(listing, f"f{number}@region.example") is not None

    with pytest.raises(TooManyMessages):
        written(listing, "one.more@region.example")
    with standing_at(NOON + DAY):
        assert written(listing, "next.day@region.example", now=NOON + DAY) is not None
    assert len(db.session.scalars(select(Job)).all()) == MESSAGES_PER_DAY_MAX + 1


def test_messages_and_the_addresses_in_them_are_kept_for_ninety_days() -> None:
    listing = a_listing()
    a_reader(listing)
    written(listing, now=NOON - 90 * DAY)
    young = written(listing, "yngre@region.example", now=NOON - 89 * DAY)

    pause = begin_pause(None, "Dnr", actor="admin", now=NOON)
    assert not contact.has_expired(now=NOON)
    assert contact.delete_expired(now=NOON) == 0
    end_pause(pause, actor="admin", now=NOON)
    assert contact.has_expired(now=NOON)
    assert contact.delete_expired(now=NOON) == 1
    assert list(db.session.scalars(select(Contact))) == [young]
    assert not contact.has_expired(now=NOON)


def test_a_message_about_a_card_goes_to_its_mailbox_where_nobody_signs_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    experience = an_experience(contact_email="funktion@town.example")
    text = ContactText("Får vi ringa?", "samordnare", FROM)
    message = contact.send_message(experience, text, an_organisation().id, now=NOON)
    assert message is not None
    link = f"/mailbox/contacts/{message.code}/{contact_token(message)}"

    sent = {letter.to: letter for letter in letters(monkeypatch)}

    assert link in sent["funktion@town.example"].body
    assert FROM not in sent["funktion@town.example"].body
    reply = contact.suggested_reply(message)
    assert (reply.function, reply.email) == ("samordnare", "funktion@town.example")
    contact.answer(message, reply, None, now=NOON)
    (answer,) = letters(monkeypatch)
    assert "samordnare, funktion@town.example" in answer.body


def test_a_message_about_a_card_goes_to_its_coordinators_where_there_are_any() -> None:
    experience = an_experience()
    an_account(Role.COORDINATOR, organisation=experience.organisation)
    text = ContactText("Får vi ringa?", "samordnare", FROM)
    message = contact.send_message(experience, text, an_organisation().id, now=NOON)
    assert message is not None

    own = contact.find_own(message.code, {experience.organisation_id})
    assert own is message
    assert contact.list_waiting({experience.organisation_id}) == [message]
    kinds = {job.kind for job in db.session.scalars(select(Job))}
    assert JobKind.CONTACT_MAIL in kinds
    assert JobKind.MAILBOX_CONTACT_MAIL not in kinds
