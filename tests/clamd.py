"""A daemon that speaks as ClamAV's does (clamd(8)) and knows one virus: a harmless line of text.

The real one is asked the same by `make soak`.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"this line is the virus of the tests"
NAME = "Tests.Virus-1"


class Daemon(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.rfile.read(len(b"zPING\0"))
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        assert command + self.rfile.read(len(b"EAM\0")) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
            if len(content) > self.server.most:  # type: ignore[attr-defined]
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        verdict = f"{NAME} FOUND" if VIRUS in content else "OK"
        self.wfile.write(f"stream: {verdict}\0".encode())


@contextmanager
def clamd(most: int = 1_000_000) -> Iterator[str]:
    """Such a daemon, which takes files of so many bytes, and its address."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        server.most = most  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
