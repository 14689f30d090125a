"""The site's logo as letters and prints show it."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from eventapp.domain.site.site import current_site, shown_site
from eventapp.extensions import db
from eventapp.models import SiteLogo


@dataclass(frozen=True, slots=True)
class ShownLogo:
    """A picture that never changes, and its size in pixels; `name` is whose it is."""

    png: bytes
    width: int
    height: int
    name: str


def current_logo() -> ShownLogo | None:
    """The logo of the site as it is now, if it has one."""
    site = current_site()
    if not site.logo:
        return None
    png, width, height = _drawn(site.logo)
    return ShownLogo(png, width, height, shown_site(site)["name"])


@lru_cache(maxsize=4)  # of thousands of letters each shows the same one
def _drawn(digest: str) -> tuple[bytes, int, int]:
    columns = select(SiteLogo.png, SiteLogo.width, SiteLogo.height)
    row = db.session.execute(columns.where(SiteLogo.digest == digest)).one()
    return row[0], row[1], row[2]
