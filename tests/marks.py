"""Possible doubles counted anew, to be compared with what triggers have marked."""

from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from eventapp.extensions import db
from eventapp.models import DoubleReason, PossibleDouble, Registration


def list_unmarked() -> list[int]:
    """The ids of those who have a name or an address that another has, and no mark of it."""
    return [number for which in _unmarked() for number in db.session.scalars(which)]


@cache
def _unmarked() -> list[Select[tuple[int]]]:
    """For each reason the statement that finds them, composed once: it is asked after each test."""
    other = aliased(Registration)
    statements = []
    for reason, column, others in (
        (DoubleReason.SAME_ADDRESS, Registration.email, other.email),
        (DoubleReason.SAME_NAME, Registration.sort_name, other.sort_name),
    ):
        shared = select(other.id).where(
            other.event_id == Registration.event_id, others == column, other.id != Registration.id
        )
        marked = select(PossibleDouble.registration_id).where(PossibleDouble.reason == reason)
        statements.append(
            select(Registration.id).where(shared.exists(), Registration.id.not_in(marked))
        )
    return statements
