"""A walk-in is recognised by what was sent."""

from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.walk_in.sent_walk_in import SentWalkIn


def test_it_is_known_again_by_its_body() -> None:
    before = Handshake(0, 0, 0)
    one, other = (
        SentWalkIn("A" * 22, None, 1, b"", 1, 0, 0, before, None, body) for body in ("{}", "{ }")
    )
    assert one.body_digest != other.body_digest
    assert len(one.body_digest) == 64
