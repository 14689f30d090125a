"""Downloads in parts, and what visitors and operators see while the storage does not answer."""

import io
import zipfile

import pytest
from flask import Flask

from eventapp.domain.permission import Role
from eventapp.models import Event, Material
from eventapp.storage.installation_files import files_at
from tests.builders import an_event
from tests.builders.account import an_account, an_admin, grant, signed_in
from tests.server import free_port
from tests.views.organizer.test_material import PDF, add, the_material
from tests.visitor import Visitor

pytestmark = pytest.mark.on_sqlite_alone


@pytest.fixture
def event() -> Event:
    return an_event()


@pytest.fixture
def material(desk: Visitor, event: Event) -> Material:
    assert add(desk, event).status_code == 303
    return the_material()


@pytest.fixture
def desk(client: Visitor, app: Flask) -> Visitor:
    """A browser of an organizer's own."""
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    return signed_in(visitor, an_account(Role.ORGANIZER))


def silence_storage(app: Flask) -> None:
    """As if nothing answered where the bucket is."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.extensions["files"] = files_at(f"s3://key:secret@127.0.0.1:{free_port()}/bucket?tls=off")


@pytest.fixture
def address(event: Event, material: Material) -> str:
    return f"/events/{event.slug}/materials/{material.code}"


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=0-3", 206, PDF[:4]),
        ("bytes=5-", 206, PDF[5:]),
        ("bytes=-2", 206, PDF[-2:]),
        ("bytes=0-0,2-2", 200, PDF),
        ("lines=1-2", 200, PDF),
        (f"bytes={len(PDF)}-", 416, None),
    ],
)
def test_a_download_goes_on_where_it_broke_off(
    client: Visitor, address: str, asked: str, status: int, body: bytes | None
) -> None:
    answer = client.get(address, headers={"Range": asked})

    assert answer.status_code == status
    if body is not None:
        assert answer.data == body
        assert answer.content_length == len(body)
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_part_of_another_file_is_never_sent(client: Visitor, address: str) -> None:
    whole = client.get(address)
    asked = {"Range": "bytes=2-"}

    for tag, status in ((whole.headers["ETag"], 206), ('"of another"', 200)):
        answer = client.get(address, headers={**asked, "If-Range": tag})
        assert answer.status_code == status


def test_a_zip_has_each_file_as_it_was_uploaded(
    client: Visitor, event: Event, material: Material
) -> None:
    answer = client.get(f"/events/{event.slug}/materials.zip")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        info = archive.infolist()[-1]
        assert archive.read(info) == PDF
        assert info.date_time[:3] == material.created_at.timetuple()[:3]


def test_pages_open_and_downloads_ask_to_come_back_while_the_storage_is_silent(
    client: Visitor, desk: Visitor, event: Event, address: str, app: Flask
) -> None:
    silence_storage(app)
    assert client.get(f"/events/{event.slug}").status_code == 200
    assert desk.get(f"/organizer/events/{event.slug}/materials").status_code == 200

    answers = [
        client.get(address),
        client.get(f"/events/{event.slug}/materials.zip"),
        add(desk, event, name="Annat.pdf"),
    ]
    assert [answer.status_code for answer in answers] == [503] * 3
    assert {answer.headers["Retry-After"] for answer in answers} == {"30"}


def test_operators_are_told_that_the_storage_is_silent(client: Visitor, app: Flask) -> None:
    silence_storage(app)
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert list(ready.get_json()["reasons"]) == ["files"]
    assert "127.0.0.1" not in ready.text

    admin = an_admin()
    grant(admin, Role.ORGANIZER)
    signed_in(client, admin)
    page = client.get("/organizer/health")
    assert page.status_code == 200
    assert "EVENTAPP_FILES" in page.text
    assert "secret" not in page.text
