"""Where an event is, in the same words everywhere: pages, mails, tickets and calendars."""

from urllib.parse import urlencode

from eventapp.models import Event

MAP_SEARCH = "https://www.openstreetmap.org/search?"


def place(event: Event, *, confirmed: bool = False) -> str:
    """Return the place on one line, as much of it as this reader may know.

    `confirmed` is whether the reader has a place: only they learn a closed event's address and an
    online meeting's link.
    """
    return ", ".join(place_lines(event, confirmed=confirmed))


def place_lines(event: Event, *, confirmed: bool = False) -> tuple[str, ...]:
    """Return the place line by line, as `place` does: venue, street, town; no line is empty."""
    if event.online:
        return _filled(event.online_url) if confirmed else ()
    if event.closed and not confirmed:
        return _filled(event.venue_city)
    return _filled(event.venue_name, event.venue_address, town_apart(event))


def may_know_way(event: Event, *, confirmed: bool = False) -> bool:
    """Whether this reader may know the way there, if people come to a place at all."""
    return not event.online and (confirmed or not event.closed)


def map_address(event: Event, *, confirmed: bool = False) -> str:
    """Return the address of a map with the place: the organizer's own, or a search for the street.

    Nothing is asked of the map until somebody follows the link. Empty where one may not know more
    than the town, or nobody meets.
    """
    if not may_know_way(event, confirmed=confirmed):
        return ""
    words = " ".join(_filled(event.venue_address, town_apart(event)))
    return event.map_url or (MAP_SEARCH + urlencode({"query": words}) if words else "")


def town_apart(event: Event) -> str:
    """Return the town, unless the street address names it ("Almallén 1, 000 00 Stockholm")."""
    town = event.venue_city.casefold().split()[-1:]
    # Of "Centrala Stockholm" the last word; of the address each part after the first comma.
    parts = event.venue_address.casefold().split(",")[1:]
    return "" if any(part.split()[-1:] == town for part in parts) else event.venue_city


def _filled(*lines: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())
