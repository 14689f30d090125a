"""Two who are alike and yet two: remembered until either is written otherwise."""

from collections.abc import Callable

import pytest

from eventapp.domain.desk.double.distinct_pair import (
    NoLongerTwo,
    NotAPair,
    forget_pair,
    list_pairs,
    mark_distinct,
)
from eventapp.domain.desk.double.probable_double import list_double_pairs
from eventapp.domain.desk.registration_edit import edit_role, move_to_address, rename_person
from eventapp.domain.desk.registration_filter import RegistrationFilter, count_matches
from eventapp.domain.record import disposal
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import Event, Registration
from tests.builders import NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")
ACTOR = "account"


def three_alike() -> tuple[Event, list[Registration]]:
    event = an_event()
    return event, [
        a_registration(event, name="Bo Ås", email=f"{number}@x.example") for number in range(3)
    ]


def pairs_of(event: Event) -> list[tuple[int, int]]:
    return [(pair.first.id, pair.second.id) for pair in list_double_pairs(event, page=1).pairs]


def doubles_at(event: Event) -> int:
    return count_matches(event, RegistrationFilter(double=True))


def test_those_told_apart_leave_the_list_and_the_filter_until_it_is_undone() -> None:
    event, (first, second, third) = three_alike()
    mark_distinct(second, first, actor=ACTOR, now=NOON)
    mark_distinct(first, second, actor=ACTOR, now=NOON)

    assert pairs_of(event) == [(first.id, third.id), (second.id, third.id)]
    assert doubles_at(event) == 3  # each is still alike to the third
    mark_distinct(first, third, actor=ACTOR, now=NOON)
    assert doubles_at(event) == 2
    mark_distinct(second, third, actor=ACTOR, now=NOON)
    assert (pairs_of(event), doubles_at(event)) == ([], 0)

    forget_pair(list_pairs(event)[0], actor=ACTOR, now=NOON)
    db.session.flush()
    assert pairs_of(event) == [(second.id, third.id)]
    assert doubles_at(event) == 2


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        (lambda person, **by: rename_person(person, "BO ÅS", **by), True),
        (lambda person, **by: edit_role(person, "Planerare", **by), True),
        (lambda person, **by: rename_person(person, "Bo E Ås", **by), False),
        (lambda person, **by: move_to_address(person, "new@x.example", **by), False),
    ],
)
def test_it_holds_until_either_is_written_otherwise(
    change: Callable[..., None], *, holds: bool
) -> None:
    event, (first, second, _third) = three_alike()
    mark_distinct(first, second, actor=ACTOR, now=NOON)
    change(second, version=second.version, actor=ACTOR, now=NOON)

    assert bool(list_pairs(event)) is holds


def test_whoever_cancels_or_is_erased_is_no_longer_listed() -> None:
    event, (first, second, third) = three_alike()
    mark_distinct(first, second, actor=ACTOR, now=NOON)
    mark_distinct(first, third, actor=ACTOR, now=NOON)

    cancel(second, now=NOON)
    assert [pair.second for pair in list_pairs(event)] == [third]
    disposal.delete_registrations([first.id])
    assert list_pairs(event) == []


def test_nobody_is_told_from_themselves_or_from_another_event() -> None:
    event, (first, *_others) = three_alike()
    for other in (first, a_registration(an_event(), name="Bo Ås")):
        with pytest.raises(NotAPair):
            mark_distinct(first, other, actor=ACTOR, now=NOON)
    assert list_pairs(event) == []


def test_who_has_been_cancelled_meanwhile_cannot_be_told_apart() -> None:
    _event, (first, second, _third) = three_alike()
    cancel(second, now=NOON)

    with pytest.raises(NoLongerTwo):
        mark_distinct(first, second, actor=ACTOR, now=NOON)
