"""Pages of a list: which rows are on the page that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")
# Asks for the last page, whatever its number is.
LAST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; numbers count from 1, and an empty list has one page.

    Where not all are `counted`, there are more than `total`.
    """

    number: int
    size: int
    total: int
    counted: bool = True

    @classmethod
    def of(cls, total: int, *, wanted: int, size: int) -> "Page":
        """The wanted page, or the nearest one."""
        pages = max(1, -(-total // size))
        return cls(min(max(wanted, 1), pages), size, total)

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-self.total // self.size))

    @property
    def start(self) -> int:
        """How many rows are on the pages before this one."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """The number of the page's first row in the whole list; 0 if the list is empty."""
        return self.start + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the page's last row in the whole list."""
        return min(self.start + self.size, self.total)

    def cut(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of this page, from all rows of the list."""
        return rows[self.start : self.start + self.size]
