"""What programs send and get: parsed strictly, item by item, and written out."""

import base64
import json
import re
from typing import Any, TypedDict

from eventapp.domain.door.device import GATES_MAX
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from eventapp.domain.door.verdict import Verdict
from eventapp.models import ScanKind, ScanManner

# Whole numbers that JavaScript represents exactly.
SAFE_INTEGER_MAX = 2**53 - 1
# Whatever is added or taken away among these stays within what dates can express (the year 9999).
MOMENT_MAX = 220_000_000_000_000  # milliseconds: the year 8941
AWAKE_MAX = 10**13  # milliseconds: three centuries
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)
REJECTED_BODY_MAX_LENGTH = 4_000
BATCH_ITEMS_MAX = 200  # in one batch
QUERY_MAX_LENGTH = 100
KINDS = frozenset(each.value for each in ScanKind)
MANNERS = frozenset(each.value for each in ScanManner)
VERDICTS = frozenset(each.value for each in Verdict)
SCAN_ID = re.compile(r"[A-Za-z0-9_-]{22}")
DIGEST = re.compile(r"[0-9a-f]{32}")
LIFE = re.compile(r"[A-Za-z0-9_-]{1,32}")


class GateShape(TypedDict):
    """A door."""

    place: int
    name: str


class RosterShape(TypedDict):
    """The roster, or a part of it; bytes as base64."""

    format: int
    event: str
    revision: int
    since: int
    complete: bool
    next: str | None
    server_time: int
    expires: int
    zone: str
    days: list[str]
    zero: int
    place: int
    reader: int
    places: list[GateShape]
    count: int
    records: str
    gone: str
    arrivals: str
    check: str
    swap_key: str


class FoundShape(TypedDict):
    """Somebody found by name or desk code."""

    digest: str
    name: str
    organisation: str
    status: str


class UnreadableScan(Exception):
    """An item of a batch does not have the shape of a scan; the message says where."""


def read_item(raw: object) -> SentScan | UnreadScan:
    """One item of a batch. What is no scan comes back as text with the reason."""
    body = CANONICAL.encode(raw)
    try:
        return _read_scan(raw, body)
    except UnreadableScan as why:
        return UnreadScan(_storable_id(raw), str(why), body[:REJECTED_BODY_MAX_LENGTH])


def _storable_id(raw: object) -> str | None:
    """The id of what is no scan, as far as a database can store it: no NUL, no half a character."""
    scan_id = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(scan_id, str) or not scan_id.isascii() or not scan_id.isprintable():
        return None
    return scan_id[:64]


def to_base64(plain: bytes) -> str:
    """Bytes as JSON carries them."""
    return base64.b64encode(plain).decode("ascii")


def _read_scan(raw: object, body: str) -> SentScan:
    if not isinstance(raw, dict):
        raise UnreadableScan("not an object")
    kind = ScanKind(_one_of(raw, "kind", KINDS))
    undo = kind is ScanKind.UNDO
    verdict = raw.get("verdict")
    if verdict is not None:
        verdict = Verdict(_one_of(raw, "verdict", VERDICTS))
    return SentScan(
        id=_text(raw, "id", SCAN_ID),
        kind=kind,
        digest="" if undo else _text(raw, "digest", DIGEST),
        target=_text(raw, "target", SCAN_ID) if undo else None,
        how=ScanManner(_one_of(raw, "how", MANNERS)),
        place=_whole(raw, "place", least=0, most=GATES_MAX),
        life=_text(raw, "life", LIFE),
        seq=_whole(raw, "seq"),
        odo=_awake(raw),
        wall=_whole(raw, "wall"),
        before=_handshake(raw, "before"),
        after=None if raw.get("after") is None else _handshake(raw, "after"),
        verdict=verdict,
        roster=_whole(raw, "roster"),
        body=body,
    )


def _handshake(raw: dict[str, Any], name: str) -> Handshake:
    value = raw.get(name)
    if not isinstance(value, dict):
        raise UnreadableScan(name)
    server = _whole(value, "server", least=0, most=MOMENT_MAX)
    return Handshake(server, _awake(value), _whole(value, "wall"))


def _awake(raw: dict[str, Any]) -> int:
    return _whole(raw, "odo", least=0, most=AWAKE_MAX)


def _text(raw: dict[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise UnreadableScan(name)
    return value


def _one_of(raw: dict[str, Any], name: str, values: frozenset[str]) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or value not in values:
        raise UnreadableScan(name)
    return value


def _whole(
    raw: dict[str, Any], name: str, *, least: int = -SAFE_INTEGER_MAX, most: int = SAFE_INTEGER_MAX
) -> int:
    value = raw.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise UnreadableScan(name)
    return value
