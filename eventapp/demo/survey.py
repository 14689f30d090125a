"""Two surveys: of the conference in 2023, closed with its answers; of the event going on, open."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from eventapp.demo.sample import read
from eventapp.demo.timeline import ORGANIZER
from eventapp.domain.door.attendance import attended_registration_ids
from eventapp.domain.survey import letter, mixing, template
from eventapp.domain.survey import survey as surveys
from eventapp.domain.survey.response import SurveyReply, submit_response
from eventapp.extensions import db
from eventapp.models import Event, Survey

Came = Callable[[int], Collection[int]]
OPENED_BEFORE = timedelta(minutes=5)


def seed_surveys(*, now: datetime, came: Came = attended_registration_ids) -> None:
    """Tell both; those who checked in must have been told before. The caller commits."""
    _seed_closed_survey(_event(read("conference_2023")["event"]["slug"]), came)
    live = _event(read("further_events")["event_live"]["event"]["slug"])
    _seed_open_survey(live, came, now - OPENED_BEFORE)


def survey_address(base_url: str) -> str | None:
    """A link, not yet used, that answers the survey of the event going on."""
    live = _event(read("further_events")["event_live"]["event"]["slug"])
    for survey in surveys.list_for_event(live.id):
        for key in letter.list_keys(survey)[:1]:
            if opened := letter.unseal_letter(key):
                return f"{base_url}/surveys/{opened.token}"
    return None


def _seed_closed_survey(event: Event, came: Came) -> None:
    sample = read("survey_2023")
    opens_at, reminds_at, closes_at = (
        datetime.fromisoformat(sample[name]) for name in ("opens_at", "reminds_at", "closes_at")
    )
    survey = template.draft_standard_survey(
        event, opens_at=opens_at, closes_at=closes_at, reminds_at=reminds_at
    )
    if len(came(event.id)) < len(sample["responses"]):
        return  # without its check-ins the conference has nobody to ask
    surveys.open_survey(survey, now=opens_at, actor=ORGANIZER, attended=came)
    for token, told in zip(_links(survey), sample["responses"], strict=False):
        reply = SurveyReply(told["answers"], told["texts"], complete=told["complete"])
        submit_response(token, reply, now=opens_at)
    surveys.send_reminders(survey, now=reminds_at)
    surveys.close_survey(survey, now=closes_at, actor=ORGANIZER)
    survey.mixed_at = closes_at
    for step in mixing.mixing_steps(survey.id):
        step()


def _seed_open_survey(event: Event, came: Came, now: datetime) -> None:
    reminds_at, closes_at = template.usual_times(event, now)
    survey = template.draft_standard_survey(
        event, opens_at=now, closes_at=closes_at, reminds_at=reminds_at
    )
    if len(came(event.id)) < survey.min_group:
        surveys.make_ready(survey, now=now, actor=ORGANIZER)  # opens with the fifth arrival
        return
    surveys.open_survey(survey, now=now, actor=ORGANIZER, attended=came)


def _links(survey: Survey) -> list[str]:
    opened = filter(None, map(letter.unseal_letter, letter.list_keys(survey)))
    return [each.token for each in opened]


def _event(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()
