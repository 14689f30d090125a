"""What speakers answer: consents in force at once, needs sealed, problems until dealt with."""

import pytest
from sqlalchemy import select

from eventapp.domain.schedule.speaker.reply import (
    Consents,
    consents_of,
    find_reply,
    needs_of,
    report,
    set_consents,
    settle_problem,
)
from eventapp.extensions import db
from eventapp.models import AuditEntry, Consent, SlidesConsent
from tests.builders import NOON, an_event
from tests.builders.speaker import a_speaker

pytestmark = pytest.mark.usefixtures("app")


def test_a_consent_is_in_force_at_once_and_the_log_says_which() -> None:
    event = an_event()
    speaker, revision = a_speaker(event), event.revision
    assert consents_of(speaker) == Consents()
    wanted = Consents(Consent.YES, SlidesConsent.CONFIRMED, Consent.NO)
    assert set_consents(event, speaker, wanted, now=NOON)
    assert not set_consents(event, speaker, wanted, now=NOON)
    assert consents_of(speaker) == wanted
    assert event.revision == revision + 1
    entries = select(AuditEntry).where(AuditEntry.action == "speaker consented")
    details = db.session.scalars(entries).one().details
    assert details == {"speaker": speaker.code, "page": "yes", "slides": "confirmed", "film": "no"}


def test_needs_are_sealed_and_can_be_taken_back() -> None:
    speaker = a_speaker(an_event())
    assert speaker.address
    assert not report(speaker.address, problem="", needs="", now=NOON)
    assert find_reply(speaker.address) is None
    assert report(speaker.address, problem="", needs="Rullstol", now=NOON)
    reply = find_reply(speaker.address)
    assert reply
    assert reply.needs_sealed
    assert b"Rullstol" not in reply.needs_sealed
    assert needs_of(speaker.address) == "Rullstol"
    assert report(speaker.address, problem="", needs="", now=NOON)
    assert (needs_of(speaker.address), reply.needs_sealed) == ("", None)


def test_a_problem_is_dealt_with_until_there_is_another() -> None:
    event = an_event()
    speaker = a_speaker(event)
    assert speaker.address
    report(speaker.address, problem="Fel dag", needs="", now=NOON)
    settle_problem(event, speaker, actor="organizer", now=NOON)
    reply = find_reply(speaker.address)
    assert reply
    assert reply.settled_at == NOON
    report(speaker.address, problem="Fel sal", needs="", now=NOON)
    assert reply.settled_at is None
