"""The log in words: groups of acts, kinds of things, and the fields that an act changed."""

from eventapp.domain.record.log import ActionGroup
from eventapp.domain.registration.answer import LOGGED_ANSWER, NO, NONE, YES
from eventapp.domain.retention.data_kind import find_decidable
from eventapp.forms.event.event import CHOSEN, EventTextForm
from eventapp.forms.event.focus_area import COLOUR_WORDS, FIGURE_WORDS
from eventapp.forms.people.organisation import KIND_LABELS as KINDS_OF_ORGANISATION
from eventapp.i18n import _l

GROUP_LABELS = {
    ActionGroup.CHANGED: _l("Changed"),
    ActionGroup.REGISTRATIONS: _l("Registrations"),
    ActionGroup.ROLES: _l("Accounts and roles"),
    ActionGroup.DOOR: _l("Check-in"),
    ActionGroup.READ: _l("Read or downloaded"),
    ActionGroup.DELETED: _l("Deleted"),
    ActionGroup.SYSTEM: _l("The system"),
}
KIND_LABELS = {
    "event": _l("Event"),
    "registration": _l("Registration"),
    "experience": _l("Experience"),
    "wish": _l("Offer or need"),
    "account": _l("Account"),
    "account-invitation": _l("Invitation"),
    "organisation": _l("Organisation"),
    "focus-area": _l("Focus area"),
    "synonyms": _l("Words that mean the same"),
    "report": _l("Report"),
    "installation": _l("The system"),
}
# Kinds of actors without an account; a phone has its code after a colon.
ACTOR_KINDS = ("participant", "system", "operator")
LIST_LABELS = {
    "registrations": _l("Registrations"),
    "delegation": _l("Delegation"),
    "delegations": _l("Delegations"),
    "attendance": _l("Meeting"),
    "outbox": _l("Mailings"),
    "letters": _l("Letters to people of an event"),
    "log": _l("Log"),
    "results": _l("Survey results"),
    "report": _l("Report"),
    "summary": _l("Management summary"),
    "badges": _l("Name badges"),
    "sign-in": _l("Sign-in sheets"),
    "door-list": _l("The door’s list"),
    "rooms": _l("Room signs"),
    "tickets": _l("Tickets"),
    "certificates": _l("Certificates"),
    "doubles": _l("Probable doubles"),
    # Files.
    "participants": _l("Participants"),
    "sessions": _l("Per session"),
    "catering": _l("Catering"),
    "answers": _l("Answers to the event’s questions"),
    "no-shows": _l("Did not come"),
    "invitations": _l("Invited and answers"),
    "delegation-seats": _l("Delegations’ seats"),
    "import": _l("List taken in"),
}
FIELD_LABELS = {
    "title": _l("Title"),
    "subtitle": _l("Subtitle"),
    "summary": _l("What it is about"),
    "audience": _l("Audience"),
    "organiser": _l("Organiser"),
    "host": _l("Host"),
    "record_number": _l("Record number"),
    "kind": _l("Kind"),
    "form": _l("Form"),
    "slug": _l("Address"),
    "visibility": _l("Visibility"),
    "starts_at": _l("Starts"),
    "ends_at": _l("Ends"),
    "registration_opens_at": _l("Registration opens"),
    "registration_closes_at": _l("Registration closes"),
    "cancellation_closes_at": _l("Cancellation deadline"),
    "reserved_until": _l("Places are reserved until"),
    "seats": _l("Places"),
    "reserved_seats": _l("Reserved places"),
    "approval_days": _l("Days to decide about a registration"),
    "offer_hours": _l("Hours to answer an offer"),
    "promotion": _l("When a place becomes free"),
    "venue_name": _l("Venue"),
    "venue_city": _l("City"),
    "venue_address": _l("Address of the venue"),
    "online_url": _l("Link to the meeting"),
    "directions": _l("How to get there"),
    "map_url": _l("Address of a map"),
    "contact_email": _l("Email for questions"),
    "contact_phone": _l("Phone for questions"),
    "abstract": _l("Abstract"),
    "room": _l("Room"),
    "track": _l("Track"),
    "speakers": _l("Speakers"),
    "choice_group": _l("Parallel group"),
    "cancelled": _l("Cancelled"),
    "name": _l("Name"),
    "email": _l("Email address"),
    "role": _l("Role"),
    "badge": _l("Badge"),
    "answers": _l("Answers"),
    "sessions": _l("Sessions"),
    "session_entries": _l("Sessions in the calendar"),
    "organisation_name": _l("Organisation"),
    "needs": _l("Diet and access needs"),
    "attended_on": _l("Was here on"),
    "state": _l("Status"),
    # Organisations.
    "short_name": _l("Short name"),
    "also_known_as": _l("Also known as"),
    "expressions": _l("Words that mean the same"),
    "size_class": _l("Inhabitants"),
    "official_code": _l("Official code"),
    "mailbox": _l("Shared mailbox"),
    "parent": _l("Part of"),
    "ended_on": _l("Ended"),
    "merged": _l("Merged"),
    # Accounts.
    "language": _l("Language of pages and letters"),
    "active": _l("In use"),
    # Focus areas.
    "name_en": _l("Name in English"),
    "short_name_en": _l("Short name in English"),
    "figure": _l("Pattern"),
    "colour": _l("Colour"),
    "valid_from": _l("First day"),
    "valid_until": _l("Last day"),
    "place": _l("Place in the list"),
    # Series.
    "rules": _l("What has been agreed"),
    "english": _l("In English"),
    # Retention.
    "days": _l("Days"),
    "reference": _l("Decision"),
    # The site's settings.
    "operator": _l("Responsible authority"),
    "tagline": _l("Line beneath the name"),
    "tagline_en": _l("Line beneath the name, in English"),
    "start_title": _l("Heading of the start page"),
    "start_title_en": _l("Heading of the start page, in English"),
    "start_lead": _l("Introduction on the start page"),
    "start_lead_en": _l("Introduction on the start page, in English"),
    "protected_phone": _l("Telephone for people with protected personal data"),
    "accessibility_report_url": _l("Where accessibility problems are reported"),
    "signature": _l("Signature of letters"),
    "signature_en": _l("Signature of letters, in English"),
    "accent": _l("Accent colour"),
    "languages": _l("Languages of the pages"),
    "default_language": _l("Language for visitors who have not chosen"),
    "min_group": _l("Smallest group that survey results show"),
    "questions": _l("Registration questions that new events start with"),
    "logo": _l("Logo"),
}


# Words of an enumeration are stored as they are; these are what forms and pages call them.
VALUE_LABELS = {
    **{
        (name, choice.value): choice.label
        for name in CHOSEN
        for choice in getattr(EventTextForm, name).kwargs["choices"]
    },
    **{("kind", kind.value): label for kind, label in KINDS_OF_ORGANISATION.items()},
    **{("figure", value): label for value, label in FIGURE_WORDS.items()},
    **{("colour", value): label for value, label in COLOUR_WORDS.items()},
    ("badge", "organisation"): _l("the organisation only"),
    ("badge", "first_name"): _l("the first name and the organisation"),
    ("badge", "none"): _l("nothing at all"),
    ("language", "sv"): _l("Swedish"),
    ("language", "en"): _l("English"),
    ("default_language", "sv"): _l("Swedish"),
    ("default_language", "en"): _l("English"),
    ("visibility", "normal"): _l("normal"),
    ("visibility", "limited"): _l("limited"),
    ("session_entries", "shown"): _l("as entries of their own"),
    ("session_entries", "hidden"): _l("not shown"),
}


ANSWER_LABELS = {YES: _l("Yes"), NO: _l("No"), NONE: _l("None of these")}


def field_label(name: str) -> str:
    """The words for a field; an answer's question; an unknown one as it is stored, readable."""
    if name.startswith(LOGGED_ANSWER):
        return name.split(":", 2)[-1]
    known = FIELD_LABELS.get(name)
    return str(known) if known else name.replace("_", " ").capitalize()


def value_label(name: str, value: str) -> str:
    """The words for what a field holds; an unknown one as it is stored."""
    if name.startswith(LOGGED_ANSWER):
        return str(ANSWER_LABELS.get(value, value))
    return str(VALUE_LABELS.get((name, value), value))


def kind_label(kind: str) -> str:
    """The words for a kind of thing; an unknown one as it is stored."""
    return str(KIND_LABELS.get(kind, kind))


def list_label(name: str) -> str:
    """The words for a list that was read."""
    return str(LIST_LABELS.get(name, name))


def data_kind_label(kind: str) -> str:
    """The words for a kind of data that a rule about deleting is for."""
    known = find_decidable(kind)
    return str(known.label) if known else kind
