"""Focus areas: which are in use on a day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from eventapp.extensions import db
from eventapp.models import FocusArea


def list_valid_areas(*, on: date) -> Sequence[FocusArea]:
    """The areas in use that day, in their order."""
    return db.session.scalars(
        select(FocusArea)
        .where(
            FocusArea.valid_from <= on,
            or_(FocusArea.valid_until.is_(None), FocusArea.valid_until >= on),
        )
        .order_by(FocusArea.position)
    ).all()


def list_areas(codes: Sequence[str]) -> Sequence[FocusArea]:
    """The areas of these codes, in their order, whether still in use or not."""
    return db.session.scalars(
        select(FocusArea).where(FocusArea.code.in_(codes)).order_by(FocusArea.position)
    ).all()
