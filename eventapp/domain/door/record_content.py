"""What a ticket's sealed record contains: how much of a person the door may see."""

import hmac
from typing import Any

from eventapp.domain.door import sealed_record
from eventapp.domain.door.verdict import TicketStatus
from eventapp.keys import app_keys
from eventapp.models import RegistrationState, Visibility

# A row of `roster_entry.COLUMNS`.
ListedRow = Any


def content_of(event: str, row: ListedRow, newest: int) -> sealed_record.RecordContent:
    """The content of a ticket's record; `newest` is the revision of its owner's newest one."""
    name, organisation = name_to_show(row)
    return sealed_record.RecordContent(
        status=status_of(row.state, row.revision, newest),
        revision=row.revision,
        name=name,
        organisation=organisation,
        flags=sealed_record.GROUP_ARRIVAL if row.party_code else 0,
        group=_group(event, row.delegation_id),
    )


def status_of(state: RegistrationState, revision: int, newest: int) -> TicketStatus:
    """What a ticket is worth: only the newest one of somebody with a place lets in."""
    if revision < newest:
        return TicketStatus.REPLACED
    if state is RegistrationState.CONFIRMED:
        return TicketStatus.ADMITTED
    if state is RegistrationState.CANCELLED:
        return TicketStatus.CANCELLED
    return TicketStatus.WAITLISTED


def name_to_show(row: ListedRow) -> tuple[str, str]:
    """Name and organisation for the phone's screen, which others at the door can read.

    Of somebody with limited visibility only the first name; a protected person's name is an alias.
    """
    if row.visibility is Visibility.LIMITED:
        return row.name.split(" ")[0], ""
    return row.name, row.organisation_name


def _group(event: str, delegation_id: int | None) -> bytes:
    """Four bytes that members of one delegation share at this event, and that say nothing else."""
    if delegation_id is None:
        return bytes(4)
    message = f"door-group-1\0{event}\0{delegation_id}".encode()
    return hmac.digest(app_keys().links, message, "sha256")[:4]
