"""The words that automatic letters have until an event's organizer writes others."""

from eventapp.i18n import _, _l, speaking
from eventapp.models import LetterKind

TITLES = {
    LetterKind.INVITATION_REMINDER: _l("Reminder to those invited"),
    LetterKind.CHOOSE_SESSIONS: _l("Choose your sessions"),
    LetterKind.PRACTICAL: _l("Practical information"),
    LetterKind.REMINDER: _l("Reminder"),
    LetterKind.MATERIALS: _l("The materials are out"),
    LetterKind.THANKS: _l("Thanks"),
}
SUBJECTS = {
    LetterKind.INVITATION_REMINDER: _l("Are you coming? {event}"),
    LetterKind.CHOOSE_SESSIONS: _l("Choose your sessions: {event}"),
    LetterKind.PRACTICAL: _l("Practical information: {event}"),
    LetterKind.REMINDER: _l("We meet soon: {event}"),
    LetterKind.MATERIALS: _l("The materials are out: {event}"),
    LetterKind.THANKS: _l("Thank you for coming: {event}"),
}
BODIES = {
    LetterKind.INVITATION_REMINDER: _l(
        "Hello!\n\nYou are invited to {event}, and we have not heard from you yet.\n\n"
        "**When:** {when}\n\n**Where:** {where}\n\nTell us whether you are coming. A no helps us "
        "too:\n\n{personal_link}"
    ),
    LetterKind.CHOOSE_SESSIONS: _l(
        "Hello {first_name}!\n\nSome sessions of {event} run at the same time, and you have not "
        "chosen yet. Choose on your own page, while there are places left:\n\n{personal_link}\n\n"
        "{link_schedule}"
    ),
    LetterKind.PRACTICAL: _l(
        "Hello {first_name}!\n\nWelcome to {event}.\n\n**When:** {when}\n\n**Where:** {where}\n\n"
        "{link_how_to_get_there}"
    ),
    LetterKind.REMINDER: _l(
        "Hello {first_name}!\n\nWe meet soon at {event}.\n\n**When:** {when}\n\n"
        "**Where:** {where}\n\n**Your sessions:** {your_sessions}\n\nBring your ticket. You find "
        "it on your own page, where you can also cancel so that someone else gets your place:\n\n"
        "{personal_link}\n\n{link_how_to_get_there}"
    ),
    LetterKind.MATERIALS: _l(
        "Hello {first_name}!\n\nThe materials from {event} are out. On your own page you find "
        "those that are for you:\n\n{personal_link}\n\nThose that are for everyone are on the "
        "schedule’s pages:\n\n{link_schedule}"
    ),
    LetterKind.THANKS: _l(
        "Hello {first_name}!\n\nThank you for coming to {event}. What you said and asked made it "
        "what it was.\n\nThe schedule and the materials are still there:\n\n{link_schedule}"
    ),
}


# Where people meet online there is no ticket, and no way to get there.
BODIES_ONLINE = {
    LetterKind.PRACTICAL: _l(
        "Hello {first_name}!\n\nWelcome to {event}.\n\n**When:** {when}\n\n**Where:** {where}"
    ),
    LetterKind.REMINDER: _l(
        "Hello {first_name}!\n\nWe meet soon at {event}.\n\n**When:** {when}\n\n"
        "**Where:** {where}\n\n**Your sessions:** {your_sessions}\n\nThe link to the meeting is "
        "also on your own page, where you can cancel so that someone else gets your place:\n\n"
        "{personal_link}"
    ),
}


def built_in(kind: LetterKind, language: str, *, online: bool = False) -> tuple[str, str]:
    """The subject and the text of a letter of this kind, in `sv` or `en`."""
    bodies = BODIES | BODIES_ONLINE if online else BODIES
    with speaking(language):
        return str(SUBJECTS[kind]), str(bodies[kind])


def title_of(kind: LetterKind) -> str:
    """What a letter of this kind is called at the desk, in the current language."""
    return str(TITLES.get(kind) or _("Letter"))
