"""Who may do what: every access rule of the house on one page."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of the house. One person may have several."""

    ADMIN = "admin"
    ORGANIZER = "organizer"
    EDITOR = "editor"
    ANALYST = "analyst"
    SECURITY_CONTACT = "security-contact"
    RECORDS_OFFICER = "records-officer"
    DOOR_STAFF = "door-staff"
    COORDINATOR = "coordinator"
    SPEAKER = "speaker"
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


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever asks: the roles they have shown to hold."""

    roles: frozenset[Role]


VISITOR = Actor(frozenset({Role.VISITOR}))
PARTICIPANT = Actor(frozenset({Role.VISITOR, Role.PARTICIPANT}))

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
}


def may(actor: Actor, action: Action) -> bool:
    """Whether any of the actor's roles allows the action. What is not allowed is denied."""
    return bool(ALLOWED.get(action, frozenset()) & actor.roles)
