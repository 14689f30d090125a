"""Session experience: that an experience and a session are about the same, as organizers chose."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.models.base import Base


class SessionExperience(Base):
    """A published experience that is shown with a session, and the session with it."""

    __tablename__ = "session_experiences"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), primary_key=True)
    experience_id: Mapped[int] = mapped_column(
        ForeignKey("experiences.id"), primary_key=True, index=True
    )
