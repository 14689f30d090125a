"""The audit log in words for people, and the programme by day."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint

from eventapp.i18n import _l
from eventapp.models import Session

DEEDS = {
    "published": _l("Published"),
    "questions changed": _l("The questions when registering were changed"),
    "created": _l("Created"),
    "edited": _l("Edited"),
    "moved": _l("Moved"),
    "copied": _l("Made as a copy"),
    "postponed": _l("Postponed"),
    "called off": _l("Called off"),
    "resumed": _l("Given a new time"),
    "schedule released": _l("Schedule released"),
    "session edited": _l("Session edited"),
    "conflict overridden": _l("A conflict in the schedule was kept"),
    "seats forced": _l("Seats changed against the rules"),
    "reserve forced": _l("Seats reserved beyond those there are"),
    "seats reserved": _l("Seats reserved"),
    "registered": _l("Registered"),
    "registered again": _l("Registered once more; got the link again"),
    "registration admitted": _l("Accepted by an organizer"),
    "registration forced": _l("Registered outside the time for it"),
    "registered under alias": _l("Registered under an alias"),
    "registered by the coordinator": _l("Registered by the coordinator"),
    "registered instead": _l("Registered in a colleague's place"),
    "place forced": _l("Given a place past the queue"),
    "cancelled": _l("Cancelled"),
    "changed": _l("Changed by the participant"),
    "offer accepted": _l("The offered place was taken"),
    "link sent again": _l("The personal link was sent again"),
    "attendance marked": _l("Attendance marked"),
    "phone invited": _l("A phone was invited"),
    "phone paired": _l("A phone was paired"),
    "phone revoked": _l("A phone was shut out"),
    "quarantine lifted": _l("A phone's late scans were let count"),
    "scan kept aside": _l("A scan was kept aside"),
    "door search": _l("Somebody was searched for at the door"),
    "kitchen list read": _l("The kitchen list was read"),
    "material added": _l("Material added"),
    "material withdrawn": _l("Material withdrawn"),
    "survey made ready": _l("Survey made ready"),
    "survey draft deleted": _l("Draft of a survey deleted"),
    "survey opened": _l("Survey opened"),
    "survey closed": _l("Survey closed"),
    "experience drafted": _l("Draft of an experience made"),
    "experience edited": _l("Text changed; both approvals are needed anew"),
    "experience sent for review": _l("Sent to be read"),
    "experience approved by the organisation": _l("Approved by the organisation"),
    "experience change wanted": _l("The organisation wants a change"),
    "experience approved by an editor": _l("Approved by an editor"),
    "experience published": _l("Published"),
    "experience withdrawn": _l("Withdrawn"),
}
ACTORS = {
    "participant": _l("The participant"),
    "organizer": _l("The organizer"),
    "coordinator": _l("The coordinator"),
    "editor": _l("The editor"),
    "security-contact": _l("The security contact"),
    "system": _l("By itself"),
    "device": _l("A phone at the door"),
}


def init_app(bp: Blueprint) -> None:
    """Let templates put the log into words."""
    bp.add_app_template_filter(deed, "deed")
    bp.add_app_template_filter(by_whom, "by_whom")
    bp.add_app_template_filter(by_day, "groupby_day")


def deed(action: str) -> str:
    """What was done; a deed without words of its own stands as it is in the log."""
    return str(DEEDS.get(action, action))


def by_whom(actor: str) -> str:
    """Who did it: an account's name, or the word for a kind of actor."""
    return str(ACTORS.get(actor.partition(":")[0], actor))


def by_day(sessions: Iterable[Session], zone: str) -> list[tuple[date, list[Session]]]:
    """Sessions, which are in order, by their day in that zone."""
    days = groupby(sessions, key=lambda each: each.starts_at.astimezone(ZoneInfo(zone)).date())
    return [(day, list(on_day)) for day, on_day in days]
