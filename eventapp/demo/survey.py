"""Two surveys: of the conference in 2023, closed with its answers; of the event today, open."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.demo.sample import read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.survey import letter, mixing, template, timetable
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.response import SurveyReply, submit_response
from eventapp.extensions import db
from eventapp.models import Event, Survey

Attended = Callable[[int], Collection[int]]
OPENED_BEFORE = timedelta(minutes=5)


def seed_surveys(*, now: datetime, attended: Attended = attended_registration_ids) -> None:
    """Create both surveys; the check-ins of their events must be there."""
    _seed_closed_survey(_find_event(read("conference_2023")["event"]["slug"]), attended)
    current = _find_event(read("further_events")["event_live"]["event"]["slug"])
    _seed_open_survey(current, attended, now - OPENED_BEFORE)


def survey_address(base_url: str) -> str | None:
    """A link, not yet used, that answers the survey of the event under way."""
    event = _find_event(read("further_events")["event_live"]["event"]["slug"])
    for survey in surveys.list_for_event(event.id):
        for token in _tokens(survey):
            return f"{base_url}/surveys/{token}"
    return None


def _seed_closed_survey(event: Event, attended: Attended) -> None:
    sample = read("survey_2023")
    opens_at, reminds_at, closes_at = (
        datetime.fromisoformat(sample[name]) for name in ("opens_at", "reminds_at", "closes_at")
    )
    survey = template.draft_standard_survey(
        event, opens_at=opens_at, closes_at=closes_at, reminds_at=reminds_at
    )
    if len(attended(event.id)) < len(sample["responses"]):
        return  # without its check-ins the conference has nobody to ask
    surveys.make_ready(survey, now=opens_at, actor=ORGANIZER)
    _advance(survey, attended, now=opens_at)
    for token, response in zip(_tokens(survey), sample["responses"], strict=False):
        reply = SurveyReply(response["answers"], response["texts"], complete=response["complete"])
        submit_response(token, reply, now=opens_at)
    _advance(survey, attended, now=reminds_at)
    _advance(survey, attended, now=closes_at)


def _seed_open_survey(event: Event, attended: Attended, now: datetime) -> None:
    reminds_at, closes_at = template.usual_times(event, now)
    survey = template.draft_standard_survey(
        event, opens_at=now, closes_at=closes_at, reminds_at=reminds_at
    )
    surveys.make_ready(survey, now=now, actor=ORGANIZER)
    _advance(survey, attended, now=now)  # with too few, the worker opens it as more arrive


def _advance(survey: Survey, attended: Attended, *, now: datetime) -> None:
    """Do what the worker does for a survey at this moment."""
    if timetable.advance(survey.id, now=now, attended=attended).mixing:
        for step in mixing.mixing_steps(survey.id):
            step()


def _tokens(survey: Survey) -> Iterator[str]:
    letters = filter(None, map(letter.unseal_letter, letter.list_keys(survey)))
    return (unsealed.token for unsealed in letters)


def _find_event(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()
