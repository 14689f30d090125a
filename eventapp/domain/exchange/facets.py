"""What experiences are filtered by: each facet's values, as an entry of the index has them."""

from enum import StrEnum

from eventapp.domain.exchange.target_group import target_groups_of
from eventapp.models import Experience, Organisation, Readership

FAILED = "failed"  # the only value of OUTCOME
FOR_ALL = f"for:{Readership.ALL.value}"


class Facet(StrEnum):
    """By what one may filter; the value is its name in the address of a search."""

    AREA = "area"
    STAGE = "stage"
    OUTCOME = "outcome"
    STEP = "step"
    TARGET = "target"
    COST = "cost"
    SIZE = "size"
    YEAR = "year"
    ORGANISATION = "organisation"

    def word(self, value: str) -> str:
        """How an entry says that it has the value."""
        return f"{self.value}:{value}"


def facets_of(experience: Experience) -> list[str]:
    """Every value that the published experience is counted for, and who may read it."""
    assert experience.published_at is not None  # noqa: S101 - what the caller has made sure of
    size = size_class_of(experience.organisation)
    return [
        f"for:{experience.audience.value}",
        Facet.STAGE.word(experience.stage.value),
        Facet.STEP.word(experience.step.value),
        Facet.COST.word(experience.cost.value),
        Facet.YEAR.word(str(experience.published_at.year)),
        Facet.ORGANISATION.word(experience.organisation.code),
        *(Facet.AREA.word(area.code) for area in experience.focus_areas),
        *(Facet.TARGET.word(group.value) for group in target_groups_of(experience.target)),
        *([Facet.SIZE.word(size)] if size else []),
        *([Facet.OUTCOME.word(FAILED)] if experience.failed else []),
    ]


def size_class_of(organisation: Organisation) -> str:
    """The class of the organisation or of the nearest that it is a part of; empty if unknown."""
    part: Organisation | None = organisation
    while part is not None and not part.size_class:
        part = part.parent
    return part.size_class if part else ""
