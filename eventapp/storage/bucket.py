"""A bucket of S3-compatible storage, which all hosts share."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from secrets import token_hex
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from eventapp.config import ConfigError
from eventapp.storage.file_store import (
    FileDamaged,
    ReadableFile,
    StorageUnreachable,
    StoredFile,
    begun,
    copy,
    verified,
)

if TYPE_CHECKING:
    from obstore.store import S3Store

# A piece is a request of its own: a visitor with a slow line holds no connection to the storage.
PIECE_BYTES = 4 * 1024 * 1024
MEMORY_MAX_BYTES = 8 * 1024 * 1024
CONNECT_TIMEOUT = timedelta(seconds=3)
REQUEST_TIMEOUT = timedelta(seconds=15)
RETRIES_MAX = 2
# Whoever has waited for an answer in vain spares all others the wait for so long.
SILENCE = timedelta(seconds=10)
TRIAL = "trial"
ASIDE = "aside"
SCHEME = "s3"
FORM = "s3://key:secret@host/bucket"


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """Where a bucket is, and with which key it opens."""

    endpoint: str
    bucket: str
    key: str
    secret: str
    region: str


def parse_address(address: str) -> BucketAddress:
    """Read `s3://key:secret@host:port/bucket?region=…&tls=off`; signs in key and secret as %2F.

    Raises ConfigError, which does not repeat it: it holds the secret.
    """
    url = urlsplit(address)
    asked, bucket = parse_qs(url.query), url.path.strip("/")
    if url.scheme != SCHEME or not (url.hostname and url.username and url.password and bucket):
        raise ConfigError(f"EVENTAPP_FILES is a folder, or written {FORM}")
    scheme = "http" if asked.get("tls") == ["off"] else "https"
    return BucketAddress(
        endpoint=f"{scheme}://{url.netloc.rpartition('@')[2]}",
        bucket=bucket,
        key=unquote(url.username),
        secret=unquote(url.password),
        region=asked.get("region", ["us-east-1"])[0],
    )


@dataclass(frozen=True, slots=True)
class BucketStore:
    """A FileStore in a bucket. Nothing in it is public: visitors are sent the bytes by us."""

    address: BucketAddress

    def store(self, source: ReadableFile, *, most: int) -> StoredFile:
        """As FileStore; the storage itself compares checksums of what it was sent."""
        with tempfile.SpooledTemporaryFile(max_size=MEMORY_MAX_BYTES) as whole:
            stored = copy(source, whole, most)
            whole.seek(0)
            with _reaching(self.address) as obstore:
                obstore.put(
                    self._bucket(), _name(stored.checksum), whole, chunk_size=2 * PIECE_BYTES
                )
        if self.size(stored.checksum) != stored.size:
            raise FileDamaged(stored.checksum)
        return stored

    def read(self, checksum: str, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """As FileStore."""
        pieces = self._pieces(checksum, start, stop)
        return begun(pieces if start or stop is not None else verified(pieces, checksum))

    def size(self, checksum: str) -> int | None:
        """As FileStore."""
        try:
            with _reaching(self.address) as obstore:
                return int(obstore.head(self._bucket(), _name(checksum))["size"])
        except FileNotFoundError:
            return None

    def list_checksums(self) -> list[str]:
        """As FileStore."""
        return sorted(path.rpartition("/")[2] for path in self._list_paths("files"))

    def remove(self, checksum: str) -> None:
        """As FileStore."""
        self.discard(_name(checksum))

    def set_aside(self, checksum: str) -> str | None:
        """As FileStore: a bucket cannot rename, so it is there twice for a moment."""
        aside = f"{ASIDE}/{checksum}/{token_hex()}"
        try:
            with _reaching(self.address) as obstore:
                obstore.copy(self._bucket(), _name(checksum), aside)
        except FileNotFoundError:
            return None
        self.remove(checksum)
        return aside

    def list_aside(self, checksum: str) -> list[str]:
        """As FileStore."""
        return self._list_paths(f"{ASIDE}/{checksum}")

    def put_back(self, checksum: str, aside: str) -> None:
        """As FileStore."""
        with suppress(FileNotFoundError), _reaching(self.address) as obstore:
            obstore.copy(self._bucket(), aside, _name(checksum))
        self.discard(aside)

    def discard(self, aside: str) -> None:
        """As FileStore."""
        with _reaching(self.address) as obstore:
            obstore.delete(self._bucket(), aside)

    def fault(self) -> str:
        """As FileStore: writes some bytes of its own and reads them back."""
        try:
            with _reaching(self.address) as obstore:
                obstore.put(self._bucket(), TRIAL, TRIAL.encode())
                if bytes(obstore.get(self._bucket(), TRIAL).bytes()) != TRIAL.encode():
                    return "does not store what it is sent"
        except StorageUnreachable as error:
            return str(error.strerror)
        except FileNotFoundError:
            return "has no such bucket"
        return ""

    def _pieces(self, checksum: str, start: int, stop: int | None) -> Iterator[bytes]:
        total = start + 1  # known with the first piece
        while start < (total if stop is None else min(stop, total)):
            end = start + PIECE_BYTES if stop is None else min(stop, start + PIECE_BYTES)
            with _reaching(self.address) as obstore:
                answer = obstore.get(
                    self._bucket(), _name(checksum), options={"range": (start, end)}
                )
                total, piece = answer.meta["size"], bytes(answer.bytes())
            yield piece
            start += len(piece)

    def _list_paths(self, prefix: str) -> list[str]:
        with _reaching(self.address) as obstore:
            batches = obstore.list(self._bucket(), prefix=prefix)
            return [item["path"] for batch in batches for item in batch]

    def _bucket(self) -> "S3Store":
        return _open(self.address)


def _name(checksum: str) -> str:
    return f"files/{checksum[:2]}/{checksum}"


@dataclass(slots=True)
class Line:
    """What one process knows of its way to a storage: until when not to try again."""

    silent_until: float = 0.0

    @contextmanager
    def tried(self) -> Iterator[None]:
        """Try; where the last one waited in vain only one at a time. Raises StorageUnreachable."""
        began = time.monotonic()
        if self.silent_until:
            if began < self.silent_until:
                raise StorageUnreachable("does not answer")
            self.silent_until = began + REQUEST_TIMEOUT.total_seconds()
        silent_until = 0.0
        try:
            yield
        except StorageUnreachable:
            ended = time.monotonic()
            if ended - began >= CONNECT_TIMEOUT.total_seconds():
                silent_until = ended + SILENCE.total_seconds()
            raise
        finally:
            self.silent_until = silent_until


@contextmanager
def _reaching(address: BucketAddress) -> Iterator[ModuleType]:
    """The library, whose errors become ours: they would say the address. Raises OSError."""
    import obstore  # noqa: PLC0415  # 15 MB, which only those load that store files so
    from obstore import exceptions  # noqa: PLC0415

    with _line(address).tried():
        try:
            yield obstore
        except exceptions.NotFoundError as error:
            raise FileNotFoundError from error
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError):
            raise StorageUnreachable("refuses our key") from None
        except exceptions.BaseError as error:
            raise StorageUnreachable(f"does not answer ({type(error).__name__})") from None


@cache
def _line(_address: BucketAddress) -> Line:
    return Line()


@cache
def _open(address: BucketAddress) -> "S3Store":
    """One for each process, since it holds connections and threads."""
    from obstore.store import S3Store  # noqa: PLC0415  # as above

    return S3Store(
        address.bucket,
        endpoint=address.endpoint,
        access_key_id=address.key,
        secret_access_key=address.secret,
        region=address.region,
        checksum_algorithm="SHA256",
        virtual_hosted_style_request=False,
        client_options={
            "allow_http": address.endpoint.startswith("http:"),
            "connect_timeout": CONNECT_TIMEOUT,
            "timeout": REQUEST_TIMEOUT,
        },
        retry_config={"max_retries": RETRIES_MAX, "retry_timeout": REQUEST_TIMEOUT},
    )
