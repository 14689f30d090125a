"""A package of two gigabytes: memory stays where it was."""

import io
import os
import resource

import pytest

from eventapp.domain.schedule.material import MaterialText, UploadedFile, add_material
from eventapp.extensions import db
from eventapp.models import Audience
from eventapp.views.files import file_store
from tests.builders import NOON, an_event
from tests.visitor import Visitor

pytestmark = pytest.mark.on_sqlite_alone
FILES, FILE_BYTES = 41, 50 * 1024 * 1024
GROWTH_MAX_BYTES = 64 * 1024 * 1024


class RandomFile(io.RawIOBase):
    """So many bytes that nothing packs, made as they are read."""

    def __init__(self, left: int) -> None:
        self._left = left

    def read(self, size: int = -1) -> bytes:
        """The next of them."""
        count = self._left if size < 0 else min(size, self._left)
        self._left -= count
        return os.urandom(count)


def peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_memory_does_not_grow_with_a_package(client: Visitor) -> None:
    event = an_event()
    for number in range(FILES):
        stored = file_store().store(RandomFile(FILE_BYTES), most=FILE_BYTES)
        name = f"{number}.pdf"
        upload = UploadedFile(name, "application/pdf", stored.checksum, stored.size)
        text = MaterialText(name, "sv", Audience.PUBLIC)
        add_material(event, text, upload, actor="organizer", now=NOON)
    db.session.commit()
    client.get(f"/events/{event.slug}")
    before, length = peak_bytes(), 0

    answer = client.get(f"/events/{event.slug}/materials.zip", buffered=False)
    for piece in answer.response:
        length += len(piece)
    answer.close()

    print(f"{length / 1e9:.2f} GB, memory grew {(peak_bytes() - before) / 1e6:.1f} MB")
    assert length > FILES * FILE_BYTES
    assert peak_bytes() - before < GROWTH_MAX_BYTES
