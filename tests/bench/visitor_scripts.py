"""What visitors do: look at a page, look again, register, print a ticket."""

import re
from collections.abc import Sequence
from html import unescape
from urllib.parse import urlencode, urlsplit

from tests.bench.client import Reply, Visit

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
COOKIE = re.compile(rb"[^;]+")


def request(path: str, *headers: str) -> bytes:
    """A GET as a browser in Swedish sends it."""
    lines = (
        f"GET {path} HTTP/1.1",
        "Host: bench.example",
        "Accept-Encoding: gzip",
        "Accept-Language: sv",
        *headers,
    )
    return "\r\n".join((*lines, "", "")).encode()


def post(path: str, fields: dict[str, str], *headers: str) -> bytes:
    """A form as a browser sends it."""
    body = urlencode(fields).encode()
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: bench.example",
        "Accept-Encoding: gzip",
        "Accept-Language: sv",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        *headers,
    )
    return "\r\n".join((*lines, "", "")).encode() + body


def page(_serial: int, asked: bytes, expected: int = 200) -> Visit:
    """One request, the same each time."""
    reply = yield asked
    return reply.status == expected


def ticket(serial: int, addresses: Sequence[str]) -> Visit:
    """One ticket as a PDF, another person's each time."""
    reply = yield request(addresses[serial % len(addresses)])
    return reply.status == 200 and reply.body.startswith(b"%PDF")


def registration(serial: int, slug: str, fields: dict[str, str], run: str) -> Visit:
    """The whole way of a newcomer."""
    return register(f"/events/{slug}", {**fields, "email": f"{run}.{serial}@town.example"})


def register(event: str, fields: dict[str, str], *headers: str) -> Visit:
    """The form, its answers with cookie and token, what comes next."""
    reply = yield request(f"{event}/registration/new", *headers)
    token = TOKEN.search(reply.page)
    if reply.status != 200 or token is None:
        return False
    cookie = f"Cookie: {_cookie(reply)}"
    answers = {**fields, "csrf_token": unescape(token[1].decode())}
    reply = yield post(f"{event}/registration", answers, cookie, *headers)
    if reply.status != 303:
        return False
    target = urlsplit(reply.header(b"location").decode())
    reply = yield request(f"{target.path}?{target.query}", cookie)
    return reply.status == 200


def _cookie(reply: Reply) -> str:
    match = COOKIE.match(reply.header(b"set-cookie"))
    return match[0].decode() if match else ""
