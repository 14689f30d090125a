"""Offers and needs within a focus area: written, withdrawn, found, and which fit together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal
from eventapp.domain.event.focus_area import list_areas
from eventapp.domain.exchange.matching import Match, holding, matches
from eventapp.domain.locking import lock_row
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import FocusArea, Need, Offer, Organisation, Wish, WishKind

MOST = 200
LISTED_FOR = timedelta(days=365)
KINDS: dict[WishKind, type[Wish]] = {WishKind.OFFER: Offer, WishKind.NEED: Need}


class WishWithdrawn(Refusal):
    """It has been withdrawn already."""

    code = "wish-withdrawn"
    sentence = _l("It has already been withdrawn.")


@dataclass(frozen=True, slots=True)
class WishText:
    """What is written of an offer or a need; `area` is a focus area's code."""

    kind: WishKind
    area: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AreaExchange:
    """What is offered and sought within one focus area, and the pairs that fit."""

    area: FocusArea
    offers: list[Offer]
    needs: list[Need]
    matches: list[Match]


def write(organisation: Organisation, text: WishText, *, actor: str, now: datetime) -> Wish:
    """Publish it for a year. Flushes; the caller commits."""
    (area,) = list_areas([text.area])
    wish = KINDS[text.kind](
        organisation=organisation,
        focus_area=area,
        title=text.title,
        text=text.text,
        told_on=now.date(),
        ends_on=(now + LISTED_FOR).date(),
    )
    db.session.add(wish)
    db.session.flush()
    audit.record(f"{text.kind.value} written", wish, actor=actor, now=now)
    return wish


def withdraw(wish: Wish, *, actor: str, now: datetime) -> None:
    """Withdraw it. Raises WishWithdrawn. The caller commits."""
    lock_row(wish)
    if wish.withdrawn_on is not None:
        raise WishWithdrawn
    wish.withdrawn_on = now.date()
    wish.version += 1
    audit.record(f"{wish.kind.value} withdrawn", wish, actor=actor, now=now)


def find_standing(code: str, *, now: datetime) -> Wish | None:
    """The one of this code, while it is listed."""
    return db.session.scalar(_listed(now).where(Wish.code == code))


def find_own(code: str, organisations: Collection[int]) -> Wish | None:
    """The own one of this code."""
    return db.session.scalar(
        select(Wish).where(Wish.code == code, Wish.organisation_id.in_(organisations))
    )


def list_own(organisations: Collection[int], *, now: datetime) -> Sequence[Wish]:
    """The organisations' own that are listed, the newest first."""
    own = _listed(now).where(Wish.organisation_id.in_(organisations))
    return db.session.scalars(own.order_by(Wish.told_on.desc(), Wish.id.desc())).all()


def list_exchange(*, now: datetime, area: str = "", words: str = "") -> list[AreaExchange]:
    """What is listed and holds the words, by focus area in their order; all areas, or one."""
    wishes = search(now=now, areas=(area,) if area else (), words=words)
    areas = dict.fromkeys(each.focus_area for each in wishes)
    return [_within(each, [w for w in wishes if w.focus_area is each]) for each in areas]


def search(*, now: datetime, areas: Sequence[str] = (), words: str = "") -> Sequence[Wish]:
    """Those listed within these areas (none for all) that hold every word."""
    listed = _listed(now).order_by(FocusArea.position, Wish.told_on.desc(), Wish.id.desc())
    if areas:
        listed = listed.where(FocusArea.code.in_(areas))
    found = db.session.scalars(listed.limit(MOST)).all()
    return holding(words, found) if words else found


def _listed(now: datetime) -> Select[Wish]:
    today = now.date()
    return (
        select(Wish)
        .join(Wish.focus_area)
        .where(Wish.told_on <= today, Wish.ends_on >= today, Wish.withdrawn_on.is_(None))
        .options(joinedload(Wish.organisation), joinedload(Wish.focus_area))
    )


def _within(area: FocusArea, wishes: Sequence[Wish]) -> AreaExchange:
    offers = [each for each in wishes if isinstance(each, Offer)]
    needs = [each for each in wishes if isinstance(each, Need)]
    return AreaExchange(area, offers, needs, matches(offers, needs))
