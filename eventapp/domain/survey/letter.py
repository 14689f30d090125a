"""Letters that wait to be sent: recipient and link, encrypted."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, select

from eventapp import sealing
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import Registration, Survey, SurveyLetter

TOKEN_BYTES = 20  # 160 bits: 32 characters


@dataclass(frozen=True, slots=True)
class UnsealedLetter:
    """A letter for the moment of sending: to whom, about what, with which link."""

    registration: Registration
    survey: Survey
    token: str


def new_token() -> str:
    """A random link. Nothing but the letter can lead from a person to it."""
    return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().lower()


def letter_key(token: str) -> int:
    """The key of the letter with this link: 62 bits that do not follow from its digest."""
    digest = hashlib.sha256(b"survey letter\0" + token.encode()).digest()
    return int.from_bytes(digest[:8]) >> 2


def seal_letter(survey: Survey, registration_id: int, token: str) -> SurveyLetter:
    """A letter to be sent, encrypted with the application's key (AES-256-GCM)."""
    key = letter_key(token)
    plain = json.dumps({"registration": registration_id, "token": token}).encode()
    sealed = sealing.seal(_seal_key(), plain, str(key).encode())
    return SurveyLetter(key=key, survey_id=survey.id, sealed=sealed)


def unseal_letter(key: int) -> UnsealedLetter | None:
    """The letter, unless it has been sent for the last time or its link has been used."""
    row = db.session.get(SurveyLetter, key)
    if row is None:
        return None
    plain = json.loads(sealing.unseal(_seal_key(), row.sealed, str(key).encode()))
    registration = db.session.get(Registration, plain["registration"])
    survey = db.session.get(Survey, row.survey_id)
    if registration is None or survey is None:
        return None
    return UnsealedLetter(registration, survey, plain["token"])


def find_token(survey: Survey, registration_id: int) -> str | None:
    """The link of this person, as its letter waits; None once it was used.

    All letters of the survey are unsealed for it: nothing else says whose is which.
    """
    rows = db.session.execute(
        select(SurveyLetter.key, SurveyLetter.sealed).where(SurveyLetter.survey_id == survey.id)
    )
    for key, sealed in rows:
        plain = json.loads(sealing.unseal(_seal_key(), sealed, str(key).encode()))
        if plain["registration"] == registration_id:
            return str(plain["token"])
    return None


def survey_of(key: int) -> Survey | None:
    """The survey that the letter is about, while the letter is there."""
    row = db.session.get(SurveyLetter, key)
    return db.session.get(Survey, row.survey_id) if row else None


def list_keys(survey: Survey) -> list[int]:
    """The letters still there: those whose links have not been used."""
    rows = db.session.scalars(select(SurveyLetter.key).where(SurveyLetter.survey_id == survey.id))
    return list(rows)


def delete_letter(key: int) -> None:
    """Delete a letter; with it goes the only way from the person to the link."""
    db.session.execute(delete(SurveyLetter).where(SurveyLetter.key == key))


def delete_letters(survey: Survey) -> None:
    """Delete what letters are left."""
    db.session.execute(delete(SurveyLetter).where(SurveyLetter.survey_id == survey.id))


def _seal_key() -> bytes:
    return hmac.digest(app_keys().links, b"survey letters-1", hashlib.sha256)
