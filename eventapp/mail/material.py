"""Letters about materials."""

from eventapp.addresses import address
from eventapp.mail.message import Letter, compose
from eventapp.models import Event, FormatRequest


def format_request(request: FormatRequest, event: Event, message_id: str) -> Letter:
    """Somebody needs a material in another format; who it is stands on the organizers' page."""
    return compose(
        "material/format_request",
        to=event.contact_email,
        language="sv",
        message_id=message_id,
        event=event,
        material=request.material,
        url=address(f"/organizer/events/{event.slug}/materials"),
    )
