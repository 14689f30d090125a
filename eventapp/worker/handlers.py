"""What is done for each kind of promised work: write the letter, send it.

Calendar updates are decided and stored before the first byte of SMTP. Each handler reads the
present state: a registration cancelled meanwhile gets no confirmation after all.
"""

from collections.abc import Callable, Iterable, Mapping

from eventapp import transactions
from eventapp.domain.letter.bounce import return_address
from eventapp.domain.outbox import Lease
from eventapp.domain.recipient import find_recipient, list_recipients
from eventapp.domain.registration import calendar_invitation
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.extensions import db
from eventapp.mail import registration as letters
from eventapp.mail.message import Letter, send
from eventapp.models import JobKind, Registration, RegistrationState, Session
from eventapp.worker import (
    account,
    calendar,
    delegation,
    exchange,
    invitee,
    letter,
    registration_import,
    retention,
    survey,
)


def decide_calendar_updates(leases: Iterable[Lease]) -> dict[int, CalendarUpdate]:
    """What the recipients' calendars will be sent, by job.

    Decided in the present transaction, to be committed before any of the jobs is done.
    """
    leases = list(leases)
    inviting = [leased for leased in leases if leased.kind in UPDATES]
    recipients = list_recipients({leased.payload["registration_id"] for leased in inviting})
    updates: dict[int, CalendarUpdate] = {}
    for leased in inviting:
        registration = recipients.get(leased.payload["registration_id"])
        update = UPDATES[leased.kind](registration) if registration else None
        if update:
            updates[leased.job_id] = update
    for leased in leases:
        if leased.kind in NEWS and (news := NEWS[leased.kind](leased)):
            updates[leased.job_id] = news
    return updates


def carry_out(leased: Lease, updates: Mapping[int, CalendarUpdate]) -> None:
    """Do the work. Raises what SMTP raises."""
    update = updates.get(leased.job_id)
    with transactions.reading():  # those who register want the lock; letters take their time
        mail = HANDLERS[leased.kind](leased, update)
        db.session.rollback()
    if mail:
        mail.return_address = return_address(leased)
        send(mail)
    elif otherwise := WITHOUT_LETTER.get(leased.kind):
        otherwise(leased)
    if afterwards := AFTERWARDS.get(leased.kind):
        afterwards(leased)  # in one transaction with the mark that the job is done


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


def session_place_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """A place in a session."""
    registration = _find(leased)
    session = db.session.get(Session, leased.payload["session_id"])
    if registration is None or session is None or not registration.living:
        return None
    return letters.session_place(registration, session, leased.message_id)


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
    JobKind.EVENT_LETTER_MAIL: letter.event_letter_mail,
    JobKind.EVENT_LETTER_TRIAL: letter.event_letter_trial,
    JobKind.INVITEE_MAIL: invitee.invitation_mail,
    JobKind.INVITEE_REMINDER_MAIL: invitee.reminder_mail,
}

# What is written down where there was nothing to send any more.
WITHOUT_LETTER: dict[JobKind, Callable[[Lease], None]] = {
    JobKind.EVENT_LETTER_MAIL: letter.mark_unsent,
}

# What is done in one transaction with the mark, once the letter is on its way.
AFTERWARDS: dict[JobKind, Callable[[Lease], None]] = {
    JobKind.SURVEY_MAIL: survey.delete_letter_without_reminder,
    JobKind.SURVEY_REMINDER_MAIL: survey.delete_letter,
    JobKind.REGISTRATION_IMPORT: registration_import.take_batch,
    JobKind.LISTED_ERASURE: retention.erase_again,
}


def _invite(registration: Registration) -> CalendarUpdate | None:
    confirmed = registration.state is RegistrationState.CONFIRMED
    return calendar_invitation.invite(registration) if confirmed else None


# What the recipient's calendar will be sent, for the kinds of mail that carry one.
UPDATES: dict[JobKind, Callable[[Registration], CalendarUpdate | None]] = {
    JobKind.REGISTRATION_MAIL: _invite,
    JobKind.PERSONAL_LINK_MAIL: _invite,
    JobKind.LOST_LINK_MAIL: _invite,
    JobKind.PROMOTION_MAIL: _invite,
    JobKind.CANCELLATION_MAIL: calendar_invitation.withdraw,
}


NEWS: dict[JobKind, Callable[[Lease], CalendarUpdate | None]] = {
    JobKind.EVENT_NEWS_MAIL: calendar.event_update,
    JobKind.SESSION_NEWS_MAIL: calendar.session_update,
}


def _find(leased: Lease) -> Registration | None:
    return find_recipient(leased.payload["registration_id"])
