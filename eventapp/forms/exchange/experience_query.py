"""A search for experiences as it stands in an address, and what its filters offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from eventapp.domain.exchange.finding.facets import FAILED, Facet, TargetGroup
from eventapp.domain.exchange.finding.search import SearchPage, SearchQuery
from eventapp.forms.exchange.experience import COSTS, STEPS
from eventapp.forms.people.organisation import SIZE_LABELS
from eventapp.i18n import _, _l
from eventapp.models import EvidenceStage, FocusArea

WORDS_MAX_LENGTH = 100
VALUE_MAX_LENGTH, VALUES_MAX = 60, 20
STAGES = {
    EvidenceStage.UNTESTED: _l("Idea"),
    EvidenceStage.TRIED: _l("Tried"),
    EvidenceStage.FOLLOWED_UP: _l("Followed up"),
    EvidenceStage.COMPARED: _l("Compared"),
    EvidenceStage.EVALUATED: _l("Evaluated"),
}
TARGETS = {
    TargetGroup.CHILDREN: _l("Children and pupils"),
    TargetGroup.YOUNG: _l("Young people"),
    TargetGroup.PARENTS: _l("Parents and families"),
    TargetGroup.RESIDENTS: _l("Residents"),
    TargetGroup.STAFF: _l("Staff and managers"),
    TargetGroup.BUSINESSES: _l("Businesses and landlords"),
    TargetGroup.ASSOCIATIONS: _l("Associations"),
}
# In their order on the page, with their legend; years and organisations come from what is found.
FIXED: tuple[tuple[Facet, str, Mapping[Any, str]], ...] = (
    (Facet.STAGE, _l("How well tested"), STAGES),
    (Facet.STEP, _l("Step in the law’s process"), STEPS),
    (Facet.TARGET, _l("For whom"), TARGETS),
    (Facet.COST, _l("Cost"), COSTS),
    (Facet.SIZE, _l("Inhabitants of the municipality"), SIZE_LABELS),
)


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One value of a filter, and how many there would be."""

    value: str
    label: str
    count: int
    chosen: bool
    area: FocusArea | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One facet as it is offered."""

    facet: Facet
    legend: str
    choices: Sequence[FilterChoice]

    @property
    def is_chosen(self) -> bool:
        """Whether something of it is chosen."""
        return any(choice.chosen for choice in self.choices)


def read_query(arguments: "MultiDict[str, str]", *, inside: bool) -> SearchQuery:
    """The search that the address says; what is too long is cut, what is too much left out."""
    chosen = {
        facet: tuple(
            dict.fromkeys(
                value[:VALUE_MAX_LENGTH] for value in arguments.getlist(facet.value) if value
            )
        )[:VALUES_MAX]
        for facet in Facet
    }
    return SearchQuery(
        words=" ".join(arguments.get("q", "").split())[:WORDS_MAX_LENGTH],
        chosen={facet: values for facet, values in chosen.items() if values},
        inside=inside,
    )


def query_arguments(query: SearchQuery) -> dict[str, str | list[str]]:
    """The search as arguments of an address; read again they are the same search."""
    arguments: dict[str, str | list[str]] = {"q": query.words} if query.words else {}
    return arguments | {facet.value: list(values) for facet, values in query.chosen.items()}


def filters_of(
    query: SearchQuery,
    results: SearchPage,
    *,
    areas: Sequence[FocusArea],
    organisations: Mapping[str, str],
    language: str,
) -> list[Filter]:
    """What can be filtered by, with counts; what is chosen stays though nothing has it.

    Where all counts of a filter are nothing it is left out.
    """
    labels = {area.code: area.short_name_in(language) for area in areas}
    by_code = {area.code: area for area in areas}
    years = {year: year for year in sorted(_values(query, results, Facet.YEAR), reverse=True)}
    offered = [
        (Facet.AREA, _("Focus area"), labels),
        (Facet.OUTCOME, _("Outcome"), {FAILED: _("Did not work as planned")}),
        *((facet, str(legend), words) for facet, legend, words in FIXED),
        (Facet.YEAR, _("Published"), years),
        (Facet.ORGANISATION, _("Organisation"), organisations),
    ]
    filters = [
        Filter(facet, legend, _choices(query, results, facet, words, by_code))
        for facet, legend, words in offered
    ]
    return [
        offer for offer in filters if any(choice.count or choice.chosen for choice in offer.choices)
    ]


def _values(query: SearchQuery, results: SearchPage, facet: Facet) -> set[str]:
    return {*results.counts[facet], *query.values(facet)}


def _choices(
    query: SearchQuery,
    results: SearchPage,
    facet: Facet,
    words: Mapping[Any, str],
    areas: Mapping[str, FocusArea],
) -> list[FilterChoice]:
    counts, chosen = results.counts[facet], query.values(facet)
    return [
        FilterChoice(value, str(label), counts.get(value, 0), value in chosen, areas.get(value))
        for value, label in words.items()
        if facet in (Facet.AREA, Facet.STAGE) or value in counts or value in chosen
    ]
