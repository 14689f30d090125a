"""The site's logo, as it is printed."""

from eventapp.documents.prints.heading import PrintedLogo
from eventapp.domain.site.logo import current_logo


def printed_logo() -> PrintedLogo | None:
    """The logo that the site has now."""
    logo = current_logo()
    return PrintedLogo(logo.png, logo.width / logo.height, logo.name) if logo else None
