"""What is searched and sorted by is made of name and address, and is never too long to index."""

from eventapp.domain.people.search_text import make_search_text, make_sort_name


def test_words_are_those_of_name_and_address_without_accents_and_signs() -> None:
    text = make_search_text("Åsa O’Östrom", "asa.ostrom@town.example")

    assert text == "asa o ostrom asa ostrom town example"


def test_names_are_in_swedish_order() -> None:
    names = ["Zara", "Åke", "Ärla", "Örjan", "Érik", "Frida"]

    in_order = ["Érik", "Frida", "Zara", "Åke", "Ärla", "Örjan"]
    assert sorted(names, key=make_sort_name) == in_order


def test_a_name_that_unfolds_to_many_letters_still_fits() -> None:
    name = "\ufdfa" * 200

    assert len(make_search_text(name, "a@b.example")) == 400
    assert len(make_sort_name(name)) == 100
