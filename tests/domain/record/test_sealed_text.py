"""What a seal covers keeps its bytes: they are the standard library's, whoever writes them."""

import hashlib
import json

from hypothesis import given
from hypothesis import strategies as st

from eventapp.domain.record.audit import digest_change
from eventapp.domain.record.sealed_text import encode_compact

TEXTS = st.one_of(st.text(), st.text(alphabet='\\"/\x00\x1f\x7f<>&\u2028åÄ'))
VALUES = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), TEXTS)


@given(st.lists(VALUES))
def test_values_of_an_entry_are_encoded_as_ever(values: list[str | int | None]) -> None:
    assert encode_compact(values) == json.dumps(values, separators=(",", ":")).encode()


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_a_change_has_the_digest_it_ever_had(
    salt: str, before: str, after: str, reason: str
) -> None:
    text = json.dumps([salt, before, after, reason])

    assert digest_change(salt, before, after, reason) == hashlib.sha256(text.encode()).hexdigest()
