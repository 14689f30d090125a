"""Files in a folder and in S3-compatible storage: the same promises."""

import hashlib
import io
import socket
import urllib.error
import urllib.request
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from eventapp.config import ConfigError
from eventapp.storage import bucket as bucket_module
from eventapp.storage.bucket import PIECE_BYTES, parse_address
from eventapp.storage.file_store import FileDamaged, FileStore, FileTooLarge, StorageUnreachable
from eventapp.storage.installation_files import files_at
from tests.s3_server import BUCKET
from tests.server import free_port

CONTENT = bytes(range(256)) * (2 * PIECE_BYTES // 256) + b"and a rest"  # three pieces
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()
PLACES = ["folder", "bucket"]

pytestmark = pytest.mark.xdist_group("s3")


@pytest.fixture(params=PLACES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return files_at(str(tmp_path / "files"))
    return emptied(files_at(request.getfixturevalue("bucket")))


def emptied(store: FileStore) -> FileStore:
    for checksum in store.list_checksums():
        store.remove(checksum)
    return store


def whole(store: FileStore, checksum: str) -> bytes:
    return b"".join(store.read(checksum))


def test_a_file_comes_back_by_its_checksum(store: FileStore) -> None:
    assert store.list_checksums() == []
    stored = store.store(io.BytesIO(CONTENT), most=len(CONTENT))
    store.store(io.BytesIO(CONTENT), most=len(CONTENT))

    assert (stored.checksum, stored.size) == (CHECKSUM, len(CONTENT))
    assert whole(store, CHECKSUM) == CONTENT
    assert store.size(CHECKSUM) == len(CONTENT)
    assert store.list_checksums() == [CHECKSUM]
    assert store.fault() == ""


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        (0, 1),
        (3, 3),
        (5, 5 + PIECE_BYTES),
        (PIECE_BYTES - 1, PIECE_BYTES + 1),
        (9, len(CONTENT)),
    ],
)
def test_a_part_of_a_file_is_that_part(store: FileStore, start: int, stop: int) -> None:
    store.store(io.BytesIO(CONTENT), most=len(CONTENT))

    assert b"".join(store.read(CHECKSUM, start=start, stop=stop)) == CONTENT[start:stop]


def test_what_is_too_large_or_gone_is_said_before_anything_is_sent(store: FileStore) -> None:
    with pytest.raises(FileTooLarge):
        store.store(io.BytesIO(CONTENT), most=len(CONTENT) - 1)
    assert store.list_checksums() == []

    store.store(io.BytesIO(CONTENT), most=len(CONTENT))
    store.remove(CHECKSUM)
    store.remove(CHECKSUM)
    assert store.size(CHECKSUM) is None
    with pytest.raises(FileNotFoundError):
        store.read(CHECKSUM)


def test_a_file_that_was_changed_never_arrives_whole(tmp_path: Path) -> None:
    store = files_at(str(tmp_path))
    stored = store.store(io.BytesIO(CONTENT), most=len(CONTENT))
    (tmp_path / CHECKSUM[:2] / CHECKSUM).write_bytes(CONTENT[:-1] + b"!")

    arrived: list[bytes] = []
    with pytest.raises(FileDamaged):
        arrived.extend(store.read(stored.checksum))
    assert sum(map(len, arrived)) < len(CONTENT)


def test_strangers_see_nothing_of_a_bucket(bucket: str) -> None:
    files_at(bucket).store(io.BytesIO(CONTENT), most=len(CONTENT))
    endpoint = parse_address(bucket).endpoint
    for path in ("", "?list-type=2", f"/files/{CHECKSUM[:2]}/{CHECKSUM}"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{endpoint}/{BUCKET}{path}")
        assert refused.value.code == 403
        refused.value.close()

    wrong = bucket.replace("eventapp%2Fsecret", "another%2Fsecret")
    assert files_at(wrong).fault() == "refuses our key"
    with pytest.raises(StorageUnreachable):
        files_at(wrong).read(CHECKSUM)


def test_a_storage_that_does_not_answer_is_said_without_its_address() -> None:
    silent = files_at(f"s3://key:secret@127.0.0.1:{free_port()}/{BUCKET}?tls=off")

    with pytest.raises(StorageUnreachable) as fault:
        silent.size(CHECKSUM)
    assert "127.0.0.1" not in f"{fault.value}{fault.value.__cause__ or ''}"
    assert silent.fault().startswith("does not answer")


def test_who_waits_for_a_storage_in_vain_spares_others_the_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("CONNECT_TIMEOUT", "REQUEST_TIMEOUT"):
        monkeypatch.setattr(bucket_module, name, timedelta(seconds=0.2))
    with socket.create_server(("127.0.0.1", 0)) as hanging:  # takes what comes, and is silent
        hanging.setblocking(False)
        store = files_at(f"s3://key:secret@127.0.0.1:{hanging.getsockname()[1]}/{BUCKET}?tls=off")

        def tries() -> int:
            with pytest.raises(StorageUnreachable):
                store.read(CHECKSUM)
            count = 0
            with suppress(BlockingIOError):
                while True:
                    hanging.accept()[0].close()
                    count += 1
            return count

        assert tries() > 0
        assert [tries(), tries()] == [0, 0]
        monkeypatch.setattr(bucket_module, "SILENCE", timedelta(0))
        bucket_module._line(store.address).silent_until = 1.0  # the silence is over
        assert tries() > 0


@pytest.mark.parametrize(
    "address",
    ["s3://host/bucket", "s3://key@host/bucket", "s3://key:secret@host", "s3://key:secret@/bucket"],
)
def test_an_address_that_lacks_something_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(ConfigError) as refused:
        files_at(address)
    assert "host/bucket" in str(refused.value)
    assert address not in str(refused.value).replace("s3://key:secret@host/bucket", "")
