"""What experiences are filtered by: each facet's values, as an entry of the index has them."""

from enum import StrEnum
from functools import lru_cache

from eventapp.domain.people.stemmer import split_words, swedish_stem
from eventapp.models import Experience, Organisation, Readership

FAILED = "failed"  # the only value of OUTCOME
FOR_ALL = f"for:{Readership.ALL.value}"


class TargetGroup(StrEnum):
    """Whom a measure is for."""

    CHILDREN = "children"
    YOUNG = "young"
    PARENTS = "parents"
    RESIDENTS = "residents"
    STAFF = "staff"
    BUSINESSES = "businesses"
    ASSOCIATIONS = "associations"


# By words of which one is enough: whole, or at the beginning or end of a longer one.
WORDS = {
    TargetGroup.CHILDREN: "barn elever elev förskolebarn children pupils",
    TargetGroup.YOUNG: "unga ung ungdomar ungdom tonåringar gymnasister young youth",
    TargetGroup.PARENTS: "föräldrar vårdnadshavare familjer parents families",
    TargetGroup.RESIDENTS: "boende invånare hyresgäster grannar kvinnor äldre resenärer residents",
    TargetGroup.STAFF: "personal medarbetare chefer lärare handläggare nyanställda samordnare "
    "kommunikatörer planerare förtroendevalda tjänstepersoner staff managers teachers",
    TargetGroup.BUSINESSES: "handlare företag hyresvärdar fastighetsägare exploatörer butiker "
    "krögare businesses",
    TargetGroup.ASSOCIATIONS: "föreningar förening trossamfund civilsamhälle idrottsklubbar "
    "associations",
}
STEMS = {group: {swedish_stem(w) for w in words.split()} for group, words in WORDS.items()}


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


def target_groups_of(text: str) -> list[TargetGroup]:
    """The groups that the text names; none where it names others, or nobody."""
    named = {group for word in split_words(text) for group in _groups_named(word)}
    return [group for group in STEMS if group in named]


@lru_cache(maxsize=20_000)
def _groups_named(word: str) -> tuple[TargetGroup, ...]:
    stem = swedish_stem(word)
    return tuple(group for group, known in STEMS.items() if _names(stem, known))


def _names(stem: str, known: set[str]) -> bool:
    if stem in known:
        return True
    return any(len(part) > 4 and (stem.startswith(part) or stem.endswith(part)) for part in known)
