"""The roster's bytes in the browser: found, merged, thinned, and refused when damaged."""

import base64
import hashlib
import random

import pytest
from playwright.sync_api import Page

from tests.js.modules import call, open_modules

LENGTH = 172
HEX = "const hex = b => [...b].map(x => x.toString(16).padStart(2, '0')).join('');"
READ = "const bytes = t => Uint8Array.from(atob(t), c => c.charCodeAt(0));"


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def records(numbers: list[int], mark: int = 0) -> bytes:
    """Sorted records whose digest is a number and whose box begins with a mark."""
    encoded = [n.to_bytes(16, "big") + bytes([mark]) * (LENGTH - 16) for n in sorted(numbers)]
    return b"".join(encoded)


def text(plain: bytes) -> str:
    return base64.b64encode(plain).decode()


def test_merging_and_thinning_are_what_a_dictionary_would_do(modules: Page) -> None:
    chance = random.Random(7)
    for _ in range(20):
        old = chance.sample(range(40), chance.randint(0, 20))
        new = chance.sample(range(40), chance.randint(0, 20))
        gone = chance.sample(range(40), chance.randint(0, 10))
        body = f"""{READ}{HEX} const [old, newer, gone] = v.map(bytes)
            return hex(m.merge(m.without(old, gone), newer))"""

        digests = b"".join(n.to_bytes(16, "big") for n in gone)
        answer = call(
            modules,
            "door/roster.js",
            body,
            text(records(old)),
            text(records(new, 1)),
            text(digests),
        )

        expected = {n: 0 for n in old if n not in gone} | dict.fromkeys(new, 1)
        assert answer == b"".join(records([n], expected[n]) for n in sorted(expected)).hex()


def test_every_record_is_found_and_no_other(modules: Page) -> None:
    body = f"""{READ} const all = bytes(v[0])
        const digest = n => Uint8Array.from({{ length: 16 }}, (_, i) => (i === 15 ? n : 0))
        return v[1].map(n => m.find(all, digest(n))?.[15] ?? null)"""

    answer = call(modules, "door/roster.js", body, text(records([1, 3, 5, 250])), list(range(256)))

    assert [n for n, record in enumerate(answer) if record is not None] == [1, 3, 5, 250]


def test_arrivals_are_read_and_written_back(modules: Page) -> None:
    arrivals = bytes(8) + (5).to_bytes(4, "big") + bytes([3, 1])
    arrivals += bytes([255] * 8) + (2**32 - 1).to_bytes(4, "big") + bytes([255, 3])
    body = f"{READ}{HEX} return hex(m.writeArrivals(m.readArrivals(bytes(v[0]))))"

    assert call(modules, "door/roster.js", body, text(arrivals)) == arrivals.hex()


@pytest.mark.parametrize("part", ["records", "gone", "arrivals", "count", "check"])
def test_an_answer_damaged_on_the_way_is_not_taken(modules: Page, part: str) -> None:
    parts = {"records": records([1, 2]), "gone": bytes(16), "arrivals": bytes(14)}
    check = hashlib.sha256(b"".join(parts.values())).hexdigest()
    answer = {
        "revision": 3,
        "since": 0,
        "next": None,
        "count": 2,
        "check": check,
        **{name: text(plain) for name, plain in parts.items()},
    }
    body = "const b = new m.StoredRoster(); return [await b.take(v[0], {}), b.complete]"
    assert call(modules, "door/stored-roster.js", body, answer) == [True, True]

    damaged = {
        "count": 3,
        "check": "0" * 64,
        **{name: text(b"\1" + plain[1:]) for name, plain in parts.items()},
    }
    stored = call(modules, "door/stored-roster.js", body, answer | {part: damaged[part]})

    assert stored == [False, False]
