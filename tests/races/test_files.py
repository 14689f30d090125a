"""The same content uploaded in the instant of its removal: the new material has its file."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.clock import utcnow
from eventapp.domain.permission import Role
from eventapp.domain.schedule.file_removal import promise_removal
from eventapp.extensions import db
from eventapp.models import Material
from eventapp.storage.file_store import FileStore, StoredFile
from eventapp.storage.folder import FolderStore
from eventapp.views import files as file_views
from eventapp.worker import loop
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.builders.forms import token_on
from tests.documents.test_file_text import a_pdf
from tests.races.concurrent import run_concurrently
from tests.visitor import Visitor

pytestmark = pytest.mark.xdist_group("races")


@pytest.fixture(autouse=True)
def _removed_between(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a worker remove what is uploaded, once it is stored and before it is a material."""
    store = FolderStore.store

    def store_and_remove(files: FolderStore, *arguments: Any, **options: Any) -> StoredFile:
        stored = store(files, *arguments, **options)
        monkeypatch.setattr(FolderStore, "store", store)  # once only

        def keep_an_older_promise() -> str:
            promise_removal([stored.checksum], now=utcnow())
            db.session.commit()
            return str(loop.run_all())

        assert run_concurrently(app, [keep_an_older_promise]) == ["1"]
        assert files.list_checksums() == []
        return stored

    monkeypatch.setattr(FolderStore, "store", store_and_remove)


def is_there_after_its_upload(client: Visitor, app: Flask) -> bool:
    desk = signed_in(client, an_account(Role.ORGANIZER))
    address = f"/organizer/events/{an_event().slug}/materials"
    data = {"csrf_token": token_on(desk, address), "title": "Bilder"}
    file = (io.BytesIO(a_pdf()), "Bilder.pdf")
    assert desk.post(address, data={**data, "file": file}).status_code == 303
    files: FileStore = app.extensions["files"]
    return files.list_checksums() == list(db.session.scalars(select(Material.checksum)))


def test_what_is_uploaded_while_the_same_is_removed_stays(client: Visitor, app: Flask) -> None:
    assert is_there_after_its_upload(client, app)


def test_who_does_not_look_again_loses_it(
    client: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were it there now, the test above would prove nothing."""
    monkeypatch.setattr(file_views, "ensure_stored", lambda *_arguments, **_options: None)

    assert not is_there_after_its_upload(client, app)
