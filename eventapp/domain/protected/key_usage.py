"""Which keys the stored things need, and which of them the installation lacks."""

from typing import Any

from sqlalchemy import case, literal, select, union_all

from eventapp.domain.people.second_factor import count_unreadable
from eventapp.domain.protected.alias_record import count_unreadable_aliases
from eventapp.extensions import db
from eventapp.keys import KeyRing, app_keys
from eventapp.models import CareNeed, SpeakerReply, Ticket, WalkIn

_sealed_walk_in = case((WalkIn.sealed.is_not(None), WalkIn.key_number))


def list_missing_keys() -> list[str]:
    """One phrase for each key that is needed and missing, for operators."""
    keys = app_keys()
    needed: tuple[tuple[KeyRing, Any, str], ...] = (
        (keys.tickets, Ticket.key_number, "tickets"),
        (keys.care_needs, CareNeed.key_number, "diet and access needs"),
        (keys.care_needs, SpeakerReply.needs_key_number, "what speakers need"),
        (keys.walk_ins, _sealed_walk_in, "names of those noted at doors"),
    )
    used: Any = union_all(
        *(
            select(literal(at), column).where(column.is_not(None)).distinct()
            for at, (_, column, _) in enumerate(needed)
        )
    )
    missing = [
        f"{needed[at][0].setting} lacks key {number}, which made {needed[at][2]}"
        for at, number in sorted(tuple(row) for row in db.session.execute(used))
        if number not in needed[at][0]
    ]
    if unreadable := count_unreadable():
        missing.append(
            f"neither EVENTAPP_FACTOR_KEYS nor EVENTAPP_CARE_KEYS opens {unreadable} second factors"
        )
    if unreadable := count_unreadable_aliases():
        missing.append(
            f"neither EVENTAPP_PROTECTED_KEYS nor EVENTAPP_CARE_KEYS opens {unreadable} aliases"
        )
    return missing
