"""What ClamAV's daemon is asked, and what becomes of each of its answers."""

import io
import socketserver
import threading
from pathlib import Path

import pytest

from eventapp.config import ConfigError
from eventapp.storage.virus_scanner import PIECE_BYTES, ScannerUnreachable, VirusScanner
from tests.clamd import NAME, VIRUS, clamd
from tests.server import free_port

LONG = b"x" * (2 * PIECE_BYTES + 1)


def test_a_virus_has_a_name_and_a_good_file_none() -> None:
    with clamd() as address:
        scanner = VirusScanner(address)

        assert scanner.fault() == ""
        assert scanner.find_virus(io.BytesIO(LONG)) == ""
        assert scanner.find_virus(io.BytesIO(LONG + VIRUS)) == NAME
        read_already = io.BytesIO(VIRUS)
        read_already.read()
        assert scanner.find_virus(read_already) == NAME


def test_a_file_that_the_daemon_does_not_take_is_not_good() -> None:
    with clamd(most=PIECE_BYTES) as address, pytest.raises(ScannerUnreachable, match="size limit"):
        VirusScanner(address).find_virus(io.BytesIO(LONG))


def test_where_nobody_answers_nothing_is_good(tmp_path: Path) -> None:
    for address in (f"127.0.0.1:{free_port()}", str(tmp_path / "clamd.socket")):
        scanner = VirusScanner(address)
        assert scanner.fault()
        with pytest.raises(ScannerUnreachable):
            scanner.find_virus(io.BytesIO(b"x"))


def test_who_hangs_up_without_a_word_has_not_said_that_the_file_is_good() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as mute:
        threading.Thread(target=mute.handle_request).start()
        with pytest.raises(ScannerUnreachable):
            VirusScanner(f"127.0.0.1:{mute.server_address[1]}").find_virus(io.BytesIO(b"x"))


@pytest.mark.parametrize("address", ["clamd", "clamd:", ":3310", "clamd:http"])
def test_an_address_that_is_none_is_said_at_the_start(address: str) -> None:
    with pytest.raises(ConfigError, match="EVENTAPP_SCANNER"):
        VirusScanner(address)
