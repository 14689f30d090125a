"""Mail to speakers."""

from eventapp.clock import utcnow
from eventapp.domain.event.speaker.speaker_calendar import speaker_update
from eventapp.domain.event.speaker.speaker_letter import find_speaker_address, list_owed, may_ask
from eventapp.domain.outbox import Lease
from eventapp.domain.people.unsubscription import is_unsubscribed
from eventapp.domain.registration.calendar_invitation import CalendarUpdate
from eventapp.domain.schedule.session_question.answer import list_unanswered
from eventapp.domain.survey.session_feedback import list_shown_titles
from eventapp.mail import speaker as letters
from eventapp.mail.message import Letter
from eventapp.models import SpeakerAddress


def invitation_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The link; nothing for whoever has another by now, or none."""
    address = _find_asked(leased)
    return letters.invitation(address, leased.message_id) if address else None


def reminder_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """What is left to do; nothing for whoever has done it meanwhile."""
    address = _find_asked(leased)
    owed = list_owed(address) if address else ()
    return letters.reminder(address, owed, leased.message_id) if address and owed else None


def session_update(leased: Lease) -> CalendarUpdate | None:
    """The update of the session for the speaker's calendar; a retry makes the same again."""
    address = _find(leased)
    if address is None:
        return None
    again = leased.attempt > 1
    return speaker_update(address, leased.payload["session_id"], again=again, now=utcnow())


def session_mail(leased: Lease, update: CalendarUpdate | None) -> Letter | None:
    """The session as it is now, with the update; nothing where nothing has changed after all."""
    address = _find(leased)
    if address is None or update is None:
        return None
    return letters.session_news(address, update, leased.message_id)


def questions_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """The questions that wait for an answer; nothing where there are none any more."""
    address = _find_willing(leased)
    questions = list_unanswered(address.speaker) if address else []
    return (
        letters.questions(address, questions, leased.message_id) if address and questions else None
    )


def feedback_mail(leased: Lease, _update: CalendarUpdate | None) -> Letter | None:
    """That feedback can be read, of sessions where something may be shown; never what it says."""
    address = _find_willing(leased)
    titles = list_shown_titles(address.speaker, address.event, now=utcnow()) if address else []
    return letters.feedback(address, titles, leased.message_id) if address and titles else None


def _find(leased: Lease) -> SpeakerAddress | None:
    payload = leased.payload
    return find_speaker_address(payload["speaker_address_id"], payload["link"], now=utcnow())


def _find_willing(leased: Lease) -> SpeakerAddress | None:
    """The same as below, unless they have declined letters that they can be without."""
    address = _find_asked(leased)
    return address if address and not is_unsubscribed(address.email) else None


def _find_asked(leased: Lease) -> SpeakerAddress | None:
    """The same, unless the event was called off meanwhile."""
    address = _find(leased)
    return address if address and may_ask(address.event, now=utcnow()) else None
