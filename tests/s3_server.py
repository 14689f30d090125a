"""A server of S3-compatible storage that is not ours (SeaweedFS), with one bucket."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from eventapp.storage.bucket import BucketStore, parse_address
from tests.server import free_port

KEY, SECRET, BUCKET = "eventapp-key", "eventapp/secret+of=signs", "uploads"
START_SECONDS = 60
PARTS = ("master", "volume", "filer", "s3")
# Who comes with this key may do anything; all others, nothing.
IDENTITIES = {
    "identities": [
        {
            "name": "eventapp",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List"],
        }
    ]
}


@contextmanager
def s3_server(port: int = 0) -> Iterator[str]:
    """The address of a bucket, as EVENTAPP_FILES says it."""
    ports = {f"{part}.port{grpc}": free_port() for part in PARTS for grpc in ("", ".grpc")} | (
        {"s3.port": port} if port else {}
    )
    address = "s3://{}:{}@127.0.0.1:{}/{}?tls=off".format(
        KEY, quote(SECRET, safe=""), ports["s3.port"], BUCKET
    )
    with tempfile.TemporaryDirectory(prefix="eventapp-s3-") as name:
        folder = Path(name)
        (folder / "identities.json").write_text(json.dumps(IDENTITIES))
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(_command(folder, ports), stdout=log, stderr=log)
        try:
            _wait_until_it_stores(address, process)
            yield address
        finally:
            process.kill()
            process.wait()
            _delete_sockets(ports)


def _command(folder: Path, ports: dict[str, int]) -> list[str]:
    return [
        str(Path(sys.executable).with_name("weed")),
        "server",
        f"-dir={folder}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-s3",
        f"-s3.config={folder / 'identities.json'}",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-master.volumeSizeLimitMB=64",
        "-master.telemetry=false",
        "-volume.max=5",
        *(f"-{name}={port}" for name, port in ports.items()),
    ]


def _wait_until_it_stores(address: str, process: subprocess.Popen[bytes]) -> None:
    store, deadline = BucketStore(parse_address(address)), time.monotonic() + START_SECONDS
    while fault := store.fault():
        assert time.monotonic() < deadline, f"the storage {fault}"
        assert process.poll() is None, "the storage has ended"
        time.sleep(0.1)


def _delete_sockets(ports: dict[str, int]) -> None:
    """Delete what a killed server leaves in the folder that it takes for them."""
    numbers = {str(port) for port in ports.values()}
    for path in Path("/tmp").glob("seaweedfs-*.sock"):
        if path.stem.rpartition("-")[2] in numbers:
            path.unlink(missing_ok=True)
