"""Pages near, first and last; never a link to nowhere."""

from tests.templates.kitchen import macro, words


def pages(page: int, of: int) -> str:
    return macro("pagination", "pagination")(page, of, caller=lambda n: f"?page={n}")


def test_a_single_page_needs_no_pages() -> None:
    assert pages(1, 1) == ""


def test_the_middle_shows_its_neighbours_and_the_ends() -> None:
    assert words(pages(5, 12)) == "Previous 1 … 4 5 6 … 12 Next"


def test_the_ends_lead_one_way_only() -> None:
    assert words(pages(1, 3)) == "1 2 3 Next"
    assert words(pages(3, 3)) == "Previous 1 2 3"


def test_the_current_page_says_so() -> None:
    assert pages(2, 3).count("aria-current") == 1
