"""What is done for each kind of promised work: write the letter, send it.

Calendar updates are decided and stored before the first byte of SMTP. Each handler reads the
present state: a registration cancelled meanwhile gets no confirmation after all.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from eventapp import transactions
from eventapp.domain.letter.bounce import return_address
from eventapp.domain.letter.recipient import find_recipient, list_recipients, read_ahead
from eventapp.domain.outbox import Lease
from eventapp.domain.registration import calendar_invitation
from eventapp.domain.registration.address import is_stand_in
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.extensions import db
from eventapp.mail import registration as letters
from eventapp.mail.form_letter import sharing_form_letters
from eventapp.mail.message import Letter, send
from eventapp.models import JobKind, Registration, RegistrationState, Session
from eventapp.worker import (
    account,
    bulk_act,
    bundle,
    calendar,
    delegation,
    exchange,
    invitee,
    letter,
    material,
    registration_import,
    report,
    report_file,
    retention,
    session_question,
    speaker,
    stored_file,
    survey,
)


def decide_calendar_updates(leases: Collection[Lease]) -> dict[int, CalendarUpdate]:
    """What the recipients' calendars will be sent, by job.

    Decided in the present transaction, to be committed before any of the jobs is done.
    """
    about_event = [leased for leased in leases if leased.kind in INVITING | WITHDRAWING]
    recipients = list_recipients({leased.payload["registration_id"] for leased in about_event})
    sent = calendar_invitation.list_invitations(recipients)
    updates: dict[int, CalendarUpdate] = {}
    for leased in about_event:
        registration, update = recipients.get(leased.payload["registration_id"]), None
        sending = calendar.sending(leased)
        if registration and leased.kind in WITHDRAWING:
            update = calendar_invitation.withdraw(registration, sending)
        elif registration and registration.state is RegistrationState.CONFIRMED:
            update = calendar_invitation.invite(registration, sent, sending)
        if update:
            updates[leased.job_id] = update
    for leased in leases:
        if leased.kind in NEWS and (news := NEWS[leased.kind](leased)):
            updates[leased.job_id] = news
    return updates


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it is now: None where there is none to send, or `fault` says what went wrong."""

    leased: Lease
    letter: Letter | None = None
    fault: Exception | None = None


def compose_all(leases: Collection[Lease], updates: Mapping[int, CalendarUpdate]) -> list[Draft]:
    """Write the letters, for which what they need is read at once. No fault ends it."""
    # Without the lock: those who register want it, and letters take their time.
    with transactions.reading(db.session):
        payloads = [leased.payload for leased in leases]
        recipients = read_ahead({p["registration_id"] for p in payloads if "registration_id" in p})
        with sharing_form_letters():
            drafts = [_compose(leased, updates.get(leased.job_id)) for leased in leases]
        del recipients  # held until now: each letter has found its own there
    return drafts


def _compose(leased: Lease, update: CalendarUpdate | None) -> Draft:
    try:
        letter = HANDLERS[leased.kind](leased, update)
    except Exception as fault:  # noqa: BLE001  # a poisoned job must not stop the others
        db.session.rollback()
        return Draft(leased, fault=fault)
    if letter and is_stand_in(letter.to):
        return Draft(leased)  # there is nobody to write to
    if letter:
        letter.return_address = return_address(leased, letter.to)
    return Draft(leased, letter)


def carry_out(draft: Draft) -> None:
    """Send the letter, and do what goes with it. Raises what SMTP raises, and the fault."""
    kind = draft.leased.kind
    if draft.fault:
        raise draft.fault
    if draft.letter:
        send(draft.letter)
    elif otherwise := WITHOUT_LETTER.get(kind):
        otherwise(draft.leased)
    if afterwards := AFTERWARDS.get(kind):
        afterwards(draft.leased)  # in one transaction with the mark that the job is done


def registration_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """The first mail after registering."""
    registration = _find(leased)
    if registration is None or not registration.living:
        return None
    return letters.received(
        registration,
        update,
        leased.message_id,
        account.asked_by(leased),
        in_party="in_party" in leased.payload,
    )


def personal_link_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """The personal link once more."""
    registration = _find(leased)
    if registration is None or not registration.living:
        return None
    return letters.link_again(registration, update, leased.message_id)


def lost_link_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """The personal link, to somebody who asked for it; nothing where there is nobody."""
    registration = _find(leased)
    if registration is None or not registration.living:
        return None
    by_organizer = "by_organizer" in leased.payload
    return letters.lost_link(registration, update, leased.message_id, by_organizer=by_organizer)


def promotion_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """A place, given or taken up."""
    registration = _find(leased)
    if registration is None or registration.state is not RegistrationState.CONFIRMED:
        return None
    return letters.place_given(registration, update, leased.message_id)


def offer_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The offer of a place."""
    registration = _find(leased)
    if registration is None or registration.state is not RegistrationState.OFFERED:
        return None
    return letters.place_offered(registration, leased.message_id)


def session_place_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """A place in a session."""
    registration = _find(leased)
    session = db.session.get(Session, leased.payload["session_id"])
    if registration is None or session is None or not registration.living:
        return None
    return letters.session_place(registration, session, update, leased.message_id)


def cancellation_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """The cancellation of a registration."""
    registration = _find(leased)
    if registration is None:
        return None
    return letters.cancelled(
        registration,
        update,
        leased.message_id,
        account.asked_by(leased),
        by_organizer="by_organizer" in leased.payload,
        merged="merged" in leased.payload,
    )


def erasure_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The link that confirms that the person wants to be erased."""
    registration = _find(leased)
    return letters.confirm_erasure(registration, leased.message_id) if registration else None


HANDLERS: dict[JobKind, Callable[[Lease, CalendarUpdate | None], Letter | None]] = {
    JobKind.REGISTRATION_MAIL: registration_mail,
    JobKind.PERSONAL_LINK_MAIL: personal_link_mail,
    JobKind.LOST_LINK_MAIL: lost_link_mail,
    JobKind.PROMOTION_MAIL: promotion_mail,
    JobKind.OFFER_MAIL: offer_mail,
    JobKind.SESSION_PLACE_MAIL: session_place_mail,
    JobKind.CANCELLATION_MAIL: cancellation_mail,
    JobKind.ERASURE_MAIL: erasure_mail,
    JobKind.SIGN_IN_MAIL: account.sign_in_mail,
    JobKind.MAIL_TRIAL: account.mail_trial,
    JobKind.EVENT_NEWS_MAIL: calendar.event_news_mail,
    JobKind.SESSION_NEWS_MAIL: calendar.session_news_mail,
    JobKind.SURVEY_MAIL: survey.survey_mail,
    JobKind.SURVEY_REMINDER_MAIL: survey.survey_reminder_mail,
    JobKind.CONTACT_MAIL: exchange.contact_mail,
    JobKind.CONTACT_ANSWER_MAIL: exchange.contact_answer_mail,
    JobKind.MAILBOX_CONTACT_MAIL: exchange.mailbox_contact_mail,
    JobKind.MAILBOX_REVIEW_MAIL: exchange.mailbox_review_mail,
    JobKind.EXPERIENCE_REMINDER_MAIL: exchange.experience_reminder_mail,
    JobKind.CARD_NOTICE_MAIL: exchange.experience_notice_mail,
    JobKind.LEAD_NOTICE_MAIL: exchange.lead_notice_mail,
    JobKind.ACCOUNT_INVITATION_MAIL: account.account_invitation_mail,
    JobKind.ADDRESS_CHANGE_MAIL: account.address_change_mail,
    JobKind.ADDRESS_NOTICE_MAIL: account.address_notice_mail,
    JobKind.PERSON_REACHED_MAIL: account.person_reached_mail,
    JobKind.UNUSED_ACCOUNT_MAIL: account.unused_account_mail,
    JobKind.DELEGATION_INVITATION_MAIL: delegation.invitation_mail,
    JobKind.DELEGATION_REMINDER_MAIL: delegation.reminder_mail,
    JobKind.DELEGATION_SEATS_MAIL: delegation.seats_mail,
    JobKind.QUARANTINE_MAIL: account.quarantine_mail,
    JobKind.REGISTRATION_IMPORT: registration_import.no_letter,
    JobKind.LISTED_ERASURE: retention.no_letter,
    JobKind.FILE_REMOVAL: stored_file.no_letter,
    JobKind.MATERIAL_TEXT: material.no_letter,
    JobKind.FORMAT_REQUEST_MAIL: material.format_request_mail,
    JobKind.BULK_ACT: bulk_act.no_letter,
    JobKind.EVENT_LETTER_MAIL: letter.event_letter_mail,
    JobKind.EVENT_LETTER_TRIAL: letter.event_letter_trial,
    JobKind.INVITEE_MAIL: invitee.invitation_mail,
    JobKind.INVITEE_REMINDER_MAIL: invitee.reminder_mail,
    JobKind.DECISION_MAIL: letter.decision_mail,
    JobKind.SPEAKER_MAIL: speaker.invitation_mail,
    JobKind.SPEAKER_REMINDER_MAIL: speaker.reminder_mail,
    JobKind.SPEAKER_NEWS_MAIL: speaker.session_mail,
    JobKind.SPEAKER_QUESTIONS_MAIL: speaker.questions_mail,
    JobKind.SPEAKER_FEEDBACK_MAIL: speaker.feedback_mail,
    JobKind.DOOR_LIST_MAIL: letter.door_list_mail,
    JobKind.SESSION_ANSWER_MAIL: session_question.answer_mail,
    JobKind.REPORT_FIGURES: report.no_letter,
    JobKind.REPORT_FILE: report_file.no_letter,
    JobKind.EVENT_BUNDLE: bundle.no_letter,
}

# What is written down where there was nothing to send any more.
WITHOUT_LETTER: dict[JobKind, Callable[[Lease], None]] = {
    JobKind.EVENT_LETTER_MAIL: letter.mark_unsent,
}

# Work that is no letter, and after which letters may say something else.
WORK = frozenset(
    {
        JobKind.REGISTRATION_IMPORT,
        JobKind.LISTED_ERASURE,
        JobKind.FILE_REMOVAL,
        JobKind.MATERIAL_TEXT,
        JobKind.BULK_ACT,
        JobKind.REPORT_FIGURES,
        JobKind.REPORT_FILE,
        JobKind.EVENT_BUNDLE,
    }
)

# What is done in one transaction with the mark, once the letter is on its way.
AFTERWARDS: dict[JobKind, Callable[[Lease], None]] = {
    JobKind.SURVEY_MAIL: survey.delete_letter_without_reminder,
    JobKind.SURVEY_REMINDER_MAIL: survey.delete_letter,
    JobKind.REGISTRATION_IMPORT: registration_import.take_batch,
    JobKind.LISTED_ERASURE: retention.erase_again,
    JobKind.FILE_REMOVAL: stored_file.remove_promised,
    JobKind.MATERIAL_TEXT: material.read_text,
    JobKind.BULK_ACT: bulk_act.take_batch,
    JobKind.REPORT_FIGURES: report.gather_next,
    JobKind.REPORT_FILE: report_file.write_file,
    JobKind.EVENT_BUNDLE: bundle.make_bundle,
}


# Kinds of mail that carry an invitation to whoever has a place, and those that take it back.
INVITING = frozenset(
    {
        JobKind.REGISTRATION_MAIL,
        JobKind.PERSONAL_LINK_MAIL,
        JobKind.LOST_LINK_MAIL,
        JobKind.PROMOTION_MAIL,
    }
)
WITHDRAWING = frozenset({JobKind.CANCELLATION_MAIL})


NEWS: dict[JobKind, Callable[[Lease], CalendarUpdate | None]] = {
    JobKind.EVENT_NEWS_MAIL: calendar.event_update,
    JobKind.SESSION_NEWS_MAIL: calendar.session_update,
    JobKind.SPEAKER_NEWS_MAIL: speaker.session_update,
    JobKind.SESSION_PLACE_MAIL: calendar.session_place_update,
}


def _find(leased: Lease) -> Registration | None:
    return find_recipient(leased.payload["registration_id"])
