"""Words near to one that nothing holds."""

import pytest

from eventapp.domain.exchange.finding.near_word import count_faults, find_nearest, known_beginnings
from tests.builders.experience import an_experience


@pytest.mark.parametrize(
    ("word", "other", "faults"),
    [
        ("otilåten", "otillåten", 1),
        ("brtot", "brott", 1),
        ("skola", "skolan", 1),
        ("orosamtla", "orossamtal", 2),
        ("abc", "xyz", 3),
        ("lika", "lika", 0),
    ],
)
def test_faults_are_counted_and_two_letters_swapped_are_one(
    word: str, other: str, faults: int
) -> None:
    assert count_faults(word, other, 3) == count_faults(other, word, 3) == faults


@pytest.mark.usefixtures("app")
def test_the_nearest_known_word_is_offered_as_it_is_written() -> None:
    an_experience(title="Trygghetsvandringar", problem="Otillåten påverkan")

    assert find_nearest(["tryghetsvandring", "otilåten", "fotboll", "xy"]) == {
        "tryghetsvandring": "trygghetsvandringar",
        "otilåten": "otillåten",
    }

    an_experience(title="Fotboll på natten")
    assert find_nearest(["fotbol"]) == {"fotbol": "fotboll"}


@pytest.mark.usefixtures("app")
def test_beginnings_of_known_words_are_known_whatever_their_accents() -> None:
    an_experience(title="Brottsoffer i gänget")

    assert known_beginnings(["brott", "offer", "gäng", "gang", "xyz"]) == {"brott", "gäng", "gang"}
