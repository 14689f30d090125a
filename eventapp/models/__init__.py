"""Nouns: tables and their small truths. Importing this package knows them all."""

from eventapp.models import door
from eventapp.models.door import *  # noqa: F403  # what it names itself, in __all__
from eventapp.models.event.attendance import Attendance
from eventapp.models.event.event import (
    AttendanceMode,
    Availability,
    Event,
    EventKind,
    EventState,
    EventVisibility,
    Promotion,
)
from eventapp.models.event.focus_area import FocusArea, FocusAreaSuccession
from eventapp.models.event.follow_up import FollowUp
from eventapp.models.event.meeting_notes import MeetingNotes
from eventapp.models.event.series import Series
from eventapp.models.event.start_mark import StartMark
from eventapp.models.exchange.contact import Contact, ContactState
from eventapp.models.exchange.experience import (
    Adaptation,
    AdaptationKind,
    AdaptationState,
    Cost,
    EvidenceStage,
    Experience,
    ExperienceFollowUp,
    ExperienceState,
    ExperienceVersion,
    Readership,
    Research,
)
from eventapp.models.exchange.experience_file import ExperienceFile
from eventapp.models.exchange.lead import Lead, LeadState
from eventapp.models.exchange.listing import Listing, ListingKind, Need, Offer
from eventapp.models.exchange.plan_action import PlanAction, PlanActionState
from eventapp.models.exchange.search_entry import SynonymGroup
from eventapp.models.installation.count_check import CountCheck, CountKind
from eventapp.models.installation.heartbeat import ClockSource, Heartbeat
from eventapp.models.installation.periodic_turn import PeriodicTurn
from eventapp.models.job import Job, JobKind, JobState
from eventapp.models.letter.letter import (
    AutomaticLetter,
    Bounce,
    BuiltInLetter,
    EventLetter,
    LetterKind,
    LetterRecipient,
    LetterState,
    LetterTrouble,
    LetterWording,
    Unsubscription,
)
from eventapp.models.people.account import Account, EndedSession, Grant, RecoveryCode, SignInLink
from eventapp.models.people.account_invitation import AccountInvitation, OfferedRole
from eventapp.models.people.account_session import AccountSession
from eventapp.models.people.address_change import AddressChange
from eventapp.models.people.mail_trial import MailTrial, TrialOutcome
from eventapp.models.people.organisation import (
    Organisation,
    OrganisationDirectory,
    OrganisationKind,
)
from eventapp.models.people.organisation_merge import OrganisationMerge
from eventapp.models.people.try_count import TryCount
from eventapp.models.protected.alias import Alias
from eventapp.models.record.audit import (
    AuditAction,
    AuditChange,
    AuditEntry,
    AuditSeal,
    AuditWord,
    NamedOrganisation,
)
from eventapp.models.record.erasure import Erasure
from eventapp.models.record.event_closing import EventBundle, EventClosing
from eventapp.models.record.retention import (
    AttendanceCount,
    DataKind,
    RetentionCount,
    RetentionPause,
    RetentionRule,
    RetentionRun,
    RetentionStep,
    ScanCount,
)
from eventapp.models.record.submission import Submission
from eventapp.models.registration.bulk_act import BulkAct, BulkActKind, BulkActPerson
from eventapp.models.registration.cancellation import Cancellation
from eventapp.models.registration.care_need import CareNeed, KitchenSum
from eventapp.models.registration.certificate import Certificate
from eventapp.models.registration.delegation import Delegation
from eventapp.models.registration.delegation_feed import DelegationFeed
from eventapp.models.registration.delegation_invitation import (
    DelegationAnswer,
    DelegationInvitation,
    DelegationRecipient,
)
from eventapp.models.registration.distinct_pair import DistinctPair
from eventapp.models.registration.double_merge import DoubleMerge
from eventapp.models.registration.invitation import Invitation
from eventapp.models.registration.invitee import Invitee, InviteeAnswer
from eventapp.models.registration.possible_double import DoubleReason, PossibleDouble
from eventapp.models.registration.printed_badge import PrintedBadge
from eventapp.models.registration.question import WITH_OPTIONS, QuestionKind, RegistrationQuestion
from eventapp.models.registration.registration import (
    SEATED,
    Badge,
    Registration,
    RegistrationState,
    Visibility,
)
from eventapp.models.registration.registration_count import NOBODY, RegistrationCount
from eventapp.models.registration.registration_import import (
    ImportRow,
    ImportState,
    RegistrationImport,
    RowOutcome,
    RowState,
)
from eventapp.models.registration.registration_view import RegistrationView
from eventapp.models.registration.session_choice import ChoiceState, SessionChoice
from eventapp.models.registration.session_question import SessionQuestion, SessionQuestionState
from eventapp.models.registration.ticket import Ticket
from eventapp.models.report.report import Report, ReportFile, ReportState, ReportText
from eventapp.models.schedule.board_act import BoardAct, BoardActKind
from eventapp.models.schedule.material import (
    Audience,
    Captions,
    FileFormat,
    FormatRequest,
    Material,
    MaterialKind,
    MaterialPage,
    MaterialStem,
    MaterialVersion,
    Opening,
)
from eventapp.models.schedule.overridden_conflict import OverriddenConflict
from eventapp.models.schedule.release import Release
from eventapp.models.schedule.schedule_import import ScheduleImport, ScheduleSource, SourceKind
from eventapp.models.schedule.session import Room, Session, SessionKind, Track
from eventapp.models.schedule.speaker import (
    Consent,
    SessionSpeaker,
    SlidesConsent,
    Speaker,
    SpeakerAddress,
    SpeakerRole,
)
from eventapp.models.schedule.speaker_reply import (
    SpeakerInvitation,
    SpeakerMaterial,
    SpeakerPhoto,
    SpeakerProposal,
    SpeakerReply,
)
from eventapp.models.schedule.venue_picture import VenuePicture
from eventapp.models.site.revision import SiteRevision
from eventapp.models.site.settings import SiteLogo, SiteSettings
from eventapp.models.survey.audience import MunicipalityClass, SurveyAudience
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
from eventapp.models.survey.survey import Survey, SurveyState
from eventapp.models.survey.token import SurveyAsking, SurveyLetter, SurveyToken

__all__ = [
    "NOBODY",
    "SEATED",
    "WITH_OPTIONS",
    "Account",
    "AccountInvitation",
    "AccountSession",
    "Adaptation",
    "AdaptationKind",
    "AdaptationState",
    "AddressChange",
    "Alias",
    "Attendance",
    "AttendanceCount",
    "AttendanceMode",
    "Audience",
    "AuditAction",
    "AuditChange",
    "AuditEntry",
    "AuditSeal",
    "AuditWord",
    "AutomaticLetter",
    "Availability",
    "Badge",
    "BoardAct",
    "BoardActKind",
    "Bounce",
    "BuiltInLetter",
    "BulkAct",
    "BulkActKind",
    "BulkActPerson",
    "Cancellation",
    "Captions",
    "CareNeed",
    "Certificate",
    "Choice",
    "ChoiceState",
    "ClockSource",
    "Condition",
    "Consent",
    "Contact",
    "ContactState",
    "Cost",
    "CountCheck",
    "CountKind",
    "DataKind",
    "Delegation",
    "DelegationAnswer",
    "DelegationFeed",
    "DelegationInvitation",
    "DelegationRecipient",
    "DistinctPair",
    "DoubleMerge",
    "DoubleReason",
    "EndedSession",
    "Erasure",
    "Event",
    "EventBundle",
    "EventClosing",
    "EventKind",
    "EventLetter",
    "EventState",
    "EventVisibility",
    "EvidenceStage",
    "Experience",
    "ExperienceFile",
    "ExperienceFollowUp",
    "ExperienceState",
    "ExperienceVersion",
    "FileFormat",
    "FocusArea",
    "FocusAreaSuccession",
    "FollowUp",
    "FormatRequest",
    "Grant",
    "Heartbeat",
    "ImportRow",
    "ImportState",
    "Invitation",
    "Invitee",
    "InviteeAnswer",
    "Job",
    "JobKind",
    "JobState",
    "KitchenSum",
    "Lead",
    "LeadState",
    "LetterKind",
    "LetterRecipient",
    "LetterState",
    "LetterTrouble",
    "LetterWording",
    "Listing",
    "ListingKind",
    "MailTrial",
    "Material",
    "MaterialKind",
    "MaterialPage",
    "MaterialStem",
    "MaterialVersion",
    "MeetingNotes",
    "MunicipalityClass",
    "NamedOrganisation",
    "Need",
    "Offer",
    "OfferedRole",
    "Opening",
    "Organisation",
    "OrganisationDirectory",
    "OrganisationKind",
    "OrganisationMerge",
    "OverriddenConflict",
    "PeriodicTurn",
    "PlanAction",
    "PlanActionState",
    "PossibleDouble",
    "PrintedBadge",
    "Promotion",
    "QuestionKind",
    "Readership",
    "RecoveryCode",
    "Registration",
    "RegistrationCount",
    "RegistrationImport",
    "RegistrationQuestion",
    "RegistrationState",
    "RegistrationView",
    "Release",
    "Report",
    "ReportFile",
    "ReportState",
    "ReportText",
    "Research",
    "RetentionCount",
    "RetentionPause",
    "RetentionRule",
    "RetentionRun",
    "RetentionStep",
    "Room",
    "RowOutcome",
    "RowState",
    "Scale",
    "ScanCount",
    "ScheduleImport",
    "ScheduleSource",
    "Series",
    "Session",
    "SessionChoice",
    "SessionKind",
    "SessionQuestion",
    "SessionQuestionState",
    "SessionSpeaker",
    "SignInLink",
    "SiteLogo",
    "SiteRevision",
    "SiteSettings",
    "SlidesConsent",
    "SourceKind",
    "Speaker",
    "SpeakerAddress",
    "SpeakerInvitation",
    "SpeakerMaterial",
    "SpeakerPhoto",
    "SpeakerProposal",
    "SpeakerReply",
    "SpeakerRole",
    "StartMark",
    "Submission",
    "Survey",
    "SurveyAnswer",
    "SurveyAsking",
    "SurveyAudience",
    "SurveyLetter",
    "SurveyQuestion",
    "SurveyQuestionKind",
    "SurveyResponse",
    "SurveyState",
    "SurveyText",
    "SurveyToken",
    "SynonymGroup",
    "TextState",
    "Ticket",
    "Track",
    "TrialOutcome",
    "TryCount",
    "Unsubscription",
    "VenuePicture",
    "Visibility",
    "new_key",
]
__all__ += door.__all__
