"""The picture of an event's venue."""

from eventapp.domain.schedule.venue_picture import WholePicture, save_venue_picture
from eventapp.models import Event
from tests.builders.moments import NOON

PICTURE = WholePicture("1" * 24, b"jpeg", 1600, 900)
WORDS = "Ingången ligger på gården."


def a_venue_picture(
    event: Event, picture: WholePicture = PICTURE, *, description_en: str = ""
) -> None:
    """A picture with words, as an organizer has just saved it."""
    save_venue_picture(
        event,
        picture,
        description=WORDS,
        description_en=description_en,
        version=0,
        actor="organizer",
        now=NOON,
    )
