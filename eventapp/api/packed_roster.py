"""The roster as bytes: no base64, and of an arrival what its record does not say already."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec
from msgspec import UNSET, structs

from eventapp.api.shapes import RosterShape
from eventapp.domain.door.projection import EVENT_LIST
from eventapp.domain.door.roster import PREFIX_BYTES, is_short
from eventapp.domain.door.sealed_record import RECORD_BYTES

# Sent to those who name it in Accept. A page of an older release names another, and gets JSON.
PACKED_ROSTER = "application/vnd.eventapp.roster2"
ARRIVAL_BYTES = 14


def pack_roster(roster: RosterShape) -> bytes:
    """The same, a third shorter.

    Four lengths (32 bits each, the highest byte first), the roster as JSON without its parts in
    bytes, then these: records, gone, and the bits of those who signed up for lists. What follows
    are the arrivals, list by list: its number, how many stand there whole (32 bits), a bit for each
    record, five bytes for each bit that is set (seconds, place, kind), and those that stand whole.
    """
    listed = b"" if roster.listed is UNSET else roster.listed
    empty = UNSET if roster.listed is UNSET else b""
    further = 0 if roster.lists is UNSET else sum(of.list != EVENT_LIST for of in roster.lists)
    signed_up = further * _width(roster)
    bare = structs.replace(roster, records=b"", gone=b"", arrivals=b"", listed=empty)
    parts = (msgspec.json.encode(bare), roster.records, roster.gone, listed[:signed_up])
    lengths = (len(part).to_bytes(4, "big") for part in parts)
    return b"".join((*lengths, *parts, *_arrivals(roster, listed[signed_up:])))


def _arrivals(roster: RosterShape, at_lists: bytes) -> Iterator[bytes]:
    starts = range(0, len(roster.records), RECORD_BYTES)
    positions = {roster.records[at : at + PREFIX_BYTES]: n for n, at in enumerate(starts)}
    arrivals = defaultdict(list, {EVENT_LIST: _chunks(roster.arrivals, ARRIVAL_BYTES)})
    for arrival in _chunks(at_lists, 1 + ARRIVAL_BYTES):
        arrivals[arrival[0]].append(arrival[1:])
    for number, at_list in arrivals.items():
        bits, short, whole = bytearray(_width(roster)), [], []
        for arrival in at_list:
            position = positions.get(arrival[:PREFIX_BYTES])
            if position is None or not is_short(arrival):
                whole.append(arrival)
                continue
            bits[position >> 3] |= 128 >> (position & 7)
            short.append(arrival[PREFIX_BYTES + 1 :])
        yield b"".join((bytes((number,)), len(whole).to_bytes(4, "big"), bits, *short, *whole))


def _width(roster: RosterShape) -> int:
    """So many bytes have a bit for each record."""
    return -(-roster.count // 8)


def _chunks(plain: bytes, size: int) -> list[bytes]:
    return [plain[at : at + size] for at in range(0, len(plain), size)]
