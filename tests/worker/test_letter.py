"""What the worker sends for organizers' letters, through a mail server that answers as they do."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from flask import Flask
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.letter.letter import send_trial
from eventapp.domain.permission import Role
from eventapp.domain.record.audit import UNDO_PERIOD
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Job, JobKind, JobState, LetterRecipient, LetterTrouble, Registration
from eventapp.worker import loop
from tests.builders import NOON, a_registration, a_session, an_event, an_organisation
from tests.builders.account import an_account
from tests.builders.delegation import a_coordinator
from tests.builders.letter import LetterAudience, a_draft, a_scheduled_letter, let_go
from tests.server import free_port

LATER = NOON + UNDO_PERIOD


@dataclass
class PostOffice:
    """A mail server that notes what it took, and answers some addresses as it is told."""

    answers: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802  # as aiosmtpd calls it
        self, _server: object, session: Any, envelope: Envelope, address: str, _options: object
    ) -> str:
        self.connections.add(session.peer)
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: object, _session: object, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((envelope.rcpt_tos[0], message))
        return "250 OK"

    def to(self, address: str) -> EmailMessage:
        """The only letter to this address."""
        (message,) = [message for taken, message in self.taken if taken == address]
        return message


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server that the app sends its letters to."""
    office = PostOffice()
    controller = Controller(office, hostname="localhost", port=free_port())
    controller.start()
    mail = app.extensions["mail"]
    for name, value in {
        "server": "localhost",
        "port": controller.port,
        "use_tls": False,
        "use_ssl": False,
        "suppress": False,
        "username": None,
        "password": None,
    }.items():
        monkeypatch.setattr(mail, name, value)
    yield office
    controller.stop()


def work(*, after: timedelta = UNDO_PERIOD) -> None:
    """Let the worker do all that is due."""
    db.session.commit()
    with standing_at(NOON + after):
        loop.run_all()


def text_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("html",))
    assert part is not None
    return str(part.get_content())


def only_letters() -> None:
    """Leave out what registering has promised."""
    for job in db.session.scalars(select(Job).where(Job.kind != JobKind.EVENT_LETTER_MAIL)):
        job.state = JobState.DONE


def test_each_gets_a_letter_of_their_own_in_their_language(office: PostOffice) -> None:
    event = an_event(title="Trygga torg")
    workshop = a_session(event, title="Orossamtal")
    a_registration(event, name="Linnéa V", email="l@town.example", sessions=(workshop,))
    a_registration(event, name="Ann Lee", email="a@town.example", language="en")
    letter = a_scheduled_letter(
        event,
        subject="{fornamn}: ny sal",
        body="Hej **{fornamn}**!\n\n{dina_pass}\n\n{personlig_lank}",
        subject_en="New room",
        body_en="Hi {first_name}, {your_sessions}.",
    )
    let_go(letter)
    only_letters()

    work()

    swedish, english = office.to("l@town.example"), office.to("a@town.example")
    assert swedish["Subject"] == "Linnéa: ny sal"
    assert "Orossamtal" in text_of(swedish)
    assert "/registrations/" in text_of(swedish)
    assert "<strong>Linnéa</strong>" in html_of(swedish)
    assert swedish["Reply-To"] == "konferens@bra.example"
    assert swedish["List-Unsubscribe"] is None
    assert english["Subject"] == "New room"
    assert "Hi Ann, no sessions chosen." in text_of(english)


def test_news_can_be_declined_with_one_click(office: PostOffice) -> None:
    event = an_event()
    a_registration(event, email="l@town.example")
    let_go(a_scheduled_letter(event, about_place=False))
    only_letters()

    work()

    message = office.to("l@town.example")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = message["List-Unsubscribe"].strip("<>")
    assert "/unsubscribe/r" in url
    assert url in text_of(message)
    assert url in html_of(message)


def test_a_name_makes_no_link_in_anybodys_letter(office: PostOffice) -> None:
    event = an_event()
    a_registration(event, name="[Klicka](https://evil.example) <b>", email="l@town.example")
    let_go(a_scheduled_letter(event, body="Hej {namn}!"))
    only_letters()

    work()

    assert 'href="https://evil' not in html_of(office.to("l@town.example"))
    assert "&lt;b&gt;" in html_of(office.to("l@town.example"))


def test_what_the_server_says_is_the_persons_result_and_a_retry_has_the_same_id(
    office: PostOffice,
) -> None:
    event = an_event()
    for name in ("good", "gone", "busy"):
        a_registration(event, email=f"{name}@town.example")
    letter = a_scheduled_letter(event)
    let_go(letter)
    only_letters()
    office.answers = {
        "gone@town.example": "550 5.1.1 User unknown",
        "busy@town.example": "451 Try again later",
    }

    work()

    rows = db.session.execute(
        select(Registration.email, Job.state, Job.error, Job.message_id)
        .join(LetterRecipient, LetterRecipient.registration_id == Registration.id)
        .join(Job, Job.dedupe_key == LetterRecipient.job_key)
    ).all()
    results = {row.email.partition("@")[0]: row for row in rows}
    assert results["good"].state is JobState.DONE
    assert (results["gone"].state, results["gone"].error) == (
        JobState.FAILED,
        "SMTP 550 5.1.1 User unknown",
    )
    assert (results["busy"].state, results["busy"].error) == (
        JobState.WAITING,
        "SMTP 451 Try again later",
    )
    office.answers = {}
    work(after=timedelta(hours=1))
    message = office.to("busy@town.example")
    assert message["Message-ID"].startswith(f"<{results['busy'].message_id}@")


def test_letters_go_through_one_connection(office: PostOffice) -> None:
    people = loop.BATCH_SIZE + 3
    event = an_event(seats=people)
    for number in range(people):
        a_registration(event, email=f"p{number}@town.example")
    let_go(a_scheduled_letter(event))
    only_letters()
    office.answers = {"p3@town.example": "550 No"}

    work()

    assert len(office.taken) == people - 1
    assert len(office.connections) == 1


def test_who_leaves_after_the_promise_gets_nothing_and_the_row_says_so(
    office: PostOffice,
) -> None:
    event = an_event()
    leaving = a_registration(event)
    let_go(a_scheduled_letter(event))
    cancel(leaving, now=NOON)
    only_letters()

    work()

    assert office.taken == []
    row = db.session.scalars(select(LetterRecipient)).one()
    assert row.trouble is LetterTrouble.LEFT


def test_coordinators_and_whoever_tries_it_get_it_without_anybodys_data(
    office: PostOffice,
) -> None:
    town = an_organisation()
    event = an_event(reserved={town: 1})
    a_coordinator(town)
    audience = LetterAudience.read({"to": "coordinators"})
    body = "Hej {namn}!\n\n{personlig_lank} {anmalningskod}"
    let_go(a_scheduled_letter(event, audience=audience, body=body))
    draft, writer = a_draft(event, body=body), an_account(Role.ORGANIZER)
    send_trial(draft, writer, now=NOON)
    address = writer.email

    work()

    assert len(office.taken) == 2
    trial = office.to(address)
    assert "/registrations/" not in text_of(trial)
