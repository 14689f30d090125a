"""Names that are near each other."""

from eventapp.domain.people.likeness import likeness, trigrams


def alike(name: str, other: str) -> float:
    return likeness(trigrams(name), trigrams(other))


def test_the_same_name_in_other_letters_is_as_near_as_can_be() -> None:
    assert alike("Föreningen Fri", "FORENINGEN  fri") == 1


def test_a_slip_of_the_pen_and_a_name_within_another_are_near() -> None:
    assert alike("Föreningen Fri", "Förenigen Fri") > 0.5
    assert alike("Fria städer", "Föreningen Fria städer i Sverige") > 0.8


def test_others_are_not() -> None:
    assert alike("Föreningen Fri", "Skolverket") < 0.35
    assert alike("", "Skolverket") == 0
    assert alike("A", "A") == 0
