"""Nouns: tables and their small truths. Importing this package knows them all."""

from eventapp.models.event.event import (
    Availability,
    Event,
    EventForm,
    EventKind,
    EventState,
    Promotion,
)
from eventapp.models.event.event import Visibility as EventVisibility
from eventapp.models.event.focus_area import FocusArea
from eventapp.models.event.series import Series
from eventapp.models.job import Job, JobKind, JobState
from eventapp.models.people.organisation import Organisation, OrganisationKind
from eventapp.models.record.audit import AuditEntry
from eventapp.models.registration.care_need import CareNeed
from eventapp.models.registration.delegation import Delegation
from eventapp.models.registration.invitation import Invitation
from eventapp.models.registration.question import QuestionKind, RegistrationQuestion
from eventapp.models.registration.registration import (
    Badge,
    Registration,
    RegistrationState,
    Visibility,
)
from eventapp.models.registration.session_choice import ChoiceState, SessionChoice
from eventapp.models.registration.ticket import Ticket
from eventapp.models.schedule.release import Release
from eventapp.models.schedule.session import Room, Session, SessionKind, Track
from eventapp.models.schedule.speaker import SessionSpeaker, Speaker

__all__ = [
    "AuditEntry",
    "Availability",
    "Badge",
    "CareNeed",
    "ChoiceState",
    "Delegation",
    "Event",
    "EventForm",
    "EventKind",
    "EventState",
    "EventVisibility",
    "FocusArea",
    "Invitation",
    "Job",
    "JobKind",
    "JobState",
    "Organisation",
    "OrganisationKind",
    "Promotion",
    "QuestionKind",
    "Registration",
    "RegistrationQuestion",
    "RegistrationState",
    "Release",
    "Room",
    "Series",
    "Session",
    "SessionChoice",
    "SessionKind",
    "SessionSpeaker",
    "Speaker",
    "Ticket",
    "Track",
    "Visibility",
]
