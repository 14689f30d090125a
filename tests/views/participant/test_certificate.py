"""The own certificate: for whoever came, once the event is over, and for nobody else."""

from collections.abc import Iterator

import pypdfium2
import pytest

from eventapp.clock import standing_at
from eventapp.domain.desk.prints.certificate import certificate_token
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, Certificate, Event
from tests.builders import HOUR, NOON, a_registration, an_event
from tests.builders.door import a_digest, a_phone, a_scan
from tests.domain.door.sending import send as scan
from tests.views.filled import ENGLISH, send
from tests.views.participant.own import own_page
from tests.visitor import Visitor

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.on_both]
OVER = NOON + 10 * HOUR


@pytest.fixture
def event() -> Event:
    return an_event(starts_at=NOON - 2 * HOUR, ends_at=NOON + 6 * HOUR)


@pytest.fixture
def later() -> Iterator[None]:
    with standing_at(OVER):
        yield


def test_whoever_came_takes_it_from_their_own_page(
    client: Visitor, event: Event, later: None
) -> None:
    came, absent = a_registration(event, name="Åsa Öhlén"), a_registration(event)
    phone, _token = a_phone(event)
    scan(phone, a_scan(a_digest(came)))
    own = own_page(came)
    address = f"/certificates/{certificate_token(came)}"
    page = client.get(own, headers=ENGLISH).text
    assert "Your certificate" in page
    assert address not in page
    assert client.get(address).status_code == 404

    taken = send(client, own, f"{own}/certificate")

    assert taken.status_code == 200
    assert taken.mimetype == "application/pdf"
    with pypdfium2.PdfDocument(taken.data) as document:
        assert "Åsa Öhlén" in document[0].get_textpage().get_text_range()
    assert address in client.get(own).text
    assert client.get(address).status_code == 200
    entries = db.session.query(AuditEntry).filter_by(action=AuditAction.PRINTED.value).all()
    assert [entry.subject_code for entry in entries] == [came.code]

    assert "Thank you for coming" in client.get(own, headers=ENGLISH).text
    page = client.get(own_page(absent), headers=ENGLISH).text
    assert "The event has taken place" in page
    assert not [words for words in ("Your certificate", "Thank you for coming") if words in page]
    refused = client.post(
        f"{own_page(absent)}/certificate",
        data={"csrf_token": client.token_on(own)},
    )
    assert refused.status_code == 409
    assert db.session.query(Certificate).count() == 1


def test_there_is_none_while_the_event_goes_on(client: Visitor, event: Event) -> None:
    came = a_registration(event)
    phone, _token = a_phone(event)
    scan(phone, a_scan(a_digest(came)))
    with standing_at(NOON):
        assert "Your certificate" not in client.get(own_page(came), headers=ENGLISH).text
