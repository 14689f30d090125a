"""Nouns: tables and their small truths. Importing this package knows them all."""

from eventapp.models.door.check_in import (
    CheckIn,
    KeptAside,
    ScanKind,
    ScanManner,
    ScanStanding,
)
from eventapp.models.door.device import Device, Place
from eventapp.models.door.roster import Roster, RosterEntry
from eventapp.models.event.attendance import Attendance
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
from eventapp.models.event.follow_up import FollowUp
from eventapp.models.event.series import Series
from eventapp.models.exchange.contact import Contact, ContactState
from eventapp.models.exchange.experience import (
    Adaptation,
    AdaptationKind,
    AdaptationState,
    Cost,
    Experience,
    ExperienceFollowUp,
    ExperienceState,
    ExperienceStems,
    ExperienceVersion,
    Readership,
    Research,
    Stage,
)
from eventapp.models.exchange.lead import Lead, LeadState
from eventapp.models.exchange.offer import Need, Offer, Wish, WishKind
from eventapp.models.job import Job, JobKind, JobState
from eventapp.models.people.account import (
    Account,
    EndedSession,
    Grant,
    RecoveryCode,
    SignInLink,
)
from eventapp.models.people.organisation import Organisation, OrganisationKind
from eventapp.models.record.audit import AuditAction, AuditEntry
from eventapp.models.record.submission import Submission
from eventapp.models.registration.care_need import CareNeed
from eventapp.models.registration.delegation import Delegation
from eventapp.models.registration.delegation_feed import DelegationFeed
from eventapp.models.registration.invitation import Invitation
from eventapp.models.registration.question import QuestionKind, RegistrationQuestion
from eventapp.models.registration.registration import (
    SEATED,
    Badge,
    Registration,
    RegistrationState,
    Visibility,
)
from eventapp.models.registration.session_choice import ChoiceState, SessionChoice
from eventapp.models.registration.ticket import Ticket
from eventapp.models.schedule.kept_conflict import KeptConflict
from eventapp.models.schedule.material import Audience, Material
from eventapp.models.schedule.release import Release
from eventapp.models.schedule.session import Room, Session, SessionKind, Track
from eventapp.models.schedule.speaker import SessionSpeaker, Speaker
from eventapp.models.survey.question import (
    Choice,
    Condition,
    Scale,
    SurveyQuestion,
    SurveyQuestionKind,
)
from eventapp.models.survey.response import (
    SurveyAnswer,
    SurveyResponse,
    SurveyText,
    TextState,
    new_key,
)
from eventapp.models.survey.survey import Survey, SurveyMode, SurveyState
from eventapp.models.survey.token import SurveyAsking, SurveyLetter, SurveyToken

__all__ = [
    "SEATED",
    "Account",
    "Adaptation",
    "AdaptationKind",
    "AdaptationState",
    "Attendance",
    "Audience",
    "AuditAction",
    "AuditEntry",
    "Availability",
    "Badge",
    "CareNeed",
    "CheckIn",
    "Choice",
    "ChoiceState",
    "Condition",
    "Contact",
    "ContactState",
    "Cost",
    "Delegation",
    "DelegationFeed",
    "Device",
    "EndedSession",
    "Event",
    "EventForm",
    "EventKind",
    "EventState",
    "EventVisibility",
    "Experience",
    "ExperienceFollowUp",
    "ExperienceState",
    "ExperienceStems",
    "ExperienceVersion",
    "FocusArea",
    "FollowUp",
    "Grant",
    "Invitation",
    "Job",
    "JobKind",
    "JobState",
    "KeptAside",
    "KeptConflict",
    "Lead",
    "LeadState",
    "Material",
    "Need",
    "Offer",
    "Organisation",
    "OrganisationKind",
    "Place",
    "Promotion",
    "QuestionKind",
    "Readership",
    "RecoveryCode",
    "Registration",
    "RegistrationQuestion",
    "RegistrationState",
    "Release",
    "Research",
    "Room",
    "Roster",
    "RosterEntry",
    "Scale",
    "ScanKind",
    "ScanManner",
    "ScanStanding",
    "Series",
    "Session",
    "SessionChoice",
    "SessionKind",
    "SessionSpeaker",
    "SignInLink",
    "Speaker",
    "Stage",
    "Submission",
    "Survey",
    "SurveyAnswer",
    "SurveyAsking",
    "SurveyLetter",
    "SurveyMode",
    "SurveyQuestion",
    "SurveyQuestionKind",
    "SurveyResponse",
    "SurveyState",
    "SurveyText",
    "SurveyToken",
    "TextState",
    "Ticket",
    "Track",
    "Visibility",
    "Wish",
    "WishKind",
    "new_key",
]
