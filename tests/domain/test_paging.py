"""Pages of a list."""

import pytest

from eventapp.domain.paging import Page


@pytest.mark.parametrize(
    ("total", "wanted", "number", "pages", "rows"),
    [
        (0, 1, 1, 1, ""),
        (3, 1, 1, 1, "abc"),
        (10, 1, 1, 1, "abcdefghij"),
        (11, 2, 2, 2, "k"),
        (11, 99, 2, 2, "k"),
        (11, -5, 1, 2, "abcdefghij"),
    ],
)
def test_the_page_wanted_or_the_nearest(
    total: int, wanted: int, number: int, pages: int, rows: str
) -> None:
    page = Page.of(total, wanted=wanted, size=10)
    assert (page.number, page.pages) == (number, pages)
    assert page.cut("abcdefghijk"[:total]) == rows
    assert page.start == 10 * (number - 1)
    first, last = page.first, page.last
    assert (first, last) == ((page.start + 1, page.start + len(rows)) if rows else (0, 0))
