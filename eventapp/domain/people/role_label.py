"""The words for roles and for what they may do, on pages and in letters."""

from eventapp.domain.permission import Action, Level, Role
from eventapp.i18n import _, _l
from eventapp.models import Grant, OfferedRole

ROLE_LABELS: dict[Role, str] = {
    Role.ADMIN: _l("Administrator"),
    Role.ORGANIZER: _l("Organiser"),
    Role.EDITOR: _l("Editor"),
    Role.ANALYST: _l("Analyst"),
    Role.SECURITY_CONTACT: _l("Security contact"),
    Role.RECORDS_OFFICER: _l("Records officer"),
    Role.DOOR_LEAD: _l("Door lead"),
    Role.DOOR_STAFF: _l("Door staff"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.PARTICIPANT: _l("Participant"),
    Role.VISITOR: _l("Visitor"),
}
# What each is for, in one sentence.
ROLE_SENTENCES: dict[Role, str] = {
    Role.ADMIN: _l("Runs the installation: gives roles, changes settings, and sees its health."),
    Role.ORGANIZER: _l("Plans and runs events, and looks after everybody who takes part."),
    Role.EDITOR: _l("Reads, corrects and approves experiences before they are published."),
    Role.ANALYST: _l("Reads the results of surveys."),
    Role.SECURITY_CONTACT: _l("Registers people whose details must not be seen by anybody else."),
    Role.RECORDS_OFFICER: _l(
        "Reads the log, decides what is deleted and when, and answers people who ask what is "
        "stored about them."
    ),
    Role.DOOR_LEAD: _l("Leads check-in: invites phones and follows who has come."),
    Role.DOOR_STAFF: _l("Checks people in at a door, with a phone that a door lead has invited."),
    Role.COORDINATOR: _l(
        "Looks after an organisation’s places: names its people, and approves its experiences."
    ),
}
ACTION_LABELS: dict[Action, str] = {
    Action.SEE_PUBLIC: _l("See public pages"),
    Action.REGISTER: _l("Register for events"),
    Action.SEE_OWN_REGISTRATION: _l("See one’s own registration"),
    Action.CHANGE_OWN_REGISTRATION: _l("Change one’s own registration"),
    Action.READ_MAILBOX: _l("Read the sample’s mailbox"),
    Action.SEE_STYLEGUIDE: _l("See the style guide"),
    Action.WATCH_HEALTH: _l("Ask whether the service is up"),
    Action.SIGN_IN: _l("Sign in"),
    Action.SEE_DESK: _l("Sign in to the organisers’ pages"),
    Action.EDIT_EVENT: _l("Change events, their schedule and material"),
    Action.CREATE_EVENT: _l("Create events and series"),
    Action.SEE_REGISTRATIONS: _l("See, change and cancel registrations"),
    Action.FORCE_PLACE: _l("Give somebody a place although it is full, with a reason"),
    Action.SEE_OUTBOX: _l("See which letters have been sent, and send them again"),
    Action.WRITE_LETTERS: _l("Write letters to people of an event"),
    Action.INVITE_PEOPLE: _l("Invite people to an event"),
    Action.ANSWER_INVITATION: _l("Answer an invitation"),
    Action.SEE_OWN_DELEGATION: _l("See the people and places of one’s own organisation"),
    Action.CHANGE_OWN_DELEGATION: _l("Name and replace one’s own organisation’s people"),
    Action.PAIR_PHONE: _l("Pair a phone with an invitation"),
    Action.USE_DOOR: _l("Check people in with a paired phone"),
    Action.FOLLOW_DOOR: _l("Follow check-in: how many have come, and where"),
    Action.MANAGE_DOOR: _l("Invite phones to check-in, and block them"),
    Action.ANSWER_SURVEY: _l("Answer a survey"),
    Action.ANSWER_AS_SPEAKER: _l("Answer as a speaker, by a link of one's own"),
    Action.ANSWER_FOR_MAILBOX: _l("Answer by the link in a shared mailbox"),
    Action.UNSUBSCRIBE: _l("Decline letters that are not about the own place"),
    Action.MANAGE_SURVEY: _l("Write, open and close surveys"),
    Action.SEE_SURVEY: _l("See the results of surveys"),
    Action.MAKE_REPORT: _l("Make reports, and see an event’s summary"),
    Action.CLOSE_EVENT: _l("Close an event that is over, and open it again"),
    Action.READ_BUNDLE: _l("Get the bundle of a closed event"),
    Action.REVIEW_SURVEY_TEXTS: _l("Review what people wrote in surveys, before it is shown"),
    Action.SHARE_EXPERIENCE: _l("Send in an experience"),
    Action.EDIT_EXPERIENCE: _l("Write and correct experiences"),
    Action.APPROVE_EXPERIENCE: _l("Approve experiences for publication"),
    Action.APPROVE_OWN_EXPERIENCE: _l("Approve experiences for one’s own organisation"),
    Action.DECLARE_ADAPTATION: _l("Say what one’s own organisation does with others’ experiences"),
    Action.SEE_OWN_ORGANISATION: _l("See one’s own organisation’s page"),
    Action.PLAN_FOR_ORGANISATION: _l("Plan for one’s own organisation"),
    Action.MANAGE_LISTINGS: _l("Say what one’s own organisation offers and needs"),
    Action.MANAGE_ACCOUNTS: _l("Invite people, and give and end the roles that it may give"),
    Action.MANAGE_ORGANISATIONS: _l("Add, rename and merge organisations"),
    Action.MANAGE_FOCUS_AREAS: _l("Add, rename and end focus areas"),
    Action.MANAGE_SETTINGS: _l("Change the name, look and settings of the site"),
    Action.SET_UP: _l("Work through the start list of a new installation"),
    Action.READ_LOG: _l("Read the log of what everybody has done"),
    Action.MANAGE_RETENTION: _l("Decide what is deleted and when"),
    Action.SEE_PERSON: _l("See and erase everything that is stored about one person"),
    Action.REGISTER_FOR_SOMEBODY: _l("Register somebody who has rung or written"),
    Action.IMPORT_REGISTRATIONS: _l("Take in lists of people"),
    Action.REGISTER_ALIAS: _l("Register somebody under an alias"),
    Action.SEE_HEALTH: _l("See how the installation is: mail, disk and backups"),
}
LEVEL_LABELS: dict[Level, str] = {
    Level.SYSTEM: _l("The whole system"),
    Level.EVENT: _l("One event"),
    Level.ORGANISATION: _l("One organisation"),
}


def role_name(role: str) -> str:
    """The word for a stored role; one that no longer exists is shown as it is stored."""
    return str(ROLE_LABELS[Role(role)]) if role in set(Role) else role


def scope_name(row: Grant | OfferedRole) -> str:
    """What a stored role counts for: an event's title, an organisation's name, or everything."""
    if row.event is not None:
        return row.event.title
    return row.organisation.name if row.organisation is not None else _("the whole system")
