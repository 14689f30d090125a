"""The same content uploaded while it is removed: whatever happens between what, it stays."""

import hashlib
import io
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement
from pathlib import Path

import pytest

from eventapp.storage.file_store import FileStore, StorageUnreachable
from eventapp.storage.folder import FolderStore
from eventapp.storage.installation_files import files_at
from eventapp.storage.removal import ensure_stored, remove_unused
from tests.storage.test_file_store import PLACES, emptied

CONTENT = b"the same content"
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()
# The remover looks twice; the three steps of an upload come before, between or after the looks.
MOMENTS = range(5)

pytestmark = pytest.mark.xdist_group("s3")


@pytest.fixture(params=PLACES)
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return files_at(str(tmp_path / "files"))
    return emptied(files_at(request.getfixturevalue("bucket")))


def store(files: FileStore) -> None:
    files.store(io.BytesIO(CONTENT), most=len(CONTENT))


class Upload:
    """Somebody who uploads what is being removed; each step happens at a moment of the remover."""

    def __init__(self, files: FileStore, moments: tuple[int, ...], *, looks: bool = True) -> None:
        self.committed = False
        self._files = files
        steps = (lambda: store(files), self._commit, self._look)
        self._steps = list(zip(moments, steps, strict=True))[: 3 if looks else 2]
        self._moment = 0

    def go_on(self) -> None:
        """Do what happens at this moment, and let the next one come."""
        for moment, step in self._steps:
            if moment == self._moment:
                step()
        self._moment += 1

    def is_used(self) -> bool:
        """What the remover sees; all else may happen just before and just after it looks."""
        self.go_on()
        used = self.committed
        self.go_on()
        return used

    def finish(self) -> None:
        """Do what happens once the remover is done."""
        while self._moment in MOMENTS:
            self.go_on()

    def _commit(self) -> None:
        self.committed = True

    def _look(self) -> None:
        ensure_stored(self._files, CHECKSUM, lambda: io.BytesIO(CONTENT), most=len(CONTENT))


Remover = Callable[[FileStore, Upload], object]


def remove(files: FileStore, upload: Upload) -> None:
    remove_unused(files, CHECKSUM, used=upload.is_used)


def remove_at_first_sight(files: FileStore, upload: Upload) -> None:
    """The control: who looks once."""
    if not upload.is_used():
        files.remove(CHECKSUM)


def lost(files: FileStore, remover: Remover, *, looks: bool = True) -> Iterator[tuple[int, ...]]:
    """When the three steps of an upload happen so that its file is not there in the end."""
    for moments in combinations_with_replacement(MOMENTS, 3):
        store(files)
        upload = Upload(files, moments, looks=looks)
        remover(files, upload)
        upload.finish()
        assert upload.committed
        assert files.list_aside(CHECKSUM) == []
        if files.size(CHECKSUM) is None:
            yield moments


def test_what_is_uploaded_while_it_is_removed_stays(files: FileStore) -> None:
    assert list(lost(files, remove)) == []


def test_without_both_second_looks_it_is_lost(tmp_path: Path) -> None:
    """The control: were nothing lost here, the test above would prove nothing."""
    files = files_at(str(tmp_path))

    assert (1, 3, 3) in lost(files, remove, looks=False)
    assert (1, 1, 1) in lost(files, remove_at_first_sight)


def test_what_a_killed_remover_set_aside_is_put_back_or_removed_by_the_next(
    files: FileStore,
) -> None:
    store(files)
    files.set_aside(CHECKSUM)
    assert not remove_unused(files, CHECKSUM, used=lambda: True)
    assert b"".join(files.read(CHECKSUM)) == CONTENT

    files.set_aside(CHECKSUM)
    assert remove_unused(files, CHECKSUM, used=lambda: False)
    assert (files.size(CHECKSUM), files.list_aside(CHECKSUM)) == (None, [])
    assert not remove_unused(files, CHECKSUM, used=lambda: False)


def test_nobody_discards_on_the_word_of_another_remover(files: FileStore) -> None:
    store(files)
    slow = files.set_aside(CHECKSUM)  # which saw that nobody uses it, and is about to discard it
    assert slow
    answers = iter([False, True])  # uploaded and committed after the other's first look
    remove_unused(files, CHECKSUM, used=lambda: next(answers))
    files.discard(slow)

    assert files.size(CHECKSUM) == len(CONTENT)


def test_what_was_set_aside_is_put_back_where_the_database_is_lost(tmp_path: Path) -> None:
    files = files_at(str(tmp_path))
    store(files)
    looks = iter([False])  # and then no more
    with pytest.raises(StopIteration):
        remove_unused(files, CHECKSUM, used=lambda: next(looks))

    assert files.size(CHECKSUM) == len(CONTENT)


def test_who_uploaded_is_answered_though_the_storage_is_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(_self: FileStore, _checksum: str) -> int:
        raise StorageUnreachable("does not answer")

    monkeypatch.setattr(FolderStore, "size", unreachable)
    ensure_stored(files_at(str(tmp_path)), CHECKSUM, io.BytesIO, most=1)
