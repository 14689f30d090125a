"""What all public pages are cached by beside what they show: one number for the whole site."""

from sqlalchemy.orm import Mapped

from eventapp.models.base import Base, PrimaryKey

ONLY_ROW = 1


class SiteRevision(Base):
    """The one row; `revision` rises when focus areas or the site's settings change."""

    __tablename__ = "site_revisions"

    id: Mapped[PrimaryKey]
    revision: Mapped[int]
