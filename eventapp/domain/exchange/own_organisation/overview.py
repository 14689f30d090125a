"""What an organisation takes part in, gives and learns, for those who look after it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eventapp.domain.delegation.overview import OwnDelegation, list_own
from eventapp.domain.door.attendance import has_come
from eventapp.domain.exchange.adaptation import count_users
from eventapp.domain.exchange.experience_list import list_for_organisations
from eventapp.domain.exchange.listing import list_by_area
from eventapp.domain.exchange.match import Match
from eventapp.extensions import db
from eventapp.models import (
    Experience,
    ExperienceState,
    Listing,
    ListingKind,
    Organisation,
    Registration,
)

PAST_EVENTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PastDelegation:
    """A delegation at an event that is over, and how many of it came."""

    delegation: OwnDelegation
    came: int


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A card of the organisation, how many others use it, and whether it should be looked over."""

    experience: Experience
    users: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class ListedMatch:
    """One's own listing, and that of another organisation that fits it."""

    own: Listing
    other: Listing


@dataclass(frozen=True, slots=True)
class OrganisationOverview:
    """Everything of one organisation but its plan; no person is in it."""

    coming: Sequence[OwnDelegation]
    past: Sequence[PastDelegation]
    experiences: Sequence[OwnCard]
    listings: Sequence[Listing]
    matches: Sequence[ListedMatch]


def load_overview(organisation: Organisation, *, now: datetime) -> OrganisationOverview:
    """Read it, in a dozen queries however much there is."""
    delegations = list_own([organisation.id], page=1, now=now)
    past = delegations.past[:PAST_EVENTS_SHOWN]
    came = _count_came([own.delegation.id for own in past])
    listings, matches = list_own_matches(organisation, now=now)
    return OrganisationOverview(
        coming=delegations.coming,
        past=[PastDelegation(own, came[own.delegation.id]) for own in past],
        experiences=_list_experiences(organisation, now),
        listings=listings,
        matches=matches,
    )


def list_own_matches(
    organisation: Organisation, *, now: datetime
) -> tuple[list[Listing], list[ListedMatch]]:
    """What the organisation offers and needs, and what of others fits it."""
    listings: list[Listing] = []
    matches: list[ListedMatch] = []
    for group in list_by_area(now=now):
        both = (*group.offers, *group.needs)
        listings += [listing for listing in both if listing.organisation_id == organisation.id]
        matches += [
            _seen_from(match, organisation)
            for match in group.matches
            if organisation.id in {match.need.organisation_id, match.offer.organisation_id}
        ]
    return listings, matches


def _seen_from(match: Match, organisation: Organisation) -> ListedMatch:
    if match.offer.organisation_id == organisation.id:
        return ListedMatch(match.offer, match.need)
    return ListedMatch(match.need, match.offer)


def _count_came(delegations: Sequence[int]) -> Counter[int | None]:
    return Counter(
        db.session.scalars(
            select(Registration.delegation_id).where(
                Registration.delegation_id.in_(delegations), has_come()
            )
        )
    )


def _list_experiences(organisation: Organisation, now: datetime) -> list[OwnCard]:
    experiences = list_for_organisations({organisation.id})
    users = count_users([experience.id for experience in experiences])
    return [
        OwnCard(experience, users.get(experience.id, 0), _is_overdue(experience, now))
        for experience in experiences
    ]


def _is_overdue(experience: Experience, now: datetime) -> bool:
    return (
        experience.state is ExperienceState.PUBLISHED
        and experience.review_on is not None
        and experience.review_on < now.date()
    )


def is_need(listing: Listing) -> bool:
    """Whether help is sought, and not offered."""
    return listing.kind is ListingKind.NEED
