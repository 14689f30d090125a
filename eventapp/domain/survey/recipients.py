"""Asking those who came: a link for each, in an order that has nothing to do with theirs."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select

from eventapp.domain import outbox
from eventapp.domain.survey import letter
from eventapp.domain.survey.breakdown import groups_of
from eventapp.domain.survey.locking import LockedSurvey
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.models import JobKind, Survey, SurveyAsking, SurveyLetter, SurveyToken

# The system's own randomness: nobody can work the order out again.
secure_random = random.SystemRandom()


def ask_recipients(
    locked: LockedSurvey,
    attended: Iterable[int],
    *,
    now: datetime,
    letters_at: datetime | None = None,
) -> int:
    """Seal a link for each of these registrations that has not been asked; return how many.

    A mail brings it, where the survey is about an event.

    The letters go at once, or at `letters_at`. Tokens, askings and letters are each stored in a
    random order of their own.
    """
    survey = locked.survey
    newcomers = _list_unasked(survey, attended)
    if not newcomers:
        return 0
    secure_random.shuffle(newcomers)
    links = {letter.new_token(): newcomer for newcomer in newcomers}
    tokens = list(links)
    secure_random.shuffle(tokens)
    _insert(SurveyToken, [_token(survey, token) for token in tokens])
    _insert(
        SurveyAsking,
        [{"survey_id": survey.id, "registration_id": newcomer} for newcomer in sorted(newcomers)],
    )
    letters = [letter.seal_letter(survey, person, token) for token, person in links.items()]
    db.session.add_all(letters)
    if survey.session_id is None:  # links to feedback about a session are on people's own pages
        _post(JobKind.SURVEY_MAIL, [letter.key for letter in letters], now=now, due_at=letters_at)
    survey.asked += len(newcomers)
    survey.asked_by_group = dict(Counter(survey.asked_by_group) + Counter(groups_of(newcomers)))
    db.session.flush()
    return len(newcomers)


def _list_unasked(survey: Survey, attended: Iterable[int]) -> list[int]:
    """Those of the registrations that have not been asked."""
    asked = set(
        db.session.scalars(
            select(SurveyAsking.registration_id).where(SurveyAsking.survey_id == survey.id)
        )
    )
    return [registration_id for registration_id in attended if registration_id not in asked]


def remind_recipients(locked: LockedSurvey, *, now: datetime) -> None:
    """Promise one reminder to each whose letter is still there, which is: whose link is unused."""
    keys = letter.list_keys(locked.survey)
    secure_random.shuffle(keys)
    _post(JobKind.SURVEY_REMINDER_MAIL, keys, now=now)
    locked.survey.reminded = True
    db.session.flush()


def first_letters(survey: Survey) -> list[str]:
    """The promises of the first letters that are still there."""
    return [_promise(JobKind.SURVEY_MAIL, key) for key in letter.list_keys(survey)]


def _post(
    kind: JobKind, letters: list[int], *, now: datetime, due_at: datetime | None = None
) -> None:
    """Promise that these letters (by key) are sent: all at once, for others wait meanwhile."""
    promises = [(_promise(kind, key), {"letter": key}) for key in letters]
    outbox.enqueue_many(kind, promises, due_at=due_at or now, now=now)


def _promise(kind: JobKind, key: int) -> str:
    return f"{kind}:{key}"


def _token(survey: Survey, token: str) -> dict[str, object]:
    return {"digest": token_digest(token), "survey_id": survey.id, "used": False}


def _insert(
    model: type[SurveyToken | SurveyAsking | SurveyLetter], rows: list[dict[str, object]]
) -> None:
    db.session.execute(insert(model), rows)
