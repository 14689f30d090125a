"""Files move between a folder and S3-compatible storage, and go on where they were stopped."""

import io
from pathlib import Path

import pytest

from eventapp.domain.installation.file_move import list_leftovers, move_files
from eventapp.storage.file_store import FileDamaged
from eventapp.storage.installation_files import files_at
from tests.storage.test_file_store import CHECKSUM, CONTENT, emptied, whole

pytestmark = pytest.mark.xdist_group("s3")


def every(_checksum: str) -> bool:
    return True


@pytest.mark.parametrize("direction", ["in", "out"])
def test_files_move_both_ways_and_go_on_where_they_were_stopped(
    bucket: str, tmp_path: Path, direction: str
) -> None:
    places = [files_at(str(tmp_path)), emptied(files_at(bucket))]
    source, target = places if direction == "in" else reversed(places)
    contents = [bytes([number]) * 1000 for number in range(4)]
    for content in contents:
        source.store(io.BytesIO(content), most=1000)
    names = source.list_checksums()

    moving = move_files(source, target, used=every, delete=False)
    assert [next(moving).copied, next(moving).copied] == [True, True]
    moving.close()  # as if it had been killed
    again = list(move_files(source, target, used=every, delete=False))

    assert [moved.copied for moved in again] == [False, False, True, True]
    assert source.list_checksums() == target.list_checksums() == names
    assert not any(moved.copied for moved in move_files(source, target, used=every, delete=True))
    assert source.list_checksums() == []
    assert {whole(target, name) for name in names} == set(contents)


def test_a_damaged_copy_is_not_taken_for_the_file(tmp_path: Path) -> None:
    source, target = files_at(str(tmp_path / "a")), files_at(str(tmp_path / "b"))
    for store in (source, target):
        store.store(io.BytesIO(CONTENT), most=len(CONTENT))
    (tmp_path / "b" / CHECKSUM[:2] / CHECKSUM).write_bytes(CONTENT[:-1] + b"!")

    with pytest.raises(FileDamaged):
        list(move_files(source, target, used=every, delete=True))
    assert whole(source, CHECKSUM) == CONTENT


def test_what_was_deleted_between_two_runs_does_not_come_back(tmp_path: Path) -> None:
    source, target = files_at(str(tmp_path / "a")), files_at(str(tmp_path / "b"))
    old, new, stays = (
        source.store(io.BytesIO(content), most=9).checksum for content in (b"old", b"new", b"stays")
    )
    list(move_files(source, target, used=every, delete=False))
    source.remove(old)  # deleted before the hosts were restarted
    target.remove(new)  # and after

    used = {stays}.__contains__
    assert list_leftovers(target, used=used) == [old]
    list(move_files(source, target, used=used, delete=True))
    assert source.list_checksums() == []
    assert sorted(target.list_checksums()) == sorted([old, stays])
