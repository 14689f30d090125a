"""Sets of experiences as numbers: bit n stands for the experience with id n."""

from collections.abc import Iterator, Sequence

FEW = 60  # up to so many bits are taken one by one
MANY = 1_000  # from so many on bits are set as digits


def bits_of(ids: Sequence[int]) -> int:
    """A number with these bits: of many by its digits, of few by its bytes, which is quicker."""
    top = max(ids, default=0)
    if len(ids) < MANY:
        parts = bytearray(top // 8 + 1)
        for number in ids:
            parts[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(parts, "little")
    signs = bytearray(b"0") * (top + 1)
    for number in ids:
        signs[top - number] = 49
    return int(signs, 2)


def ids_of(bits: int) -> Iterator[int]:
    """The ids whose bits these are, the highest first."""
    if bits.bit_count() <= FEW:
        while bits:
            number = bits.bit_length() - 1
            yield number
            bits ^= 1 << number
        return
    signs = f"{bits:b}"
    top, place = len(signs) - 1, signs.find("1")
    while place >= 0:
        yield top - place
        place = signs.find("1", place + 1)
