"""Seats are given by the printed rules: never too many, in order, to those meant."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.domain.registration.seat import Pool, QueueEntry, promote_in_order

DELEGATIONS = (1, 2, 3)
delegations = st.sampled_from((None, *DELEGATIONS))


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    """Seats, what is reserved of them, and seats taken; sometimes more promised than there is."""
    return Pool(
        seats=draw(st.integers(0, 12)),
        reserved=draw(st.dictionaries(st.sampled_from(DELEGATIONS), st.integers(0, 5))),
        taken=Counter(draw(st.lists(delegations, max_size=10))),
    )


@st.composite
def queues(draw: st.DrawFn) -> list[QueueEntry]:
    """People in any order of rows, with numbers of their own; some in parties, some whole."""
    people = draw(
        st.lists(st.tuples(delegations, st.sampled_from(["", "", "", "p", "q"])), max_size=10)
    )
    numbers = draw(st.permutations(range(1, len(people) + 1)))
    whole = {"p": draw(st.booleans()), "q": draw(st.booleans()), "": False}
    return [
        QueueEntry(id=n, number=number, delegation=delegation, party=party, whole=whole[party])
        for n, (number, (delegation, party)) in enumerate(zip(numbers, people, strict=True))
    ]


def copy_of(pool: Pool) -> Pool:
    return Pool(pool.seats, dict(pool.reserved), Counter(pool.taken))


def reference_free(pool: Pool, delegation: int | None) -> bool:
    """Whether one more may sit: seat everybody by name, in their own seats first, and look."""
    seats: list[int | None] = []  # whose each seat is
    for owner, count in pool.reserved.items():
        seats += [owner] * count
    seats += [None] * (pool.seats - len(seats))
    for sitting in pool.taken.elements():
        if sitting in seats and sitting is not None:
            seats.remove(sitting)
        elif None in seats:
            seats.remove(None)
    room = pool.taken.total() < pool.seats
    return room and (None in seats or (delegation is not None and delegation in seats))


def reference_line(waiting: Sequence[QueueEntry], pool: Pool) -> list[int]:
    """The same rule as next_in_line, one person after the other, in the slow and obvious way."""
    served: list[int] = []
    for waiter in sorted(waiting, key=lambda entry: entry.number):
        if waiter.id in served:
            continue
        if not waiter.whole:
            if reference_free(pool, waiter.delegation):
                pool.taken[waiter.delegation] += 1
                served.append(waiter.id)
            continue
        tried = copy_of(pool)
        party = [entry for entry in waiting if entry.whole and entry.party == waiter.party]
        fits = True
        for member in sorted(party, key=lambda entry: entry.number):
            fits = fits and reference_free(tried, member.delegation)
            tried.taken[member.delegation] += 1
        if fits:
            pool.taken = tried.taken
            served += [member.id for member in party]
        elif len(party) > 1:
            return served
    return served


@given(pools(), delegations)
def test_a_place_is_free_exactly_when_one_finds_it_by_seating_everybody(
    pool: Pool, delegation: int | None
) -> None:
    assert (pool.free_for(delegation) > 0) == reference_free(pool, delegation)


@given(pools(), delegations)
def test_as_many_as_are_said_to_be_free_can_be_taken_and_not_one_more(
    pool: Pool, delegation: int | None
) -> None:
    said = pool.free_for(delegation)
    for left in range(said, 0, -1):
        assert pool.free_for(delegation) == left
        pool.take(delegation)

    assert pool.free_for(delegation) == 0


@given(pools(), delegations)
def test_a_seat_that_is_taken_and_given_back_changes_nothing(
    pool: Pool, delegation: int | None
) -> None:
    before = {delegation: pool.free_for(delegation) for delegation in (None, *DELEGATIONS)}

    pool.take(delegation)
    pool.release(delegation)

    assert {delegation: pool.free_for(delegation) for delegation in (None, *DELEGATIONS)} == before


@given(pools(), queues())
@settings(max_examples=300)
def test_the_queue_is_served_as_the_slow_and_obvious_reference_does(
    pool: Pool, waiting: list[QueueEntry]
) -> None:
    expected = reference_line(waiting, copy_of(pool))

    assert {entry.id for entry in promote_in_order(waiting, pool)} == set(expected)


@given(pools(), queues())
def test_never_more_than_the_seats_are_given(pool: Pool, waiting: list[QueueEntry]) -> None:
    taken = pool.taken.total()

    served = promote_in_order(waiting, pool)

    assert pool.taken.total() == taken + len(served)
    assert not served or pool.taken.total() <= pool.seats


@given(pools(), queues())
def test_nobody_is_served_twice_and_nobody_who_does_not_wait(
    pool: Pool, waiting: list[QueueEntry]
) -> None:
    ids = [entry.id for entry in promote_in_order(waiting, pool)]

    assert len(ids) == len(set(ids))
    assert set(ids) <= {entry.id for entry in waiting}


@given(pools(), queues())
def test_what_is_kept_for_a_delegation_is_never_given_to_others(
    pool: Pool, waiting: list[QueueEntry]
) -> None:
    def reserved_left(own: int) -> int:
        return max(0, min(pool.reserved.get(own, 0) - pool.taken[own], pool.left))

    before = {own: reserved_left(own) for own in DELEGATIONS}
    given_to = Counter(entry.delegation for entry in promote_in_order(waiting, pool))
    promised = sum(before.values())

    if promised <= pool.left + given_to.total():  # not more promised than there is
        assert all(reserved_left(own) >= before[own] - given_to[own] for own in DELEGATIONS)


@given(pools(), queues())
def test_a_whole_party_sits_together_or_not_at_all(pool: Pool, waiting: list[QueueEntry]) -> None:
    served = {entry.id for entry in promote_in_order(waiting, pool)}

    for name in ("p", "q"):
        party = {entry.id for entry in waiting if entry.whole and entry.party == name}
        assert party <= served or not party & served


@given(pools(), queues())
def test_among_equals_the_lower_number_is_served_first(
    pool: Pool, waiting: list[QueueEntry]
) -> None:
    served = {entry.id for entry in promote_in_order(waiting, pool)}

    for entry in waiting:
        for other in waiting:
            alone = not entry.whole and not other.whole
            if alone and entry.delegation == other.delegation and entry.number < other.number:
                assert entry.id in served or other.id not in served


@given(pools(), queues())
def test_no_seat_stays_free_for_someone_who_waits_unless_a_party_holds_the_queue(
    pool: Pool, waiting: list[QueueEntry]
) -> None:
    served = promote_in_order(waiting, pool)

    left = [entry for entry in waiting if entry not in served]
    sizes = Counter(entry.party for entry in waiting if entry.whole)
    holders = (entry.number for entry in left if entry.whole and sizes[entry.party] > 1)
    holder = min(holders, default=None)
    for entry in left:
        if holder is None or entry.number < holder:
            assert pool.free_for(entry.delegation) == 0


def test_a_whole_party_that_does_not_fit_holds_the_queue() -> None:
    pool = Pool(seats=1)
    party = [QueueEntry(id=n, number=n, party="p", whole=True) for n in (1, 2)]

    assert promote_in_order([*party, QueueEntry(id=3, number=3)], pool) == []
    assert pool.left == 1


def test_a_party_that_takes_what_it_can_get_holds_nobody() -> None:
    party = [QueueEntry(id=n, number=n, party="p") for n in (1, 2)]

    served = promote_in_order([*party, QueueEntry(id=3, number=3)], Pool(seats=2))

    assert [entry.id for entry in served] == [1, 2]


def test_the_last_of_a_whole_party_waits_like_anybody_else() -> None:
    pool = Pool(seats=1, reserved={1: 1})
    alone = QueueEntry(id=1, number=1, party="p", whole=True)

    served = promote_in_order([alone, QueueEntry(id=2, number=2, delegation=1)], pool)

    assert [entry.id for entry in served] == [2]


def test_a_whole_party_with_numbers_apart_moves_up_to_its_first() -> None:
    waiting = [
        QueueEntry(id=1, number=1, party="p", whole=True),
        QueueEntry(id=2, number=2),
        QueueEntry(id=3, number=3, party="p", whole=True),
    ]

    assert {entry.id for entry in promote_in_order(waiting, Pool(seats=2))} == {1, 3}


def test_someone_for_whom_no_place_is_free_is_passed_by() -> None:
    pool = Pool(seats=1, reserved={1: 1})
    waiting = [QueueEntry(id=1, number=1), QueueEntry(id=2, number=2, delegation=1)]

    assert [entry.id for entry in promote_in_order(waiting, pool)] == [2]


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], 6),  # three of its own and three in common
        ([1], 5),
        ([None, None, None], 3),
        ([1, 1, 1, None], 2),
        ([1, 1, 1, 1, None, None], 0),
        ([2, 2, 2], 5),  # the other delegation's third went into the common pool
    ],
)
def test_a_delegation_goes_on_in_the_common_pool(taken: list[int | None], free: int) -> None:
    pool = Pool(seats=8, reserved={1: 3, 2: 2}, taken=Counter(taken))

    assert pool.free_for(1) == free


def test_more_promised_than_there_is_goes_to_whoever_comes_first() -> None:
    pool = Pool(seats=2, reserved={1: 2, 2: 2})
    waiting = [QueueEntry(id=n, number=n, delegation=1 + n % 2) for n in range(1, 5)]

    assert [entry.id for entry in promote_in_order(waiting, pool)] == [1, 2]


@pytest.mark.parametrize("seats", [0, -1])
def test_where_there_are_no_seats_none_is_free(seats: int) -> None:
    pool = Pool(seats=seats)

    assert (pool.left, pool.free_for(None)) == (0, 0)
