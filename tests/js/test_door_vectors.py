"""What phone and server must agree on, byte for byte, in a real browser."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from playwright.sync_api import Page

from eventapp.domain.door.verdict import ScannedTicket, TicketStatus
from tests.domain.door.phones import Phone
from tests.domain.door.test_scan_timing import scripts
from tests.js.modules import call, open_modules

VECTORS = Path(__file__).parents[1] / "vectors"
HEX = "const hex = b => [...b].map(x => x.toString(16).padStart(2, '0')).join('');"
BYTES = "const bytes = t => Uint8Array.from(t.match(/../g) ?? [], x => parseInt(x, 16));"


def vectors(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def test_ticket_codes_are_read_as_the_vectors_say(modules: Page) -> None:
    golden = vectors("ticket_codes")
    texts = [vector["text"] for vector in golden["read"] + golden["refused"]]

    read = call(modules, "door/ticket-code.js", "return v[0].map(m.read)", texts)

    assert read == [vector["code"] for vector in golden["read"]] + [None] * len(golden["refused"])


def test_a_slip_of_the_finger_is_told_from_a_name(modules: Page) -> None:
    right = vectors("ticket_codes")["derive"][0]["code"]
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
    texts = [right, wrong, f"{wrong[:4]} {wrong[4:].lower()}", "Annaberta Pettersen", "RC9KTJDW"]

    answer = call(modules, "door/ticket-code.js", "return v[0].map(m.mistyped)", texts)

    assert answer == [False, True, True, False, False]


def test_digests_and_shown_codes_are_as_the_vectors_say(modules: Page) -> None:
    derivations = vectors("ticket_codes")["derive"]
    body = f"{HEX} return Promise.all(v[0].map(async c => [hex(await m.digest(c)), m.shown(c)]))"

    answer = call(modules, "door/ticket-code.js", body, [vector["code"] for vector in derivations])

    assert answer == [[vector["digest"], vector["shown"]] for vector in derivations]


def test_a_packed_roster_is_unpacked_as_the_vectors_say(modules: Page) -> None:
    golden = vectors("roster_answers")
    body = f"""{BYTES} return v[0].map(t => {{
        const roster = m.unpack(bytes(t))
        for (const part of ["records", "gone", "arrivals", "listed"])
            roster[part] = btoa(String.fromCharCode(...roster[part]))
        return roster
    }})"""

    rosters = call(modules, "door/packed-roster.js", body, [vector["packed"] for vector in golden])

    assert rosters == [vector["json"] for vector in golden]


def test_boxes_open_as_the_vectors_say(modules: Page) -> None:
    golden = vectors("sealed_records")
    body = f"""{BYTES} return Promise.all(v[1].map(async ([code, record]) => {{
        const r = bytes(record)
        return m.parse(await m.openRecord(code, v[0], r.subarray(0, 16), r.subarray(16)))
    }}))"""
    boxes = [[box["code"], box["record"]] for box in golden["boxes"]]

    answer = call(modules, "door/sealed-record.js", body, golden["event"], boxes)

    names = ("status", "revision", "flags", "days", "name", "organisation")
    assert [{name: record[name] for name in names} for record in answer] == [
        {name: box[name] for name in names} for box in golden["boxes"]
    ]
    assert [f"{record['group']:08x}" for record in answer] == [
        box["group"] for box in golden["boxes"]
    ]


def test_people_are_sealed_as_the_vectors_say(modules: Page) -> None:
    golden = vectors("sealed_people")
    body = f"""{HEX}{BYTES}
        const curve = {{ name: "ECDH", namedCurve: "P-256" }}
        const {{ d, ...shown }} = v[0].ephemeral
        const own = {{
            privateKey: await crypto.subtle.importKey("jwk", v[0].ephemeral, curve, false, ["deriveBits"]),
            publicKey: await crypto.subtle.importKey("jwk", shown, curve, true, []),
        }}
        return Promise.all(v[0].people.map(async p =>
            hex(await m.sealWith(own, bytes(p.nonce), p, bytes(v[0].point), v[0].event, p.id))))"""

    sealed = call(modules, "door/sealed-person.js", body, golden)

    assert sealed == [person["sealed"] for person in golden["people"]]


def test_anything_else_keeps_a_box_shut(modules: Page) -> None:
    golden = vectors("sealed_records")
    first, second = golden["boxes"]
    flipped = [
        first["record"][: at * 2]
        + f"{int(first['record'][at * 2 : at * 2 + 2], 16) ^ 1:02x}"
        + first["record"][at * 2 + 2 :]
        for at in (0, 15, 16, 28, 100, 156, 171)
    ]
    tries = [[first["code"], golden["event"], record] for record in flipped]
    tries += [[second["code"], golden["event"], first["record"]]]
    tries += [[first["code"], "ev-0000000000", first["record"]]]
    body = f"""{BYTES} return Promise.all(v[0].map(([code, event, record]) => {{
        const r = bytes(record)
        return m.openRecord(code, event, r.subarray(0, 16), r.subarray(16)).then(() => 'open', () => 'shut')
    }}))"""

    assert call(modules, "door/sealed-record.js", body, tries) == ["shut"] * len(tries)


def test_tickets_are_judged_as_the_vectors_say(modules: Page) -> None:
    golden = vectors("verdicts")

    answer = call(
        modules, "door/verdict.js", "return v[0].map(x => m.evaluate(x.ticket, x))", golden
    )

    assert [(evaluation["verdict"], evaluation.get("reason")) for evaluation in answer] == [
        (vector["verdict"], vector["reason"]) for vector in golden
    ]
    assert ScannedTicket(TicketStatus.ADMITTED)  # the Python side reads the same file


@settings(max_examples=30)
@given(scripts)
def test_the_phone_takes_its_readings_at_the_right_ends(
    modules: Page, script: list[tuple[Any, ...]]
) -> None:
    """The model of the phone that the placing was proved with, and the module, live the same."""
    body = """
        let now = 1790000000000, awake = 0, base = 0, offset = 300000, clock, items = []
        const begin = saved => (clock = new m.Clock(saved, () => awake - base, () => now + offset))
        const run = n => { now += n; awake += n }
        begin(undefined)
        const acts = {
          run, sleep: n => { now += n }, set_clock: n => { offset += n },
          reload: lost => {
            const state = clock.state
            const back = Math.min(lost, 10000, state.odo - (state.before?.odo ?? 0))
            base = awake
            begin({ ...state, odo: state.odo - back })
          },
          sync: (up, down) => {
            const sent = clock.read()
            run(up)
            const server = now
            run(down)
            const after = clock.handshake(server, sent)
            items = items.map(x => x.open ? { ...x, after, open: false } : x)
          },
          scan: () => items.push({ ...clock.stamp(), after: null }),
        }
        for (const [name, ...lengths] of v[0]) acts[name](...lengths)
        return items"""
    lived = [["sync", 100, 100], *map(list, script), ["sync", 100, 100]]

    answer = call(modules, "door/clock.js", body, lived)

    model = Phone()
    for name, *lengths in lived:
        getattr(model, name)(*lengths)
    shake = lambda hand: hand and {"server": hand.server, "odo": hand.odo, "wall": hand.wall}  # noqa: E731
    assert [
        (reading["odo"], reading["wall"], reading["before"], reading["after"]) for reading in answer
    ] == [(scan.odo, scan.wall, shake(scan.before), shake(scan.after)) for scan in model.scans]


def test_lists_are_read_as_the_vectors_say_and_kept_through_a_reload(modules: Page) -> None:
    answer = vectors("roster_answers")[-1]["json"]
    body = f"""{BYTES} const bytesOf = t => Uint8Array.from(atob(t), c => c.charCodeAt(0))
        const [lists, listed, records] = [v[0].lists, bytesOf(v[0].listed), bytesOf(v[0].records)]
        const first = new m.Lists()
        first.take(lists, listed, records)
        return [first, new m.Lists(first.snapshot)].map(book => [
            v[1].map(digest => [3, 7].map(number => book.hasSignedUp(number, digest))),
            [3, 7].map(number => [...book.arrivals(number)]),
        ])"""
    records = base64.b64decode(answer["records"])
    digests = [records[at : at + 8].hex() for at in (0, 172)]

    read, again = call(modules, "door/lists.js", body, answer, digests)

    assert read == again
    assert read[0] == [[True, False], [False, True]]
    assert read[1] == [
        [
            [digests[0], {"at": 4242, "place": 1, "kind": 1}],
            ["bb" * 8, {"at": 4400, "place": 2, "kind": 1}],  # of a ticket without a record
        ],
        [[digests[1], {"at": 9999, "place": 2, "kind": 2}]],
    ]


def test_the_house_has_whoever_came_to_any_list_and_did_not_leave_the_event(modules: Page) -> None:
    body = """
        const roster = new m.StoredRoster({ zone: 'UTC', zero: 0, listed: {} })
        const [IN, OUT, UNDONE, day] = [1, 2, 3, '1970-01-01']
        const acts = [
          ['a', 0, IN, 10], ['b', 3, IN, 20], ['c', 3, OUT, 30], ['d', 3, UNDONE, 40],
          ['e', 3, IN, 50], ['e', 0, OUT, 60], ['f', 0, OUT, 70], ['f', 3, IN, 80],
          ['g', 3, IN, 200000],
        ]
        for (const [digest, list, kind, at] of acts)
          roster.note(digest, { at: at * 1000, place: 1, kind }, list)
        return [roster.inside(day), roster.inside(day, 3)]"""

    # At the event's own: a, b, c (who left a room only) and f, who came back through one.
    assert call(modules, "door/stored-roster.js", body) == [4, 3]


def test_the_server_s_answer_about_a_list_holds_but_for_what_the_phone_has_not_sent(
    modules: Page,
) -> None:
    listing = {"day": 1, "open": True, "expected": False}
    outside = {"day": 1, "inside": False, "listing": listing}
    inside = outside | {"inside": True}
    closed = outside | {"listing": listing | {"open": False}}
    cases = [
        ({"verdict": "welcome", "list": 2}, outside, "welcome"),
        ({"verdict": "welcome", "list": 2}, closed, "welcome"),
        ({"verdict": "welcome", "list": 2}, inside, "again"),
        ({"verdict": "again", "list": 2}, inside, "again"),
        ({"verdict": "again", "list": 2}, outside, "not-signed-up"),
        ({"verdict": "list-closed", "list": 2}, inside, "list-closed"),
        ({"verdict": "wrong-day", "list": 2}, outside, "wrong-day"),
        # About another list, as a server of before answers: the phone's own is not asked about.
        ({"verdict": "welcome", "list": 0}, outside, "not-signed-up"),
        ({"verdict": "again"}, closed, "list-closed"),
        ({"verdict": "cancelled"}, inside, "cancelled"),
    ]
    body = "return v[0].map(([reply, now]) => m.confirmed(reply, now, 2).verdict)"

    answer = call(modules, "door/verdict.js", body, [case[:2] for case in cases])

    assert answer == [expected for _reply, _now, expected in cases]


def test_a_list_of_another_day_is_no_fault_of_the_ticket(modules: Page) -> None:
    days = [(1, 1), (1, 2), (1, None), (None, 2)]
    body = """const said = { verdict: 'wrong-day' }
        return v[0].map(([day, of]) => m.explained(said, { day, listing: { day: of } }).reason)"""

    answer = call(modules, "door/verdict.js", body, days)

    assert answer == [None, "list-day", None, "list-day"]
