"""The local mailbox: each message a file in a folder, named so that names sort by time."""

import base64
import email
import email.policy
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

from eventapp.clock import utcnow
from eventapp.domain.paging import Page
from eventapp.ids import new_code

PAGE_SIZE = 20
MESSAGE_NAME = re.compile(r"[0-9]{20}-[0-9a-z]{10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message in the mailbox. `html` includes its pictures, `links` are in order."""

    id: str
    to: tuple[str, ...]
    subject: str
    message_id: str
    sent_at: datetime
    text: str = ""
    html: str = ""
    attachments: tuple[str, ...] = ()
    links: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One page of the mailbox; pages count from 1."""

    messages: tuple[StoredMessage, ...]
    page: int
    pages: int
    total: int


class Mailbox:
    """The folder `mailbox` in the data folder."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "mailbox"
        self._folder.mkdir(parents=True, exist_ok=True)

    def store(self, message: bytes) -> None:
        """Write the message to disk, whole or not at all."""
        name = f"{utcnow():%Y%m%d%H%M%S%f}-{new_code()}.eml"
        handle, half = tempfile.mkstemp(dir=self._folder, suffix=".half")
        with os.fdopen(handle, "wb") as file:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())
        Path(half).rename(self._folder / name)

    def list_all(self) -> list[StoredMessage]:
        """Every message without its text, the newest first."""
        return [_head(path) for path in self._paths()]

    def search(self, words: str, *, page: int) -> MessagePage:
        """One page of the messages whose address or subject contains the words."""
        folded = words.casefold()
        messages = [
            message
            for message in self.list_all()
            if folded in f"{' '.join(message.to)} {message.subject}".casefold()
        ]
        shown = Page.of(len(messages), wanted=page, size=PAGE_SIZE)
        return MessagePage(tuple(shown.cut(messages)), shown.number, shown.pages, len(messages))

    def source(self, message_id: str) -> bytes | None:
        """The message's bytes."""
        path = self._path(message_id)
        return path.read_bytes() if path else None

    def read(self, message_id: str) -> StoredMessage | None:
        """The message with its texts."""
        path = self._path(message_id)
        return _read(path) if path else None

    def _path(self, message_id: str) -> Path | None:
        path = self._folder / f"{message_id}.eml"
        return path if MESSAGE_NAME.fullmatch(message_id) and path.is_file() else None

    def _paths(self) -> Iterator[Path]:
        return iter(sorted(self._folder.glob("*.eml"), reverse=True))


@lru_cache(maxsize=5000)
def _head(path: Path) -> StoredMessage:
    with path.open("rb") as file:
        parsed = email.message_from_binary_file(file, policy=email.policy.default)
    return _head_of(path, parsed)  # a file is never changed once it has its name


def _read(path: Path) -> StoredMessage:
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    text, html = _body(parsed, "plain"), _with_pictures(_body(parsed, "html"), parsed)
    head = _head_of(path, parsed)
    return StoredMessage(
        **{name: getattr(head, name) for name in ("id", "to", "subject", "message_id", "sent_at")},
        text=text,
        html=html,
        attachments=tuple(
            part.get_filename() or part.get_content_type() for part in parsed.iter_attachments()
        ),
        links=tuple(dict.fromkeys(re.findall(r"https?://\S+", text))),
    )


def _head_of(path: Path, parsed: EmailMessage) -> StoredMessage:
    return StoredMessage(
        id=path.stem,
        to=tuple(address.addr_spec for address in parsed["To"].addresses),
        subject=str(parsed["Subject"]),
        message_id=str(parsed["Message-ID"]),
        sent_at=parsed["Date"].datetime,
    )


def _body(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body(preferencelist=(kind,))
    # Lines end as pages end them: a browser counts digests of style sheets that way.
    return part.get_content().replace("\r\n", "\n") if part else ""


def _with_pictures(html: str, parsed: EmailMessage) -> str:
    """The HTML with its pictures as data URLs, since browsers do not know `cid:`."""
    for part in parsed.walk():
        if part.get_content_maintype() == "image" and (cid := part["Content-ID"]):
            content = base64.b64encode(part.get_content()).decode()
            source = f"data:{part.get_content_type()};base64,{content}"
            html = html.replace(f"cid:{str(cid).strip('<>')}", source)
    return html
