"""When a scan, as its phone sent it, let somebody in."""

import pytest

from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from eventapp.domain.door.verdict import Verdict
from tests.builders.door import a_scan, read_scans

DIGEST = "ab" * 16


def admits(**sent: object) -> bool:
    (scan,) = read_scans(a_scan(DIGEST, **sent))
    assert isinstance(scan, SentScan)
    return scan.admits


@pytest.mark.parametrize("verdict", Verdict)
def test_welcome_and_again_admit_and_by_hand_everybody(verdict: Verdict) -> None:
    assert admits(verdict=verdict.value) == (verdict in {Verdict.WELCOME, Verdict.AGAIN})
    assert admits(verdict=verdict.value, how="forced")


def test_an_exit_admits_nobody() -> None:
    assert not admits(kind="exit", how="forced")


def test_the_same_item_is_recognised_and_another_is_not() -> None:
    scan = a_scan(DIGEST)
    first, again, other = read_scans(scan, dict(reversed(scan.items())), scan | {"seq": 0})
    assert first.body_digest == again.body_digest != other.body_digest


def test_what_is_no_scan_is_recognised_by_its_text() -> None:
    first, again = UnreadScan(None, "not an object", "[]"), UnreadScan(None, "another", "[]")
    assert first.body_digest == again.body_digest
