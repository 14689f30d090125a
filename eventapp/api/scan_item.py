"""Reading the items of a batch one by one, so that one that is no scan spoils no other."""

import json
import re

import msgspec

from eventapp.api.shapes import AnyScan, EntryShape, ExitShape, HandshakeShape, UndoShape
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from eventapp.models import ScanKind

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)
REJECTED_BODY_MAX_LENGTH = 4_000
# Where an error lies: "… - at `$.before.odo`", "… missing required field `odo`". What stood there
# may be anything, so the rest of the message goes nowhere.
FIELD_AT_FAULT = re.compile(r"`\$\.([a-z]+)[^`]*`$|field `([a-z]+)`$")
KINDS: dict[type, ScanKind] = {
    EntryShape: ScanKind.ENTRY,
    ExitShape: ScanKind.EXIT,
    UndoShape: ScanKind.UNDO,
}


def read_item(raw: object) -> SentScan | UnreadScan:
    """One item of a batch. What is no scan comes back as text, with the field at fault."""
    body = CANONICAL.encode(raw)
    try:
        shape = msgspec.convert(raw, AnyScan)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        return UnreadScan(_storable_id(raw), _reason(error), body[:REJECTED_BODY_MAX_LENGTH])
    return _sent_scan(shape, body)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "half a character"  # JSON can spell a lone surrogate, UTF-8 cannot
    at = FIELD_AT_FAULT.search(str(error))
    return (at[1] or at[2]) if at else "not an object"


def _sent_scan(shape: AnyScan, body: str) -> SentScan:
    return SentScan(
        id=shape.id,
        kind=KINDS[type(shape)],
        digest="" if isinstance(shape, UndoShape) else shape.digest,
        target=shape.target if isinstance(shape, UndoShape) else None,
        how=shape.how,
        place=shape.place,
        life=shape.life,
        seq=shape.seq,
        odo=shape.odo,
        wall=shape.wall,
        before=_handshake(shape.before),
        after=_handshake(shape.after) if shape.after else None,
        verdict=shape.verdict,
        roster=shape.roster,
        body=body,
    )


def _handshake(shape: HandshakeShape) -> Handshake:
    return Handshake(shape.server, shape.odo, shape.wall)


def _storable_id(raw: object) -> str | None:
    """The id of what is no scan, as far as a database can store it: no NUL, no half a character."""
    scan_id = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(scan_id, str) or not scan_id.isascii() or not scan_id.isprintable():
        return None
    return scan_id[:64]
