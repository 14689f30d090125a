"""Uploads are looked through by ClamAV's daemon, where the operator names one (clamd(8))."""

import socket
from contextlib import suppress
from typing import IO

from eventapp.config import ConfigError

PIECE_BYTES = 128 * 1024
PATIENCE_SECONDS = 60.0  # for one answer: 50 MB of office files take seconds
CLEAN = "OK"
SUSPECT = " FOUND"


class ScannerUnreachable(OSError):
    """The scanner does not answer, or could not look through the file; says what it said."""


class VirusScanner:
    """The daemon at an address: `host:port`, or the path of its socket."""

    def __init__(self, address: str) -> None:
        """Raises ConfigError where the address is neither."""
        host, _colon, port = address.rpartition(":")
        self._at: str | tuple[str, int] = address
        if not address.startswith("/"):
            if not (host and port.isascii() and port.isdigit()):
                raise ConfigError("EVENTAPP_SCANNER must be host:port, or the path of a socket")
            self._at = host.strip("[]"), int(port)

    def find_virus(self, file: IO[bytes]) -> str:
        """What the scanner calls the virus in the file; empty where it finds none.

        Reads the file from its beginning. Raises ScannerUnreachable, also for a file that is larger
        than the daemon is set to take (its StreamMaxLength).
        """
        file.seek(0)
        answer = self._ask(b"zINSTREAM\0", file).removeprefix("stream: ")
        if answer.endswith(SUSPECT):
            return answer.removesuffix(SUSPECT)
        if answer != CLEAN:
            raise ScannerUnreachable(answer or "it ended the connection")
        return ""

    def fault(self) -> str:
        """Why nothing can be scanned; empty when it can."""
        try:
            answer = self._ask(b"zPING\0")
        except ScannerUnreachable as error:
            return str(error)
        return "" if answer == "PONG" else f"it answers “{answer[:40]}”"

    def _ask(self, command: bytes, file: IO[bytes] | None = None) -> str:
        try:
            with self._connect() as daemon:
                daemon.sendall(command)
                if file:
                    # Whoever has read enough answers and hangs up: what counts is the answer.
                    with suppress(BrokenPipeError, ConnectionResetError):
                        _send(file, daemon)
                return _receive(daemon)
        except OSError as error:
            raise ScannerUnreachable(error.strerror or str(error)) from None

    def _connect(self) -> socket.socket:
        if isinstance(self._at, tuple):
            return socket.create_connection(self._at, PATIENCE_SECONDS)
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(PATIENCE_SECONDS)
        try:
            daemon.connect(self._at)
        except OSError:
            daemon.close()
            raise
        return daemon


def _send(file: IO[bytes], daemon: socket.socket) -> None:
    """Each piece after its length (32 bits, the highest byte first); a length of zero ends it."""
    while piece := file.read(PIECE_BYTES):
        daemon.sendall(len(piece).to_bytes(4, "big") + piece)
    daemon.sendall(bytes(4))


def _receive(daemon: socket.socket) -> str:
    """The answer, up to the NUL that ends it."""
    answer = b""
    while not answer.endswith(b"\0") and (piece := daemon.recv(PIECE_BYTES)):
        answer += piece
    return answer.rstrip(b"\0").decode(errors="replace")
