"""Who reads a survey's results beside organizers: coordinators, and others where it is allowed.

A coordinator reads how the own municipality answered, beside all others: of events where it has a
delegation, or of which enough of its people were asked. An organizer may let every participant read
the results of all, and coordinators pass on a link to their municipality's page.
"""

import hmac
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.record import audit
from eventapp.domain.survey.breakdown import group_of
from eventapp.domain.survey.locking import lock_survey
from eventapp.domain.token import derive_token
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import (
    AuditAction,
    Delegation,
    MunicipalityClass,
    Organisation,
    Registration,
    RegistrationState,
    Survey,
    SurveyState,
)


class NoResultsYet(Refusal):
    """There is nothing to share before the survey has closed."""

    code = "no-results-yet"
    sentence = _l("There are no results yet. They are ready when the survey has closed.")


class ClassesFixed(Refusal):
    """Classes chosen after the answers could be chosen to reveal some of them."""

    code = "survey-classes-fixed"
    sentence = _l("The survey has opened, so the classes can no longer be changed.")


def share_results(
    survey: Survey,
    *,
    participants: bool,
    links: bool,
    version: int,
    now: datetime,
    actor: str,
) -> None:
    """Decide who may read the results. Links that are allowed anew are new links.

    Raises NoResultsYet, StaleVersion and SurveyGone.
    """
    survey = lock_survey(survey).survey
    if not survey.has_results:
        raise NoResultsYet
    check_version(survey, version)
    if links and not survey.links_shared:
        survey.link_revision += 1
    survey.shown_to_participants, survey.links_shared = participants, links
    survey.version += 1
    audit.record(
        AuditAction.SURVEY_RESULTS_SHARED, survey.event, actor=actor, now=now, survey=survey.code
    )
    db.session.flush()


def set_classes(survey: Survey, classes: dict[str, MunicipalityClass], *, version: int) -> None:
    """Fix the class of each group that has one. Raises ClassesFixed, StaleVersion, SurveyGone."""
    survey = lock_survey(survey).survey
    if survey.state not in {SurveyState.DRAFT, SurveyState.READY}:
        raise ClassesFixed
    check_version(survey, version)
    survey.class_by_group = {group: str(name) for group, name in classes.items()}
    survey.version += 1
    db.session.flush()


def usual_classes(groups: Collection[str]) -> dict[str, str]:
    """The class that each group was last given, in whatever survey."""
    classes: dict[str, str] = {}
    stored = db.session.scalars(select(Survey.class_by_group).order_by(Survey.opens_at, Survey.id))
    for class_by_group in stored:
        classes |= {code: name for code, name in class_by_group.items() if code in groups}
    return classes


def link_token(survey: Survey, group: str) -> str:
    """The secret address, behind `/results/`, where a municipality's people read its results."""
    return f"{survey.code}.{group}.{_secret(survey, group)}"


def find_by_link(token: str) -> tuple[Survey, str] | None:
    """The survey and the group whose results a link opens, while links are allowed."""
    code, _dot, rest = token.partition(".")
    group, _dot, secret = rest.rpartition(".")
    survey = db.session.scalar(_with_questions().where(Survey.code == code))
    if survey is None or survey.session_id or not (survey.links_shared and survey.has_results):
        return None
    right = hmac.compare_digest(_secret(survey, group).encode(), secret.encode())
    return (survey, group) if right else None


def list_with_results(event_id: int) -> Sequence[Survey]:
    """The event's surveys that have results, the latest first."""
    which = _with_questions().where(Survey.event_id == event_id, _has_results())
    return db.session.scalars(which.order_by(Survey.closes_at.desc(), Survey.id.desc())).all()


def list_readable(organisation: Organisation) -> Sequence[Survey]:
    """Those with results that the organisation's coordinators may read, the latest first.

    Without a delegation at the event, as many of its people must have been asked as are the fewest
    of whom anything is shown: otherwise the list would tell that one person had been there.
    """
    group = group_of(organisation)
    if group is None:
        return []
    invited = select(Delegation.event_id).where(Delegation.organisation_id == organisation.id)
    asked = Survey.asked_by_group[group[0]].as_integer()
    own = or_(Survey.event_id.in_(invited), asked >= Survey.min_group)
    which = select(Survey).options(joinedload(Survey.event)).where(_has_results(), own)
    return db.session.scalars(which.order_by(Survey.closes_at.desc(), Survey.id.desc())).all()


def list_shown_to(registration: Registration) -> Sequence[Survey]:
    """Those of them that this person may read: who has a place, once an organizer shows them."""
    if registration.state is not RegistrationState.CONFIRMED:
        return []
    surveys = list_with_results(registration.event_id)
    return [survey for survey in surveys if survey.shown_to_participants]


def has_results_for(registration: Registration) -> bool:
    """Whether there is anything that this person may read."""
    if registration.state is not RegistrationState.CONFIRMED:
        return False
    shown = _has_results(), Survey.shown_to_participants.is_(True)
    which = select(Survey.id).where(Survey.event_id == registration.event_id, *shown)
    return db.session.scalar(which.limit(1)) is not None


def events_with_results(event_ids: Collection[int]) -> set[int]:
    """The events of which a coordinator has something to read."""
    rows = select(Survey.event_id).where(Survey.event_id.in_(event_ids), _has_results())
    return set(db.session.scalars(rows))


def _with_questions() -> Select[Survey]:
    return select(Survey).options(joinedload(Survey.event), selectinload(Survey.questions))


def _has_results() -> ColumnElement[bool]:
    """Whether a survey about an event, not about one of its sessions, has results."""
    closed = and_(Survey.state == SurveyState.CLOSED, Survey.complete.is_(True))
    return and_(closed, Survey.session_id.is_(None))


def _secret(survey: Survey, group: str) -> str:
    return derive_token("survey results", f"{survey.code}\0{group}", survey.link_revision)
