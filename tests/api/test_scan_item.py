"""Items of a batch: recognised by the same text whoever writes it, and none spoils another."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.api.scan_item import read_items
from eventapp.domain.door.sent_scan import SentScan, UnreadScan
from tests.builders.door import a_scan

DIGEST = "0" * 32
STRANGE = [1e16, 1e-7, -0.0, float("nan"), 2**70, "\x7f", "å \u2028", "\ud800", {"b": [0.1]}]


def canonical(raw: object) -> str:
    """The text by which an item is recognised, as phones' items have been stored from the first."""
    return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def bodies(*raw: Any) -> list[str]:
    return [item.body for item in read_items(list(raw))]


@given(
    st.sampled_from(["camera", "typed", "search", "forced", "button"]),
    st.sampled_from([None, "welcome", "wrong-day"]),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.text("abcXYZ019_-", min_size=1, max_size=32),
    st.booleans(),
)
def test_the_text_of_a_scan_is_its_canonical_json(
    how: str, verdict: str | None, number: int, life: str, undoing: bool
) -> None:
    facts = {"how": how, "verdict": verdict, "seq": number, "wall": number, "life": life}
    other = a_scan(target="A" * 22) if undoing else a_scan(DIGEST, kind="exit")
    scans = [a_scan(DIGEST, **facts), other | facts, a_scan(DIGEST)]
    scans[2]["after"] = dict(reversed(scans[2]["before"].items()))

    assert bodies(*scans) == [canonical(scan) for scan in scans]


@pytest.mark.parametrize("strange", STRANGE, ids=ascii)
def test_what_we_do_not_know_is_part_of_the_text_and_written_as_ever(strange: Any) -> None:
    known = a_scan(DIGEST, after=a_scan(DIGEST)["before"])
    scans = [
        known | {"battery": strange},
        known | {"before": known["before"] | {"drift": strange}},
        known | {"after": known["after"] | {"drift": strange}},
        known | {"target": strange},  # an entry has none
    ]

    assert bodies(*scans) == [canonical(scan) for scan in scans]


def test_one_that_is_no_scan_spoils_no_other() -> None:
    scans = [a_scan(DIGEST), [], a_scan(DIGEST) | {"place": -1}, a_scan(DIGEST)]

    read = read_items(scans)

    assert [type(item) for item in read] == [SentScan, UnreadScan, UnreadScan, SentScan]
    assert [item.id for item in read] == [scans[0]["id"], None, scans[2]["id"], scans[3]["id"]]
    assert [item.body for item in read] == [canonical(scan) for scan in scans]


def test_none_is_none() -> None:
    assert read_items([]) == []
