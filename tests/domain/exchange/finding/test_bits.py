"""Sets of ids as numbers."""

import pytest

from eventapp.domain.exchange.finding.bits import FEW, MANY, bits_of, ids_of


@pytest.mark.parametrize("count", [0, 1, FEW, FEW + 1, MANY - 1, MANY, 3 * MANY])
def test_ids_become_bits_and_bits_ids_again(count: int) -> None:
    ids = [3 * number + 1 for number in range(count)]

    bits = bits_of(ids)

    assert bits == sum(1 << number for number in ids)
    assert [*ids_of(bits)] == ids[::-1]
