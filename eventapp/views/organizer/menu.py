"""The desk's menus: of the house, and of the event one works with."""

from dataclasses import dataclass

from flask import Blueprint, request, url_for

from eventapp.domain import permission
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action
from eventapp.i18n import _, _l
from eventapp.models import Account, Event
from eventapp.views.context import MenuItem


@dataclass(frozen=True, slots=True)
class DeskMenu:
    """What can be done from here; `title` says with what."""

    title: str
    items: list[MenuItem]


HOME = "organizer.home.show"  # shows to each what is theirs
# Each line: what it is called, where it leads, the room it stands for, who may.
HOUSE = [
    (_l("Events"), HOME, Action.SEE_DESK),
    (_l("Series"), "organizer.series.index", Action.EDIT_EVENT),
    (_l("Experiences"), "organizer.experience.index", Action.EDIT_EXPERIENCE),
    (_l("Leads"), "organizer.lead.index", Action.EDIT_EXPERIENCE),
    (_l("Mailings"), "organizer.outbox.index", Action.SEE_OUTBOX),
]
EVENT = [
    (_l("Overview"), "organizer.event.show", Action.SEE_DESK),
    (_l("Registrations"), "organizer.registration.index", Action.SEE_REGISTRATIONS),
    (_l("Delegations"), "organizer.delegation.index", Action.EDIT_EVENT),
    (_l("Programme"), "organizer.schedule.show", Action.EDIT_EVENT),
    (_l("Materials"), "organizer.material.index", Action.EDIT_EVENT),
    (_l("Kitchen list"), "organizer.kitchen.show", Action.SEE_REGISTRATIONS),
    (_l("Meeting"), "organizer.attendance.show", Action.EDIT_EVENT),
    (_l("Check-in"), "organizer.door_dashboard.show", Action.FOLLOW_DOOR),
    (_l("Survey"), "organizer.survey.index", Action.SEE_SURVEY),
    (_l("Settings"), "organizer.event.edit", Action.EDIT_EVENT),
]

# Rooms without a line of their own, and the room that they belong to.
ROOMS = {
    "organizer.approval": "organizer.experience",
    "organizer.device": "organizer.door_dashboard",
    "organizer.result": "organizer.survey",
    "organizer.review": "organizer.survey",
    "organizer.session": "organizer.schedule",
    "organizer.schedule_part": "organizer.schedule",
    "organizer.lifecycle": "organizer.event",
    "organizer.question": "organizer.registration",
}


def init_app(bp: Blueprint) -> None:
    """Hand the desk's templates their menus."""

    @bp.context_processor
    def menus() -> dict[str, object]:
        return {"desk_head": desk_head, "desk_menu": desk_menu}


def desk_head(account: Account) -> list[MenuItem]:
    """The words in the page's head."""
    return [
        MenuItem(_("Events"), url_for("organizer.home.show"), current=True),
        MenuItem(_("The open pages"), url_for("public.event.index"), current=False),
        MenuItem(account.name, url_for("account.security.edit"), current=False),
    ]


def desk_menu(account: Account, event: Event | None) -> DeskMenu:
    """The menu of the event, or of the house; only what the account may do."""
    actor = actor_for(account, event.id if event else None)
    lines = HOUSE if event is None else EVENT
    slug = event.slug if event else None
    return DeskMenu(
        title=event.title if event else _("All events"),
        items=[
            MenuItem(str(label), url_for(endpoint, slug=slug), current=_is_at(endpoint))
            for label, endpoint, action in lines
            if (permission.may(actor, action) or endpoint == HOME) and _concerns(endpoint, event)
        ],
    )


def _concerns(endpoint: str, event: Event | None) -> bool:
    """Only a meeting of a series or on a screen has something on the page of meetings."""
    if event is None or endpoint != "organizer.attendance.show":
        return True
    return event.online or event.series_id is not None


def _is_at(endpoint: str) -> bool:
    if endpoint == "organizer.event.edit" or request.endpoint == "organizer.event.edit":
        return request.endpoint == endpoint
    room = endpoint.rpartition(".")[0]
    return request.blueprint in {room, *(each for each, within in ROOMS.items() if within == room)}
