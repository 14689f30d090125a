"""What the scans of an event come to at its own list."""

from eventapp.domain.door.attendance import Owner, load_list_attendances
from eventapp.domain.door.projection import EVENT_LIST, NEVER, Presence
from eventapp.models import Event


def load_attendances(event: Event) -> dict[Owner, Presence]:
    """By owner; whoever was at other lists alone was never at this one."""
    return {o: at.get(EVENT_LIST, NEVER) for o, at in load_list_attendances(event).items()}
