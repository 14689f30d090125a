"""Offers and needs within a focus area: written, withdrawn, found, and which fit together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal
from eventapp.domain.event.focus_area import list_areas, with_predecessors
from eventapp.domain.exchange.match import Match, filter_by_words, find_matches
from eventapp.domain.locking import lock_row
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import FocusArea, Listing, ListingKind, Need, Offer, Organisation

LISTINGS_MAX = 200
LISTED_FOR = timedelta(days=365)
KINDS: dict[ListingKind, type[Listing]] = {ListingKind.OFFER: Offer, ListingKind.NEED: Need}


class ListingWithdrawn(Refusal):
    """The offer or need has been withdrawn already."""

    code = "wish-withdrawn"
    sentence = _l("It has already been withdrawn.")


@dataclass(frozen=True, slots=True)
class ListingText:
    """What is written of an offer or a need; `area` is a focus area's code."""

    kind: ListingKind
    area: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AreaListings:
    """What is offered and sought within one focus area, and the pairs that fit."""

    area: FocusArea
    offers: list[Offer]
    needs: list[Need]
    matches: list[Match]


def write(organisation: Organisation, text: ListingText, *, actor: str, now: datetime) -> Listing:
    """Publish an offer or a need for a year.

    The same written again on the same day is the one that is listed already. Flushes.
    """
    lock_row(organisation)  # a second click waits
    (area,) = list_areas([text.area])
    kind = KINDS[text.kind]
    words = {
        "organisation": organisation,
        "focus_area": area,
        "title": text.title,
        "text": text.text,
        "told_on": now.date(),
    }
    if listed := db.session.scalar(select(kind).filter_by(**words, withdrawn_on=None)):
        return listed
    listing = kind(**words, ends_on=(now + LISTED_FOR).date())
    db.session.add(listing)
    db.session.flush()
    audit.record(f"{text.kind.value} written", listing, actor=actor, now=now)
    return listing


def withdraw(listing: Listing, *, actor: str, now: datetime) -> None:
    """Withdraw an offer or a need. Raises ListingWithdrawn."""
    lock_row(listing)
    if listing.withdrawn_on is not None:
        raise ListingWithdrawn
    listing.withdrawn_on = now.date()
    listing.version += 1
    audit.record(f"{listing.kind.value} withdrawn", listing, actor=actor, now=now)


def find_listed(code: str, *, now: datetime) -> Listing | None:
    """The offer or need with this code, while it is listed."""
    return db.session.scalar(_listed(now).where(Listing.code == code))


def find_own(code: str, organisations: Collection[int]) -> Listing | None:
    """The offer or need with this code, if one of the organisations has listed it."""
    return db.session.scalar(
        select(Listing).where(Listing.code == code, Listing.organisation_id.in_(organisations))
    )


def list_own(organisations: Collection[int], *, now: datetime) -> Sequence[Listing]:
    """What the organisations offer and need, as listed now, the newest first."""
    own = _listed(now).where(Listing.organisation_id.in_(organisations))
    return db.session.scalars(own.order_by(Listing.told_on.desc(), Listing.id.desc())).all()


def list_by_area(*, now: datetime, area: str = "", words: str = "") -> list[AreaListings]:
    """What is listed and contains the words, grouped by focus area; all areas, or one."""
    listings = search(now=now, areas=(area,) if area else (), words=words)
    areas = dict.fromkeys(listing.focus_area for listing in listings)
    return [
        _group(area, [listing for listing in listings if listing.focus_area is area])
        for area in areas
    ]


def search(*, now: datetime, areas: Sequence[str] = (), words: str = "") -> Sequence[Listing]:
    """What is listed within these areas and those they continue, and contains every word.

    No areas mean all.
    """
    listed = _listed(now).order_by(FocusArea.position, Listing.told_on.desc(), Listing.id.desc())
    if areas:
        listed = listed.where(FocusArea.code.in_(with_predecessors(areas, on=now.date())))
    listings = db.session.scalars(listed.limit(LISTINGS_MAX)).all()
    return filter_by_words(words, listings) if words else listings


def _listed(now: datetime) -> Select[Listing]:
    today = now.date()
    return (
        select(Listing)
        .join(Listing.focus_area)
        .where(Listing.told_on <= today, Listing.ends_on >= today, Listing.withdrawn_on.is_(None))
        .options(joinedload(Listing.organisation), joinedload(Listing.focus_area))
    )


def _group(area: FocusArea, listings: Sequence[Listing]) -> AreaListings:
    offers = [listing for listing in listings if isinstance(listing, Offer)]
    needs = [listing for listing in listings if isinstance(listing, Need)]
    return AreaListings(area, offers, needs, find_matches(offers, needs))
