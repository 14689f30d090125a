"""The words that built-in letters begin with until an event's organizer writes others.

They are the same texts as in the letters' templates, with placeholders for what is filled in.
"""

from collections.abc import Callable

from eventapp.domain.letter.placeholder import EVERY_PLACEHOLDER, IN_ENGLISH, Placeholder
from eventapp.i18n import _, _l, speaking
from eventapp.models import BuiltInLetter

TITLES = {
    BuiltInLetter.CONFIRMATION: _l("Confirmation of a place"),
    BuiltInLetter.WAITING: _l("On the waiting list"),
    BuiltInLetter.PLACE_GIVEN: _l("A place from the waiting list"),
    BuiltInLetter.OFFER: _l("Offer of a place"),
    BuiltInLetter.SESSION_PLACE: _l("A place in a session"),
    BuiltInLetter.CANCELLED: _l("Own cancellation"),
    BuiltInLetter.CANCELLED_BY_ORGANIZER: _l("Cancelled by the organiser"),
    BuiltInLetter.EVENT_MOVED: _l("New time or place"),
    BuiltInLetter.EVENT_POSTPONED: _l("Postponed event"),
    BuiltInLetter.EVENT_CANCELLED: _l("Cancelled event"),
    BuiltInLetter.SURVEY: _l("Survey"),
    BuiltInLetter.SURVEY_REMINDER: _l("Reminder of the survey"),
    BuiltInLetter.QUESTION_ANSWERED: _l("An answer, to who asked a lecturer"),
    BuiltInLetter.SPEAKER_QUESTIONS: _l("Questions that wait, to the lecturer"),
    BuiltInLetter.SPEAKER_FEEDBACK: _l("Feedback to read, to the lecturer"),
    BuiltInLetter.DOOR_LIST: _l("The list on paper, to those in charge of the door"),
}
# What stands below whatever is written, so that nobody can leave it out.
FOLLOWS = {
    BuiltInLetter.CONFIRMATION: _l("Time, place, own sessions, ticket and personal link."),
    BuiltInLetter.WAITING: _l("Time, place, number on the waiting list and personal link."),
    BuiltInLetter.PLACE_GIVEN: _l("Time, place, own sessions, ticket and personal link."),
    BuiltInLetter.OFFER: _l("The last time to answer, and the personal link."),
    BuiltInLetter.SESSION_PLACE: _l("The session with its time and room, and the personal link."),
    BuiltInLetter.CANCELLED: _l("What has been deleted, and how to register again."),
    BuiltInLetter.CANCELLED_BY_ORGANIZER: _l("What has been deleted, and whom to ask."),
    BuiltInLetter.EVENT_MOVED: _l("The new time and place, the ticket and the personal link."),
    BuiltInLetter.EVENT_POSTPONED: _l("The personal link."),
    BuiltInLetter.EVENT_CANCELLED: _l("A link to the event, and whom to ask."),
    BuiltInLetter.SURVEY: _l("The link to the survey, and what is promised about the answers."),
    BuiltInLetter.SURVEY_REMINDER: _l(
        "The link to the survey, and what is promised about the answers."
    ),
    BuiltInLetter.QUESTION_ANSWERED: _l("The question, the answer and the personal link."),
    BuiltInLetter.SPEAKER_QUESTIONS: _l("The questions, and the link to the lecturer’s page."),
    BuiltInLetter.SPEAKER_FEEDBACK: _l("Which sessions, and the link to the lecturer’s page."),
    BuiltInLetter.DOOR_LIST: _l("The links to the list and to the page for those at the door."),
}
FOLLOWS_ONLINE = FOLLOWS | {
    BuiltInLetter.CONFIRMATION: _l("Time, link to the meeting, own sessions and personal link."),
    BuiltInLetter.PLACE_GIVEN: _l("Time, link to the meeting, own sessions and personal link."),
    BuiltInLetter.EVENT_MOVED: _l("The new time, the link to the meeting and the personal link."),
}
# Whoever waits has no ticket and no sessions; who has cancelled has no link that leads to a place.
WITHOUT_PLACE = EVERY_PLACEHOLDER - {Placeholder.CODE, Placeholder.SESSIONS}
LEFT = WITHOUT_PLACE - {Placeholder.PERSONAL_LINK}
# A lecturer's own page is not the one that a place has.
OF_LECTURERS = LEFT | {Placeholder.SESSIONS}
# Whoever is in charge of a door has no registration.
OF_STAFF = LEFT - {Placeholder.ORGANISATION}
# A survey is anonymous: its letters have nothing that belongs to one registration.
ANONYMOUS = LEFT - {Placeholder.NAME, Placeholder.ORGANISATION}
ALLOWED = dict.fromkeys(BuiltInLetter, EVERY_PLACEHOLDER) | {
    BuiltInLetter.WAITING: WITHOUT_PLACE,
    BuiltInLetter.OFFER: WITHOUT_PLACE,
    BuiltInLetter.CANCELLED: LEFT,
    BuiltInLetter.CANCELLED_BY_ORGANIZER: LEFT,
    BuiltInLetter.EVENT_POSTPONED: WITHOUT_PLACE,
    BuiltInLetter.EVENT_CANCELLED: LEFT,
    BuiltInLetter.SURVEY: ANONYMOUS,
    BuiltInLetter.SURVEY_REMINDER: ANONYMOUS,
    BuiltInLetter.QUESTION_ANSWERED: WITHOUT_PLACE,
    BuiltInLetter.SPEAKER_QUESTIONS: OF_LECTURERS,
    BuiltInLetter.SPEAKER_FEEDBACK: OF_LECTURERS,
    BuiltInLetter.DOOR_LIST: OF_STAFF,
}
NAMELESS = (BuiltInLetter.SURVEY, BuiltInLetter.SURVEY_REMINDER)

# The subject and the beginning of each, for an event's title.
TEXTS: dict[BuiltInLetter, Callable[[str], tuple[str, str]]] = {
    BuiltInLetter.CONFIRMATION: lambda event: (
        _("You have a place: %(event)s", event=event),
        _("You have a place at %(event)s.", event=event),
    ),
    BuiltInLetter.WAITING: lambda event: (
        _("You are on the waiting list: %(event)s", event=event),
        _("%(event)s is full. You are on the waiting list.", event=event),
    ),
    BuiltInLetter.PLACE_GIVEN: lambda event: (
        _("You now have a place: %(event)s", event=event),
        _("You now have a place at %(event)s.", event=event),
    ),
    BuiltInLetter.OFFER: lambda event: (
        _("There is a place for you: %(event)s", event=event),
        _("There is now a place for you at %(event)s.", event=event),
    ),
    BuiltInLetter.SESSION_PLACE: lambda event: (
        _("You have a place in a session: %(event)s", event=event),
        _("You now have a place in this session:"),
    ),
    BuiltInLetter.CANCELLED: lambda event: (
        _("You have cancelled your registration: %(event)s", event=event),
        _(
            "Your registration for %(event)s has been cancelled. If you had a place, "
            "someone else can have it now.",
            event=event,
        ),
    ),
    BuiltInLetter.CANCELLED_BY_ORGANIZER: lambda event: (
        _("Your registration is cancelled: %(event)s", event=event),
        _(
            "The organiser has cancelled your registration for %(event)s. If you have questions, "
            "our contact details are at the end of this email.",
            event=event,
        ),
    ),
    BuiltInLetter.EVENT_MOVED: lambda event: (
        _("New time or place: %(event)s", event=event),
        _(
            "The time or place of %(event)s has changed. You still have your place. "
            "The details are now:",
            event=event,
        ),
    ),
    BuiltInLetter.EVENT_POSTPONED: lambda event: (
        _("Postponed: %(event)s", event=event),
        _(
            "%(event)s has been postponed. You are still registered, and we will email you when "
            "there is a new time. The old time disappears from your calendar.",
            event=event,
        ),
    ),
    BuiltInLetter.EVENT_CANCELLED: lambda event: (
        _("Cancelled: %(event)s", event=event),
        _(
            "%(event)s has been cancelled. You do not need to do anything: it disappears from "
            "your calendar.",
            event=event,
        ),
    ),
    BuiltInLetter.SURVEY: lambda event: (
        _("What did you think of %(event)s?", event=event),
        _(
            "Thank you for coming. Your answers help us do better, and help others learn from "
            "what worked."
        ),
    ),
    BuiltInLetter.SURVEY_REMINDER: lambda event: (
        _("You can still answer: %(event)s", event=event),
        _("We have not had an answer from this link. We would like to have yours too."),
    ),
    BuiltInLetter.QUESTION_ANSWERED: lambda event: (
        _("Your question is answered: %(event)s", event=event),
        _("What you asked a lecturer at %(event)s has been answered.", event=event),
    ),
    BuiltInLetter.SPEAKER_QUESTIONS: lambda event: (
        _("Questions to you: %(event)s", event=event),
        _(
            "Participants of %(event)s have asked you something. You answer on your own page; the "
            "organisers read the answer before it is shown.",
            event=event,
        ),
    ),
    BuiltInLetter.SPEAKER_FEEDBACK: lambda event: (
        _("What participants thought: %(event)s", event=event),
        _(
            "The week of answering is over. What participants of %(event)s thought can be read on "
            "your own page, as far as it can be shown without anybody being recognised.",
            event=event,
        ),
    ),
    BuiltInLetter.DOOR_LIST: lambda event: (
        _("Before the doors open: %(event)s", event=event),
        _(
            "%(event)s begins soon. Print the list for the doors now: should all phones die, "
            "people are ticked off on it and entered afterwards.",
            event=event,
        ),
    ),
}


def built_in_beginning(kind: BuiltInLetter, language: str) -> tuple[str, str]:
    """The subject and the beginning of this letter, in `sv` or `en`."""
    with speaking(language):
        subject, body = TEXTS[kind](_braced(Placeholder.EVENT, language))
        if kind in NAMELESS:
            return subject, body
        greeting = _("Hello %(name)s!", name=_braced(Placeholder.FIRST_NAME, language))
        return subject, f"{greeting}\n\n{body}"


def _braced(placeholder: Placeholder, language: str) -> str:
    english = {meant: word for word, meant in IN_ENGLISH.items()}
    word = english.get(placeholder, placeholder.value) if language == "en" else placeholder.value
    return f"{{{word}}}"
