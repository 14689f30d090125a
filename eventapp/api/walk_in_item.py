"""Reading the items of a batch of walk-ins one by one, so that a bad one spoils no other."""

import msgspec

from eventapp.api.scan_item import CANONICAL, REJECTED_BODY_MAX_LENGTH, fault_of, storable_id
from eventapp.api.shapes import TakingBackShape, WalkInShape
from eventapp.domain.door.sent_scan import UnreadScan
from eventapp.domain.door.walk_in.sent_walk_in import SentTakingBack, SentWalkIn


def read_walk_in(raw: object) -> SentWalkIn | SentTakingBack | UnreadScan:
    """One item of a batch. What is none comes back as text, with the field at fault."""
    try:
        shape = msgspec.convert(raw, WalkInShape | TakingBackShape)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        body = CANONICAL.encode(raw)[:REJECTED_BODY_MAX_LENGTH]
        return UnreadScan(storable_id(raw), fault_of(error), body)
    if isinstance(shape, TakingBackShape):
        return SentTakingBack(shape.id, shape.target, CANONICAL.encode(raw))
    return SentWalkIn(
        id=shape.id,
        scan=shape.scan,
        key=shape.key,
        sealed=shape.sealed,
        place=shape.place,
        odo=shape.odo,
        wall=shape.wall,
        before=shape.before,
        after=shape.after,
        body=CANONICAL.encode(raw),
    )
