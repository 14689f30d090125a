"""Submission: a form that was sent and acted, so that the same sent again does not act twice."""

from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base, CreatedAt


class Submission(Base):
    """One form; `digest` is of its id and content, `location` the page that answered it."""

    __tablename__ = "submissions"

    digest: Mapped[str] = mapped_column(primary_key=True)
    location: Mapped[str] = mapped_column(default="")
    created_at: Mapped[CreatedAt] = mapped_column(index=True)
