"""The addresses of a participant's own pages."""

from eventapp.domain.registration import link
from eventapp.models import Registration


def own_page(registration: Registration, below: str = "") -> str:
    """The personal address, or a page below it."""
    return f"/registrations/{link.personal_token(registration)}{below}"
