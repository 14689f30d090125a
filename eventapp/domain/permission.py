"""Who may do what: every access rule on one page."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any

View = Callable[..., Any]
# Given the action and the view's arguments, which it may add to or take from: None to let in, or
# the answer that the caller gets instead.
Admission = Callable[["Action", dict[str, Any]], Any]


class Role(StrEnum):
    """The roles that somebody may have. One person may have several."""

    ADMIN = "admin"
    ORGANIZER = "organizer"
    EDITOR = "editor"
    ANALYST = "analyst"
    SECURITY_CONTACT = "security-contact"
    RECORDS_OFFICER = "records-officer"
    DOOR_LEAD = "door-lead"
    DOOR_STAFF = "door-staff"  # a phone that was paired, and whoever holds it
    COORDINATOR = "coordinator"
    PARTICIPANT = "participant"
    VISITOR = "visitor"


class Action(StrEnum):
    """What one may want to do."""

    SEE_PUBLIC = "see public pages"
    REGISTER = "register"
    SEE_OWN_REGISTRATION = "see own registration"
    CHANGE_OWN_REGISTRATION = "change own registration"
    READ_MAILBOX = "read the sample mailbox"
    SEE_STYLEGUIDE = "see the styleguide"
    WATCH_HEALTH = "watch health"
    SIGN_IN = "sign in"
    SEE_DESK = "see the organizer's desk"
    EDIT_EVENT = "edit an event"
    CREATE_EVENT = "create an event"
    SEE_REGISTRATIONS = "see registrations"
    FORCE_PLACE = "force a place"
    SEE_OUTBOX = "see the outbox"
    UNSUBSCRIBE = "decline letters that are not about the own place"
    WRITE_LETTERS = "write letters to people of an event"
    INVITE_PEOPLE = "invite people to an event"
    ANSWER_INVITATION = "answer an invitation"
    ANSWER_AS_SPEAKER = "answer as a speaker"
    SEE_OWN_DELEGATION = "see own delegation"
    CHANGE_OWN_DELEGATION = "change own delegation"
    PAIR_PHONE = "pair a phone"
    USE_DOOR = "check people in"
    FOLLOW_DOOR = "follow the door"
    MANAGE_DOOR = "manage doors and phones"
    ANSWER_SURVEY = "answer a survey"
    MANAGE_SURVEY = "manage surveys"
    SEE_SURVEY = "see surveys and their results"
    REVIEW_SURVEY_TEXTS = "review free texts of surveys"
    MAKE_REPORT = "make reports"
    SHARE_EXPERIENCE = "tell of an experience"
    EDIT_EXPERIENCE = "edit experiences"
    APPROVE_EXPERIENCE = "approve experiences as an editor"
    APPROVE_OWN_EXPERIENCE = "approve the own organisation's experiences"
    DECLARE_ADAPTATION = "say what the own organisation does with others' experiences"
    ANSWER_FOR_MAILBOX = "answer by the link in a shared mailbox"
    SEE_OWN_ORGANISATION = "see the own organisation's page"
    PLAN_FOR_ORGANISATION = "plan for the own organisation"
    MANAGE_LISTINGS = "manage the listings of the own organisation"
    MANAGE_ACCOUNTS = "give and end roles"
    MANAGE_ORGANISATIONS = "manage organisations"
    MANAGE_FOCUS_AREAS = "manage focus areas"
    MANAGE_SETTINGS = "manage the site's settings"
    READ_LOG = "read the log"
    MANAGE_RETENTION = "decide what is deleted and when"
    SEE_PERSON = "see everything about one person"
    REGISTER_FOR_SOMEBODY = "register somebody who rang or wrote"
    IMPORT_REGISTRATIONS = "take in lists of people"
    REGISTER_ALIAS = "register somebody under an alias"
    SEE_HEALTH = "see how the installation is"
    SET_UP = "set up the installation"
    CLOSE_EVENT = "close an event that is over"
    READ_BUNDLE = "get the bundle of a closed event"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks, with the roles that they have proved."""

    roles: frozenset[Role]


VISITOR = Actor(frozenset({Role.VISITOR}))
PARTICIPANT = Actor(frozenset({Role.VISITOR, Role.PARTICIPANT}))

COORDINATOR = Actor(frozenset({Role.VISITOR, Role.COORDINATOR}))
DOOR = Actor(frozenset({Role.VISITOR, Role.DOOR_STAFF}))

RUNNERS = frozenset({Role.ADMIN, Role.ORGANIZER})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_PUBLIC: frozenset(Role),
    Action.REGISTER: frozenset(Role),
    # The personal link is the capability: it opens one registration and nothing else.
    Action.SEE_OWN_REGISTRATION: frozenset({Role.PARTICIPANT}),
    Action.CHANGE_OWN_REGISTRATION: frozenset({Role.PARTICIPANT}),
    # These two exist only in the demo and in development, where all content is made up.
    Action.READ_MAILBOX: frozenset(Role),
    Action.SEE_STYLEGUIDE: frozenset(Role),
    Action.WATCH_HEALTH: frozenset(Role),
    Action.SIGN_IN: frozenset(Role),
    Action.SEE_DESK: frozenset(Role) - {Role.VISITOR, Role.PARTICIPANT, Role.COORDINATOR},
    Action.EDIT_EVENT: RUNNERS,
    Action.CREATE_EVENT: RUNNERS,
    Action.SEE_REGISTRATIONS: RUNNERS,
    Action.FORCE_PLACE: RUNNERS,
    Action.SEE_OUTBOX: RUNNERS,
    # The link is the capability: it declines for one address and shows nothing.
    Action.UNSUBSCRIBE: frozenset(Role),
    Action.WRITE_LETTERS: RUNNERS,
    Action.INVITE_PEOPLE: RUNNERS,
    # The link is the capability: it answers for one address, and shows its own answer alone.
    Action.ANSWER_INVITATION: frozenset(Role),
    # The link is the capability: it opens what one speaker at one event is asked.
    Action.ANSWER_AS_SPEAKER: frozenset(Role),
    Action.SEE_OWN_DELEGATION: frozenset({Role.COORDINATOR}),
    Action.CHANGE_OWN_DELEGATION: frozenset({Role.COORDINATOR}),
    # Whoever holds the pairing link may use it, once; the phone's cookie then opens the door's API.
    Action.PAIR_PHONE: frozenset(Role),
    Action.USE_DOOR: frozenset({Role.DOOR_STAFF}),
    Action.FOLLOW_DOOR: RUNNERS | {Role.DOOR_LEAD, Role.DOOR_STAFF},
    Action.MANAGE_DOOR: RUNNERS | {Role.DOOR_LEAD},
    # The link is the capability: it opens one questionnaire, once, and says nothing of who has it.
    Action.ANSWER_SURVEY: frozenset(Role),
    Action.MANAGE_SURVEY: RUNNERS,
    Action.SEE_SURVEY: RUNNERS | {Role.ANALYST},
    Action.REVIEW_SURVEY_TEXTS: RUNNERS | {Role.ANALYST},
    # Figures that may be shown, of all events; at an event, its summary.
    Action.MAKE_REPORT: RUNNERS | {Role.ANALYST},
    Action.SHARE_EXPERIENCE: frozenset(Role),
    Action.EDIT_EXPERIENCE: RUNNERS | {Role.EDITOR},
    # An editor reads for what may identify or be misused: an organizer who wrote it does not.
    Action.APPROVE_EXPERIENCE: frozenset({Role.ADMIN, Role.EDITOR}),
    Action.APPROVE_OWN_EXPERIENCE: frozenset({Role.COORDINATOR}),
    Action.DECLARE_ADAPTATION: frozenset({Role.COORDINATOR}),
    # The link is the capability: it answers for one experience or one message, and nothing else.
    Action.ANSWER_FOR_MAILBOX: frozenset(Role),
    Action.SEE_OWN_ORGANISATION: frozenset({Role.COORDINATOR}),
    Action.PLAN_FOR_ORGANISATION: frozenset({Role.COORDINATOR}),
    Action.MANAGE_LISTINGS: frozenset({Role.COORDINATOR}),
    # Which roles they may give to whom is the table GIVERS below.
    Action.MANAGE_ACCOUNTS: RUNNERS,
    Action.MANAGE_ORGANISATIONS: RUNNERS,
    Action.MANAGE_FOCUS_AREAS: RUNNERS,
    Action.MANAGE_SETTINGS: frozenset({Role.ADMIN}),
    Action.READ_LOG: frozenset({Role.ADMIN, Role.RECORDS_OFFICER}),
    Action.MANAGE_RETENTION: frozenset({Role.ADMIN, Role.RECORDS_OFFICER}),
    Action.SEE_PERSON: frozenset({Role.ADMIN, Role.RECORDS_OFFICER}),
    Action.REGISTER_FOR_SOMEBODY: RUNNERS,
    Action.IMPORT_REGISTRATIONS: RUNNERS,
    # Nobody else may learn who is registered under an alias, administrators least of all by chance.
    Action.REGISTER_ALIAS: frozenset({Role.SECURITY_CONTACT}),
    Action.SEE_HEALTH: frozenset({Role.ADMIN}),
    Action.SET_UP: RUNNERS,
    Action.CLOSE_EVENT: RUNNERS,
    # It names nobody but those who speak; whoever files records takes it to the archive.
    Action.READ_BUNDLE: RUNNERS | {Role.RECORDS_OFFICER},
}


class Level(StrEnum):
    """How far a role reaches."""

    SYSTEM = "system"
    EVENT = "event"
    ORGANISATION = "organisation"


ADMIN_ALONE = frozenset({Role.ADMIN})

# Who may give a role, and end it, at each level where it exists. An organizer's role for one event
# counts for that event alone. Editors, security contacts and records officers serve all events.
GIVERS: dict[tuple[Role, Level], frozenset[Role]] = {
    (Role.ADMIN, Level.SYSTEM): ADMIN_ALONE,
    (Role.ORGANIZER, Level.SYSTEM): ADMIN_ALONE,
    (Role.EDITOR, Level.SYSTEM): ADMIN_ALONE,
    (Role.ANALYST, Level.SYSTEM): ADMIN_ALONE,
    (Role.SECURITY_CONTACT, Level.SYSTEM): ADMIN_ALONE,
    (Role.RECORDS_OFFICER, Level.SYSTEM): ADMIN_ALONE,
    (Role.ORGANIZER, Level.EVENT): RUNNERS,
    (Role.DOOR_LEAD, Level.EVENT): RUNNERS,
    (Role.ANALYST, Level.EVENT): RUNNERS,
    # Coordinators see their organisation's people at every event: an event's organizer does not.
    (Role.COORDINATOR, Level.ORGANISATION): RUNNERS,
}


def may(actor: Actor, action: Action) -> bool:
    """Whether any of the actor's roles allows the action. What is not allowed is denied."""
    return bool(ALLOWED.get(action, frozenset()) & actor.roles)


def may_give(giver: Actor, role: Role, level: Level) -> bool:
    """Whether the giver may give the role, and end it, at this level.

    The giver is an actor with the roles that count there: those for the whole system, and at
    Level.EVENT those for that event too. A role that does not exist at a level is given by nobody.
    """
    return bool(GIVERS.get((role, level), frozenset()) & giver.roles)


def guard(admit: Admission) -> Callable[[Action], Callable[[View], View]]:
    """Make a decorator of views, which takes the action that the view is for."""

    @wraps(admit)
    def guard_for(action: Action) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @wraps(view)
            def guarded(**arguments: Any) -> Any:
                refused = admit(action, arguments)
                return view(**arguments) if refused is None else refused

            guarded.guarded_by = action  # type: ignore[attr-defined]
            return guarded

        return decorate

    return guard_for
