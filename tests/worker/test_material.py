"""Reading the texts of uploaded files: from the upload to the search page."""

import io

import pytest
from sqlalchemy import delete, func, select

from eventapp.domain import outbox
from eventapp.domain.permission import Role
from eventapp.domain.schedule.materials.format_request import (
    WantedFormat,
    answer_request,
    ask_for_format,
)
from eventapp.extensions import db
from eventapp.models import FileFormat, Job, JobKind
from eventapp.worker import loop, material
from tests.builders import NOON, an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import token_on
from tests.builders.material import a_material
from tests.documents.test_file_text import a_pdf
from tests.visitor import Visitor


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    return signed_in(client, an_account(Role.ORGANIZER))


def test_an_uploaded_file_is_found_by_its_words_until_it_is_withdrawn(desk: Visitor) -> None:
    event = an_event()
    public = f"/events/{event.slug}"
    address = f"/organizer/events/{event.slug}/materials"
    data = {"csrf_token": token_on(desk, address), "title": "Bilder"}
    file = (io.BytesIO(a_pdf()), "Bilder.pdf")
    assert desk.post(address, data={**data, "file": file}).status_code == 303
    search = f"{public}/search?q=belysningen"
    assert "Inga träffar" in desk.get(search).text

    loop.run_all()

    assert "Belysning hjälper" in desk.get(search).text
    assert "2 sidor" in desk.get(public).text
    withdrawal = desk.get(address).text.split("/withdrawal")[0].rpartition('action="')[2]
    desk.post(f"{withdrawal}/withdrawal", data={"csrf_token": token_on(desk, address)})
    assert "Inga träffar" in desk.get(search).text


def test_what_a_release_without_search_took_in_is_found_once_the_worker_had_its_turn(
    desk: Visitor,
) -> None:
    slug = an_event().slug
    address = f"/organizer/events/{slug}/materials"
    data = {"csrf_token": token_on(desk, address), "title": "Bilder"}
    desk.post(address, data={**data, "file": (io.BytesIO(a_pdf()), "Bilder.pdf")})
    db.session.execute(delete(Job))  # that release promised nothing
    db.session.commit()

    material.promise_missing(now=NOON)
    loop.run_all()

    assert "Belysning hjälper" in desk.get(f"/events/{slug}/search?q=belysningen").text
    promised = select(func.count()).where(Job.kind == JobKind.MATERIAL_TEXT)
    for _turn in range(2):
        material.promise_missing(now=NOON)
        assert db.session.scalar(promised) == 1


def test_organizers_get_a_letter_that_names_nobody(client: Visitor) -> None:
    del client
    event = an_event(contact_email="konferens@bra.example")
    wanted = WantedFormat(FileFormat.BRAILLE, "", "bo@town.example")
    request = ask_for_format(event, a_material(event, now=NOON), wanted, now=NOON)
    leases = outbox.lease(9, now=NOON)
    (leased,) = (job for job in leases if job.kind is JobKind.FORMAT_REQUEST_MAIL)

    letter = material.format_request_mail(leased, None)

    assert letter is not None
    assert letter.to == "konferens@bra.example"
    assert "Bilder" in letter.subject
    assert "bo@town.example" not in f"{letter.body}{letter.html}"
    answer_request(event, request, actor="o", now=NOON)
    assert material.format_request_mail(leased, None) is None
