"""Reading the items of a batch one by one, so that one that is no scan spoils no other."""

import json
import re
from typing import Any

import msgspec

from eventapp.api.shapes import AnyScan, EntryShape, ExitShape, HandshakeShape, ScanShape, UndoShape
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from eventapp.models import ScanKind

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)
# The same text, eight times as fast, of what the shapes let through: words in ASCII, whole numbers
# and nulls. Of anything else, and so of fields that no shape has, it would write some otherwise.
KNOWN_CANONICAL = msgspec.json.Encoder(order="sorted")
REJECTED_BODY_MAX_LENGTH = 4_000
# Where an error lies: "… - at `$.before.odo`", "… missing required field `odo`". What stood there
# may be anything, so the rest of the message goes nowhere.
FIELD_AT_FAULT = re.compile(r"`\$\.([a-z]+)[^`]*`$|field `([a-z]+)`$")
KINDS: dict[type[ScanShape], ScanKind] = {
    EntryShape: ScanKind.ENTRY,
    ExitShape: ScanKind.EXIT,
    UndoShape: ScanKind.UNDO,
}
FIELDS = {shape: {*shape.__struct_fields__, "kind"} for shape in KINDS}
HANDSHAKE_FIELDS = {*HandshakeShape.__struct_fields__}


def read_items(raw: list[Any]) -> list[SentScan | UnreadScan]:
    """The items of a batch: all at once, or one by one where any is no scan."""
    try:
        shapes = msgspec.convert(raw, list[AnyScan])
    except (msgspec.ValidationError, UnicodeEncodeError):
        return [read_item(item) for item in raw]
    return [_sent_scan(shape, _body(shape, item)) for shape, item in zip(shapes, raw, strict=True)]


def read_item(raw: object) -> SentScan | UnreadScan:
    """One item of a batch. What is no scan comes back as text, with the field at fault."""
    try:
        shape = msgspec.convert(raw, AnyScan)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        body = CANONICAL.encode(raw)[:REJECTED_BODY_MAX_LENGTH]
        return UnreadScan(storable_id(raw), fault_of(error), body)
    return _sent_scan(shape, _body(shape, raw))


def _body(shape: AnyScan, raw: Any) -> str:
    """The canonical JSON of a scan, with whatever it has that we do not know."""
    known = (
        raw.keys() <= FIELDS[type(shape)]
        and raw["before"].keys() <= HANDSHAKE_FIELDS
        and (raw.get("after") or {}).keys() <= HANDSHAKE_FIELDS
    )
    return KNOWN_CANONICAL.encode(raw).decode() if known else CANONICAL.encode(raw)


def fault_of(error: Exception) -> str:
    """Where an item is wrong, in a word that holds nothing of what was sent."""
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
        before=shape.before,
        after=shape.after,
        verdict=shape.verdict,
        roster=shape.roster,
        body=body,
        list_number=shape.list,
    )


def storable_id(raw: object) -> str | None:
    """The id of what is no scan, as far as a database can store it: no NUL, no half a character."""
    scan_id = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(scan_id, str) or not scan_id.isascii() or not scan_id.isprintable():
        return None
    return scan_id[:64]
