"""The site's revision: what every page shows beside its own matter changes under it."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.extensions import db
from eventapp.models import SiteRevision
from eventapp.models.site.revision import ONLY_ROW


def site_revision() -> int:
    """A number that rises when focus areas or the site's settings change; 0 before the first."""
    return db.session.scalar(select(SiteRevision.revision).where(SiteRevision.id == ONLY_ROW)) or 0


def lock_site() -> None:
    """Raise the revision, and let others who change the site wait until this transaction ends.

    What was read before is expired. Pages everywhere show the change within a second of the commit.
    """
    db.session.flush()
    db.session.expire_all()
    insert_into = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(
        insert_into(SiteRevision)
        .values(id=ONLY_ROW, revision=1)
        .on_conflict_do_update(
            index_elements=[SiteRevision.id], set_={"revision": SiteRevision.revision + 1}
        )
    )
