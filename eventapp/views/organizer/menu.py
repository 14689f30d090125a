"""The organizers' menus: the general one, and that of an event."""

from dataclasses import dataclass

from flask import Blueprint, request, url_for

from eventapp.domain import permission
from eventapp.domain.people.account import actor_for
from eventapp.domain.permission import Action, Actor
from eventapp.i18n import _, _l
from eventapp.models import Account, Event
from eventapp.views.context import MenuItem


@dataclass(frozen=True, slots=True)
class DeskMenu:
    """The items of a menu under their title, in groups that stand apart."""

    title: str
    groups: list[list[MenuItem]]

    @property
    def here(self) -> str:
        """The label of the item that the reader is at, or ""."""
        items = (item for group in self.groups for item in group)
        return next((item.label for item in items if item.current), "")


# A label, an endpoint, and the action that the reader must be allowed.
Entry = tuple[str, str, Action]

HOME = "organizer.home.show"  # everybody may open it, and sees their own events
GENERAL_MENU: list[Entry] = [
    (_l("Events"), HOME, Action.SEE_DESK),
    (_l("Series"), "organizer.series.index", Action.EDIT_EVENT),
    (_l("Experiences"), "organizer.experience.index", Action.EDIT_EXPERIENCE),
    (_l("Leads"), "organizer.lead.index", Action.EDIT_EXPERIENCE),
    (_l("Words of search"), "organizer.synonym.index", Action.EDIT_EXPERIENCE),
    (_l("Reports"), "organizer.report.index", Action.MAKE_REPORT),
    (_l("Mailings"), "organizer.outbox.index", Action.SEE_OUTBOX),
]
# What concerns the whole installation. One entry a line, in this order.
SYSTEM_MENU: list[Entry] = [
    (_l("Accounts"), "organizer.account.index", Action.MANAGE_ACCOUNTS),
    (_l("Organisations"), "organizer.organisation.index", Action.MANAGE_ORGANISATIONS),
    (_l("Focus areas"), "organizer.focus_area.index", Action.MANAGE_FOCUS_AREAS),
    (_l("Settings of the site"), "organizer.settings.edit", Action.MANAGE_SETTINGS),
    (_l("Protected people"), "organizer.alias.index", Action.REGISTER_ALIAS),
    (_l("Retention"), "organizer.retention.index", Action.MANAGE_RETENTION),
    (_l("One person"), "organizer.person.new", Action.SEE_PERSON),
    (_l("Log"), "organizer.log.index", Action.READ_LOG),
    (_l("Health"), "organizer.health.show", Action.SEE_HEALTH),
]
# Groups of what is done together: people, content, what is sent and printed, the day, after it.
EVENT_MENU: list[list[Entry]] = [
    [
        (_l("Overview"), "organizer.event.show", Action.SEE_DESK),
        (_l("Registrations"), "organizer.registration.index", Action.SEE_REGISTRATIONS),
        (_l("Invited people"), "organizer.invitee.index", Action.INVITE_PEOPLE),
        (_l("Delegations"), "organizer.delegation.index", Action.EDIT_EVENT),
    ],
    [
        (_l("Schedule"), "organizer.schedule.show", Action.EDIT_EVENT),
        (_l("Speakers"), "organizer.speaker.index", Action.EDIT_EVENT),
        (_l("English texts"), "organizer.translation.index", Action.EDIT_EVENT),
        (_l("Calendars"), "organizer.calendar_status.show", Action.EDIT_EVENT),
        (_l("Materials"), "organizer.material.index", Action.EDIT_EVENT),
        (_l("Questions to lecturers"), "organizer.session_question.index", Action.EDIT_EVENT),
    ],
    [
        (_l("Mailings"), "organizer.letter.index", Action.WRITE_LETTERS),
        (_l("Prints"), "organizer.prints.show", Action.SEE_REGISTRATIONS),
        (_l("Lists and files"), "organizer.export.index", Action.SEE_REGISTRATIONS),
    ],
    [
        (_l("Kitchen list"), "organizer.kitchen.show", Action.SEE_REGISTRATIONS),
        (_l("Meeting"), "organizer.attendance.show", Action.EDIT_EVENT),
        (_l("Check-in"), "organizer.door_dashboard.show", Action.FOLLOW_DOOR),
    ],
    [
        (_l("Survey"), "organizer.survey.index", Action.SEE_SURVEY),
        (_l("Management summary"), "organizer.event_summary.show", Action.MAKE_REPORT),
        (_l("Closing"), "organizer.closing.show", Action.READ_BUNDLE),
    ],
    [
        (_l("Log"), "organizer.event_log.index", Action.EDIT_EVENT),
        (_l("Colleagues"), "organizer.colleague.index", Action.MANAGE_ACCOUNTS),
        (_l("Settings"), "organizer.event.edit", Action.EDIT_EVENT),
    ],
]

# What only an event has that people come to.
ON_SITE = frozenset({"organizer.kitchen.show", "organizer.door_dashboard.show"})

# Blueprints without an item of their own, and the blueprint whose item is current on their pages.
PARENTS = {
    "organizer.account_invitation": "organizer.account",
    "organizer.approval": "organizer.experience",
    "organizer.experience_file": "organizer.experience",
    "organizer.experience_version": "organizer.experience",
    "organizer.free_text": "organizer.organisation",
    "organizer.organisation_lifecycle": "organizer.organisation",
    "organizer.organisation_merge": "organizer.organisation",
    "organizer.device": "organizer.door_dashboard",
    "organizer.check_in_list": "organizer.door_dashboard",
    "organizer.walk_in": "organizer.door_dashboard",
    "organizer.walk_in_decision": "organizer.door_dashboard",
    "organizer.door_group": "organizer.door_dashboard",
    "organizer.door_list": "organizer.door_dashboard",
    "organizer.door_live": "organizer.door_dashboard",
    "organizer.door_missing": "organizer.door_dashboard",
    "organizer.door_paper": "organizer.door_dashboard",
    "organizer.correction": "organizer.registration",
    "organizer.held_letter": "organizer.outbox",
    "organizer.material_version": "organizer.material",
    "organizer.report_file": "organizer.report",
    "organizer.report_text": "organizer.report",
    "organizer.group_class": "organizer.survey",
    "organizer.result": "organizer.survey",
    "organizer.retention_pause": "organizer.retention",
    "organizer.retention_rule": "organizer.retention",
    "organizer.retention_run": "organizer.retention",
    "organizer.review": "organizer.survey",
    "organizer.session_feedback": "organizer.survey",
    "organizer.role": "organizer.account",
    "organizer.sharing": "organizer.survey",
    "organizer.survey_opening": "organizer.survey",
    "organizer.survey_slip": "organizer.survey",
    "organizer.board": "organizer.schedule",
    "organizer.lecture": "organizer.schedule",
    "organizer.shift": "organizer.schedule",
    "organizer.session_rows": "organizer.schedule",
    "organizer.session": "organizer.schedule",
    "organizer.schedule_part": "organizer.schedule",
    "organizer.speaker_letter": "organizer.speaker",
    "organizer.speaker_reply": "organizer.speaker",
    "organizer.letter_timetable": "organizer.letter",
    "organizer.letter_built_in": "organizer.letter",
    "organizer.lifecycle": "organizer.event",
    "organizer.meeting_notes": "organizer.attendance",
    "organizer.deletion": "organizer.event",
    "organizer.people_deletion": "organizer.event",
    "organizer.quarantine": "organizer.alias",
    "organizer.venue_picture": "organizer.event",
    "organizer.bulk_act": "organizer.registration",
    "organizer.registration_approval": "organizer.registration",
    "organizer.cancellation": "organizer.registration",
    "organizer.double": "organizer.registration",
    "organizer.question": "organizer.registration",
    "organizer.badge": "organizer.prints",
    "organizer.certificate": "organizer.prints",
    "organizer.delegation_ticket": "organizer.prints",
    "organizer.name_list": "organizer.prints",
    "organizer.room_sign": "organizer.prints",
    "organizer.import_report": "organizer.registration",
    "organizer.registration_import": "organizer.registration",
    "organizer.schedule_import": "organizer.schedule",
    "organizer.invitee_letter": "organizer.invitee",
}


def init_app(bp: Blueprint) -> None:
    """Provide the organizers' templates with their menus."""

    @bp.context_processor
    def menus() -> dict[str, object]:
        return {"desk_head": desk_head, "desk_menus": desk_menus}


def desk_head(account: Account) -> list[MenuItem]:
    """The items in the page's header."""
    return [
        MenuItem(_("Events"), url_for("organizer.home.show"), current=True),
        MenuItem(_("Public pages"), url_for("public.event.index"), current=False),
        MenuItem(account.name, url_for("account.security.edit"), current=False),
    ]


def desk_menus(account: Account, event: Event | None) -> list[DeskMenu]:
    """The menu of the event, or the general ones; only what the account may do."""
    actor = actor_for(account, event.id if event else None)
    if event:
        groups = [_items(entries, actor, event) for entries in EVENT_MENU]
        return [DeskMenu(event.title, [group for group in groups if group])]
    menus = [
        DeskMenu(_("All events"), [_items(GENERAL_MENU, actor, None)]),
        DeskMenu(_("The system"), [_items(SYSTEM_MENU, actor, None)]),
    ]
    return [menu for menu in menus if any(menu.groups)]


def _items(entries: list[Entry], actor: Actor, event: Event | None) -> list[MenuItem]:
    slug = event.slug if event else None
    return [
        MenuItem(str(label), url_for(endpoint, slug=slug), current=_is_at(endpoint))
        for label, endpoint, action in entries
        if (permission.may(actor, action) or endpoint == HOME) and _concerns(endpoint, event)
    ]


def _concerns(endpoint: str, event: Event | None) -> bool:
    """Whether the event has such a page: where people meet online, nobody eats or comes in.

    Only online meetings and series have the page of meetings.
    """
    if event is None:
        return True
    if endpoint == "organizer.attendance.show":
        return event.online or event.series_id is not None
    return not event.online or endpoint not in ON_SITE


def _is_at(endpoint: str) -> bool:
    if endpoint == "organizer.event.edit" or request.endpoint == "organizer.event.edit":
        return request.endpoint == endpoint
    blueprint = endpoint.rpartition(".")[0]
    return request.blueprint in {
        blueprint,
        *(child for child, parent in PARENTS.items() if parent == blueprint),
    }
