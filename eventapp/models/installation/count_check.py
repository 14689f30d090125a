"""CountCheck: what was found when counts were last compared with what they count."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class CountKind(StrEnum):
    """What triggers keep, and the worker compares. The strings are stored."""

    REGISTRATIONS = "registrations"
    DOUBLES = "doubles"


class CountCheck(Base):
    """One row for each kind: when it was last compared, and in how many events it was wrong.

    What was wrong has been put right in the same run.
    """

    __tablename__ = "count_checks"

    kind: Mapped[CountKind] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    wrong: Mapped[int]
