"""What was shown of an event's people is remembered, and followed in steps of five people."""

from flask import Flask

from eventapp import transactions
from eventapp.domain.report.shown_attendance import (
    NO_GROUP,
    GroupCount,
    PeopleCounts,
    find_shown,
    follow,
    settle,
    tally_of,
)
from eventapp.extensions import db
from eventapp.models import Event
from eventapp.models.report.report import ShownAttendance
from tests.builders import an_event

OTHERS = {"waiting": 12, "cancelled": 0}


def people(hidden: str = "", /, **groups: tuple[int, int]) -> PeopleCounts:
    counts = {code.strip("_"): GroupCount(code, *numbers) for code, numbers in groups.items()}
    return PeopleCounts(counts, OTHERS, frozenset(hidden))


def followed(shown: PeopleCounts, live: PeopleCounts) -> dict[str, tuple[int, int]]:
    groups = follow(shown, live).groups
    return {code: (group.placed, group.came) for code, group in groups.items()}


def nobody(_people: PeopleCounts) -> frozenset[str]:
    return frozenset()


def test_a_group_that_is_shown_follows_once_five_of_it_have_changed() -> None:
    shown = people(a=(12, 9), b=(20, 15))

    assert followed(shown, people(a=(11, 9), b=(20, 11))) == {"a": (12, 9), "b": (20, 15)}
    assert followed(shown, people(a=(12, 4), b=(25, 15))) == {"a": (12, 4), "b": (25, 15)}


def test_what_is_hidden_follows_together_with_those_of_no_group() -> None:
    shown = people("ab", a=(3, 2), b=(6, 4), c=(20, 15), _=(2, 1))

    assert followed(shown, people(a=(5, 2), b=(8, 4), c=(20, 15), _=(2, 1)))["a"] == (3, 2)
    live = people(a=(5, 2), b=(8, 4), c=(20, 15), _=(3, 1), new=(1, 0))
    assert followed(shown, live) == {
        "a": (5, 2),
        "b": (8, 4),
        "c": (20, 15),
        NO_GROUP: (3, 1),
        "new": (1, 0),
    }


def test_a_group_that_is_shown_never_becomes_too_small_to_be() -> None:
    assert followed(people(a=(12, 9), b=(20, 15)), people(a=(4, 3), b=(20, 15)))["a"] == (12, 9)


def test_before_anything_was_shown_of_them_figures_are_those_of_now() -> None:
    """Too few to be shown, or nobody had noted yet who came."""
    assert followed(people(a=(9, 8)), people(a=(11, 9))) == {"a": (11, 9)}
    assert followed(people(a=(30, 0)), people(a=(29, 25))) == {"a": (29, 25)}
    assert follow(None, people(a=(4, 1))) == people(a=(4, 1))


def test_those_who_waited_follow_in_steps_and_are_forgotten_with_the_people() -> None:
    shown = people(a=(30, 20))
    live = PeopleCounts(shown.groups, {"waiting": 13, "cancelled": 6})
    assert follow(shown, live).others == {"waiting": 12, "cancelled": 6}
    gone = PeopleCounts(shown.groups, {"waiting": None, "cancelled": None})
    assert follow(shown, gone).others == {"waiting": None, "cancelled": None}


def test_a_group_is_called_as_it_is_called_now() -> None:
    renamed = PeopleCounts({"a": GroupCount("Nystad", 30, 20)}, OTHERS)
    assert follow(people(a=(30, 20)), renamed).groups["a"].label == "Nystad"


def test_what_is_settled_is_stored_for_the_next_and_hidden_stays_hidden(app: Flask) -> None:
    event = an_event()
    first = settle(event, people(a=(30, 20)), lambda _people: frozenset("a"))
    db.session.commit()

    assert find_shown(event) == first
    assert settle(event, people(a=(31, 20)), nobody) == first
    assert settle(event, people(a=(40, 20)), nobody).hidden == {"a"}


def test_who_only_reads_has_it_stored_beside_and_nothing_is_stored_twice(app: Flask) -> None:
    event = an_event()
    db.session.commit()
    event_id = event.id
    db.session.rollback()
    with transactions.reading(db.session):
        read = db.session.get_one(Event, event_id)
        settled = settle(read, people(a=(30, 20)), nobody)
        db.session.rollback()
        assert find_shown(read) == settled == settle(read, people(a=(30, 20)), nobody)
        assert db.session.query(ShownAttendance).count() == 1


def test_where_nobody_noted_who_came_there_are_sizes_alone() -> None:
    assert tally_of(12, 9).counts == (9, 3)
    assert tally_of(12, 0, recorded=False).counts == ()
