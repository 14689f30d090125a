"""Asking for another format: one letter, and an address that goes with the answer."""

import pytest
from sqlalchemy import select

from eventapp.domain.schedule.materials.format_request import (
    WantedFormat,
    answer_request,
    ask_for_format,
    find_request,
    find_to_notify,
    list_waiting,
)
from eventapp.extensions import db
from eventapp.models import FileFormat, Job, JobKind
from tests.builders import NOON, an_event
from tests.builders.material import a_material

pytestmark = pytest.mark.usefixtures("app")
BRAILLE = WantedFormat(FileFormat.BRAILLE, "Bara sidan 3", "bo@town.example")


def test_a_request_waits_once_until_it_is_answered_and_its_address_forgotten() -> None:
    event, other = an_event(), an_event()
    slides = a_material(event)
    request = ask_for_format(event, slides, BRAILLE, now=NOON)
    assert ask_for_format(event, slides, BRAILLE, now=NOON) is request
    jobs = db.session.scalars(select(Job).where(Job.kind == JobKind.FORMAT_REQUEST_MAIL)).all()
    assert [job.payload for job in jobs] == [{"format_request_id": request.id}]
    assert list_waiting(event) == [request]
    assert list_waiting(other) == []
    assert find_request(other, request.code) is None
    assert find_to_notify(request.id) == (request, event)

    for _ in range(2):
        answer_request(event, request, actor="o", now=NOON)

    assert request.email == ""
    assert list_waiting(event) == []
    assert find_to_notify(request.id) is None
    assert ask_for_format(event, slides, BRAILLE, now=NOON) is not request
