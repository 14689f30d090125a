from datetime import datetime

import pytest

from eventapp.forms.registration_import import value


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Ja", True), ("JA", True), ("ja!", True), ("x", True), ("1", True), ("Nej", False)],
)
def test_yes_and_no_are_read_as_people_write_them(text: str, answer: bool) -> None:
    assert value.read_answer(text) is answer


@pytest.mark.parametrize("text", ["Kanske", "", "vet ej", "2"])
def test_what_is_neither_yes_nor_no_is_not_guessed(text: str) -> None:
    assert value.read_answer(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2023-05-09 10:56",
        "09/05/2023 10.56",
        "20230509 10:56",
        "9 maj 2023 10:56",
        "9.5.2023 10:56",
    ],
)
def test_a_moment_is_read_in_the_ways_it_is_written(text: str) -> None:
    assert value.read_moment(text) == datetime.fromisoformat("2023-05-09 10:56")


@pytest.mark.parametrize("text", ["2023-02-30", "i våras", "31/31/2023", ""])
def test_a_day_that_does_not_exist_is_none(text: str) -> None:
    assert value.read_moment(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "070-174 06 05",
        "0701740605",
        "+46701740605",
        "0046701740605",
        "46 70 174 06 05",
        "(070) 1740605",
        "070 – 174 06 05",
        "701740605",
    ],
)
def test_a_telephone_number_is_written_one_way(text: str) -> None:
    assert value.read_phone(text) == "070-174 06 05"


@pytest.mark.parametrize("text", ["saknas", "070-174 06 1", "-", "12"])
def test_what_is_no_number_is_nothing(text: str) -> None:
    assert value.read_phone(text) == ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ali@Town.example", ("ali@town.example", "")),
        (" ali@town.example ", ("ali@town.example", "")),
        ("Ali Ek <ali@town.example>", ("ali@town.example", "")),
        ("mailto:ali@town.example", ("ali@town.example", "")),
        ("ali at town.example", ("", "ali@town.example")),
        ("ali@town,example", ("", "ali@town.example")),
        ("ali..ek@town.example", ("", "ali.ek@town.example")),
        ("ali(at)town.example", ("", "ali@town.example")),
        ("ali", ("", "")),
    ],
)
def test_a_wrong_address_is_never_put_right_in_silence(text: str, read: tuple[str, str]) -> None:
    assert value.read_address(text) == read


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Bekräftad", "confirmed"),
        ("Bekräf", "confirmed"),
        ("Väntelista", "waitlisted"),
        ("AVANMÄLD", "cancelled"),
        ("vet ej", None),
        ("be", None),
    ],
)
def test_a_status_is_read_even_if_its_end_is_cut_off(text: str, status: str | None) -> None:
    assert value.read_status(text) == status


def test_personal_identity_numbers_are_taken_out_and_others_stay() -> None:
    text = "Ring 070-174 06 05, pnr 19811218-9876, 811218-9876 eller 198112189876. Dnr 981231-1234"

    hidden = value.hide_personal_numbers(text)

    assert "9876" not in hidden
    assert "070-174 06 05" in hidden
    assert "981231-1234" in hidden  # no such number is given to anybody
