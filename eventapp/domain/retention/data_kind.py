"""The kinds of data that have a time: what each is for, from when time counts, and what to propose.

Kinds with a proposal are deleted when somebody has decided, and not before. The others are deleted
by the product itself: their times are promised where the data is asked for.
"""

from dataclasses import dataclass
from datetime import timedelta

from eventapp.domain.exchange.contact import DELETE_AFTER
from eventapp.domain.letter.letter import LATEST_AFTER_EVENT
from eventapp.domain.record.submission import SUBMISSION_LIFETIME
from eventapp.domain.registration.care_need import DELETED_AFTER_EVENT
from eventapp.domain.survey.retention import LINK_RETENTION
from eventapp.i18n import _l
from eventapp.models import DataKind

DAYS_MAX = 3650
IMPORT_KEPT = timedelta(days=3)
NOTICE_TIME = timedelta(days=30)  # between the letter to an account's owner and its deletion
INVITATION_KEPT = timedelta(days=30)  # so that one that expired can be sent again


@dataclass(frozen=True, slots=True)
class KindDescription:
    """What people read about a kind of data.

    `trigger` completes "counted from"; `days` are those proposed or, where the product itself
    deletes (`built_in`), those that hold; no decision may set fewer than `days_min`.
    """

    kind: DataKind
    label: str
    purpose: str
    trigger: str
    left: str
    days: int
    days_min: int = 1
    built_in: bool = False


def _days(time: timedelta) -> int:
    return time // timedelta(days=1)


DESCRIPTIONS = (
    KindDescription(
        DataKind.REGISTRATIONS,
        _l("Registrations"),
        _l("Names, addresses, answers and choices, to arrange the event and write about it."),
        _l("the end of the event"),
        _l("How many registered and came, for each organisation of each event."),
        days=180,
    ),
    KindDescription(
        DataKind.INVITEES,
        _l("Invited people"),
        _l("Names and addresses of those invited to an event, and what they answered."),
        _l("the end of the event"),
        _l("Nothing. Who registered has a registration, which has its own time."),
        days=90,
    ),
    KindDescription(
        DataKind.SCANS,
        _l("Scans at the door"),
        _l(
            "Who came, when and by which door, so that only those registered are let in; and the "
            "sealed names of others who came, until somebody has decided about them."
        ),
        _l("the end of the event"),
        _l("How many scans an hour, and how many came from each organisation."),
        days=30,
    ),
    KindDescription(
        DataKind.UPLOADS,
        _l("Uploaded files"),
        _l("Slides and other materials, and the bundles of closed events, for the archive."),
        _l("the end of the event"),
        _l("Nothing. Archive what must be preserved first: close the event and take its bundle."),
        days=730,
    ),
    KindDescription(
        DataKind.MAIL_LOG,
        _l("Mail log"),
        _l("Which letters were sent, so that we can answer if one did not arrive."),
        _l("the day of sending"),
        _l("Nothing."),
        days=365,
    ),
    KindDescription(
        DataKind.ACCOUNTS,
        _l("Accounts not in use"),
        _l(
            "Name, address and roles of those who sign in. Administrators' accounts are kept. A "
            "letter is sent 30 days before."
        ),
        _l("the latest sign-in, or the end of the latest event that they co-ordinate"),
        _l("The account's code in the log, without a name."),
        days=365,
        days_min=_days(NOTICE_TIME),
    ),
    KindDescription(
        DataKind.LEADS,
        _l("Leads to experiences"),
        _l("What somebody told us about, with a function and an address to ask."),
        _l("the day it was told"),
        _l("The experiences that were written."),
        days=365,
    ),
    KindDescription(
        DataKind.LOG_DETAILS,
        _l("Details of the log"),
        _l("What was changed from what to what, so that mistakes can be explained."),
        _l("the day of the change"),
        _l("Who did what and when, as codes."),
        days=730,
    ),
    KindDescription(
        DataKind.SIGN_IN,
        _l("Sign-in links and ended sessions"),
        _l("That a link was used or a session ended, so that it does not work again."),
        _l("the end of the link or session"),
        _l("Nothing."),
        days=90,
        days_min=1,
    ),
    KindDescription(
        DataKind.BACKUPS,
        _l("Backups"),
        _l("To get everything back after a fault. Whoever runs the system deletes them."),
        _l("the day of the backup"),
        _l("Nothing."),
        days=30,
    ),
    KindDescription(
        DataKind.CARE_NEEDS,
        _l("Diet and accessibility"),
        _l("What somebody needs to be served and to take part. Deleted at once if they cancel."),
        _l("the end of the event"),
        _l("Nothing."),
        days=_days(DELETED_AFTER_EVENT),
        built_in=True,
    ),
    KindDescription(
        DataKind.ANSWERS,
        _l("Answers to an event’s own questions, where the question says a date"),
        _l("What the question says. Other answers go together with the registration."),
        _l("the date that the question says"),
        _l("The question."),
        days=0,
        built_in=True,
    ),
    KindDescription(
        DataKind.INVITATIONS,
        _l("Invitations to accounts and delegations, and changes of address"),
        _l("Who was invited, and which new address waits to be confirmed, answered or not."),
        _l("the last day to answer, or the end of the event"),
        _l("The account, if the person said yes."),
        days=_days(INVITATION_KEPT),
        built_in=True,
    ),
    KindDescription(
        DataKind.SPEAKER_ADDRESSES,
        _l("Speakers’ addresses"),
        _l(
            "To write to those who speak at an event, and what they send by their own link. They "
            "are never published."
        ),
        _l("the end of the event"),
        _l("The speaker’s name and presentation, and the photo that they allowed."),
        days=_days(LATEST_AFTER_EVENT),
        built_in=True,
    ),
    KindDescription(
        DataKind.SURVEY_LINKS,
        _l("Links to surveys"),
        _l("That a link existed, so that a late visitor learns that the survey is closed."),
        _l("the close of the survey"),
        _l("Replies, which name nobody."),
        days=_days(LINK_RETENTION),
        built_in=True,
    ),
    KindDescription(
        DataKind.CONTACTS,
        _l("Messages about offers and needs"),
        _l("What is written to a municipality, with the sender's address."),
        _l("the day of the message"),
        _l("Nothing."),
        days=_days(DELETE_AFTER),
        built_in=True,
    ),
    KindDescription(
        DataKind.IMPORTS,
        _l("Lists that were taken in"),
        _l("The rows of a list, so that it can be looked through and undone. They are sealed."),
        _l("the latest step with the list"),
        _l("The registrations, which have their own time."),
        days=_days(IMPORT_KEPT),
        built_in=True,
    ),
    KindDescription(
        DataKind.SUBMISSIONS,
        _l("Fingerprints of sent forms"),
        _l("So that a form that is sent twice acts once. They say nothing of what was written."),
        _l("the moment of sending"),
        _l("Nothing."),
        days=_days(SUBMISSION_LIFETIME),
        built_in=True,
    ),
)
BY_KIND = {description.kind: description for description in DESCRIPTIONS}
DECIDED = tuple(description for description in DESCRIPTIONS if not description.built_in)
BUILT_IN = tuple(description for description in DESCRIPTIONS if description.built_in)


def find_decidable(word: str) -> KindDescription | None:
    """The kind of this word, if its time is decided by people."""
    return next((description for description in DECIDED if description.kind.value == word), None)
