"""A walk-in is recognised by what was sent."""

from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.walk_in.sent_walk_in import SentWalkIn


def test_it_is_known_again_by_its_body() -> None:
    before = Handshake(0, 0, 0)
    first, second = (
        SentWalkIn("A" * 22, None, 1, b"", 1, 0, 0, before, None, body) for body in ("{}", "{ }")
    )
    assert first.body_digest != second.body_digest
    assert len(first.body_digest) == 64
