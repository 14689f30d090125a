"""The roster's records keep to the shared vectors and open with their own ticket alone."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.door import sealed_record
from eventapp.domain.door.verdict import TicketStatus
from tests.domain.door.records import open_record

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "sealed_records.json").read_text(encoding="utf-8")
)
EVENT = VECTORS["event"]
FIRST = VECTORS["boxes"][0]
OTHER_CODE = VECTORS["boxes"][1]["code"]
texts = st.text(max_size=200)


@pytest.mark.parametrize("vector", VECTORS["boxes"], ids=lambda vector: vector["code"])
def test_a_record_is_made_as_the_vectors_say(vector: dict[str, Any]) -> None:
    content = sealed_record.RecordContent(
        TicketStatus(vector["status"]),
        vector["revision"],
        vector["name"],
        vector["organisation"],
        flags=vector["flags"],
        days=vector["days"],
        group=bytes.fromhex(vector["group"]),
    )

    plain = sealed_record.encode(content)
    record = sealed_record.seal_record(vector["code"], EVENT, plain)

    assert (plain.hex(), record.hex()) == (vector["plain"], vector["record"])
    assert open_record(vector["code"], EVENT, record) == plain


def test_a_decoy_is_made_as_the_vectors_say() -> None:
    vector = VECTORS["decoy"]

    decoy = sealed_record.decoy_record(bytes.fromhex(vector["key"]), EVENT, vector["number"])

    assert hashlib.sha256(decoy).hexdigest() == vector["sha256"]


@pytest.mark.parametrize("at", [0, 15, 16, 27, 28, 155, 156, 171])
def test_one_flipped_bit_keeps_a_box_shut(at: int) -> None:
    record = bytearray.fromhex(FIRST["record"])
    record[at] ^= 1

    with pytest.raises(InvalidTag):
        open_record(FIRST["code"], EVENT, bytes(record))


@pytest.mark.parametrize(("code", "event"), [(OTHER_CODE, EVENT), (FIRST["code"], "ev-0000000000")])
def test_another_code_or_event_keeps_a_box_shut(code: str, event: str) -> None:
    with pytest.raises(InvalidTag):
        open_record(code, event, bytes.fromhex(FIRST["record"]))


@given(texts, texts)
def test_any_name_fits_and_is_cut_between_characters(name: str, organisation: str) -> None:
    plain = sealed_record.encode(
        sealed_record.RecordContent(TicketStatus.ADMITTED, 1, name, organisation)
    )

    assert len(plain) == sealed_record.PLAIN_BYTES
    length = plain[12]
    rest = plain[13 + length :]
    names = [plain[13 : 13 + length], rest[1 : 1 + rest[0]]]
    assert length <= sealed_record.NAME_MAX_BYTES
    assert not any(rest[1 + rest[0] :])
    for bytes_kept, whole in zip(names, (name, organisation), strict=True):
        text = bytes_kept.decode()
        assert text == whole or (text.endswith("…") and whole.startswith(text[:-1]))


@given(texts, texts)
def test_a_changed_content_never_meets_a_used_nonce(name: str, other: str) -> None:
    plains = [
        sealed_record.encode(sealed_record.RecordContent(TicketStatus.ADMITTED, 1, name, ""))
        for name in (name, other)
    ]

    records = [sealed_record.seal_record(FIRST["code"], EVENT, plain) for plain in plains]

    assert (records[0][16:28] == records[1][16:28]) == (plains[0] == plains[1])
