"""Who is missing: how many of each organisation have come, of those who have a place."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from eventapp.domain.door.attendance import has_come
from eventapp.extensions import db
from eventapp.models import Event, Registration, RegistrationState


@dataclass(frozen=True, slots=True)
class OrganisationArrivals:
    """One organisation's people: how many have a place, and how many of them have come."""

    name: str
    placed: int
    came: int

    @property
    def missing(self) -> int:
        """How many have a place and have not come."""
        return self.placed - self.came


def count_by_organisation(event: Event) -> list[OrganisationArrivals]:
    """Those of whom most are missing first, then by name; one query."""
    placed, came = func.count(), func.sum(case((has_come(), 1), else_=0))
    rows = db.session.execute(
        select(Registration.organisation_name, placed, came)
        .where(Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED)
        .group_by(Registration.organisation_name)
    )
    counted = [OrganisationArrivals(*row) for row in rows]
    return sorted(counted, key=lambda arrivals: (-arrivals.missing, arrivals.name))
