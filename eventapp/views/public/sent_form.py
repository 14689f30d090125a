"""The sealed cookie of a browser that has just sent a registration form.

It holds what was sent, so that the address can be shown back, and changed within the hour. It is
as long whether the form made a registration or not.
"""

import base64
import json
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from flask import current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from eventapp import sealing
from eventapp.clock import utcnow
from eventapp.domain.registration.address_correction import CORRECTABLE_FOR, SentForm
from eventapp.domain.registration.care_need import CareNeeds
from eventapp.domain.registration.registration import Affiliation, Applicant, Reception
from eventapp.ids import new_code
from eventapp.keys import app_keys
from eventapp.models import Badge, RegistrationState, Visibility

# Browsers keep no cookie of more than 4,096 bytes, name and attributes included.
VALUE_MAX_LENGTH = 3600
CODE_LENGTH = len(new_code())


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a browser remembers of its form. `sent` is None where that was too long to remember."""

    email: str
    answer: RegistrationState
    organisation_id: int | None
    sent: SentForm | None
    corrected: bool

    @property
    def correctable(self) -> SentForm | None:
        """What was sent, as long as its address may be changed."""
        return self.sent if self.sent and self.sent.may_be_corrected(utcnow()) else None


def code_of(reception: Reception) -> str:
    """The code of what was made; else one that is nobody's, which looks the same."""
    return reception.registration.code if reception.added else new_code()


def remember(
    response: BaseResponse, slug: str, code: str, applicant: Applicant, answer: RegistrationState
) -> BaseResponse:
    """Have the browser remember for an hour what it has sent."""
    sent = SentForm(applicant, code, utcnow())
    return _set_cookie(response, slug, sent, answer, corrected=False)


def remember_correction(
    response: BaseResponse,
    slug: str,
    code: str,
    email: str,
    former: SentForm,
    answer: RegistrationState,
) -> BaseResponse:
    """Have it remember the new address; the hour and the answer stay those of the form."""
    applicant = replace(former.applicant, email=email)
    sent = SentForm(applicant, code, former.sent_at)
    return _set_cookie(response, slug, sent, answer, corrected=True)


def recall(slug: str) -> Remembered | None:
    """What this browser remembers of its form for the event, or None."""
    try:
        sealed = base64.urlsafe_b64decode(request.cookies.get(_name(), ""))
        plain = sealing.unseal(app_keys().sent_forms, sealed, slug.encode())
    except (InvalidTag, ValueError):
        return None
    code, facts = plain[:CODE_LENGTH].decode(), json.loads(zlib.decompress(plain[CODE_LENGTH:]))
    sent_at = datetime.fromisoformat(facts["sent_at"])
    if utcnow() >= sent_at + CORRECTABLE_FOR:
        return None
    sent = facts["applicant"] and SentForm(_applicant(facts["applicant"]), code, sent_at)
    return Remembered(
        email=facts["email"],
        answer=RegistrationState(facts["answer"]),
        organisation_id=facts["organisation"],
        sent=sent,
        corrected=facts["corrected"],
    )


def _set_cookie(
    response: BaseResponse,
    slug: str,
    sent: SentForm,
    answer: RegistrationState,
    *,
    corrected: bool,
) -> BaseResponse:
    facts = {
        "email": sent.applicant.email,
        "answer": answer.value,
        "organisation": sent.applicant.affiliation.organisation_id,
        "sent_at": sent.sent_at.isoformat(),
        "corrected": corrected,
        "applicant": None,
    }
    value = _seal(slug, sent.code, {**facts, "applicant": sent.applicant})
    if len(value) > VALUE_MAX_LENGTH:
        value = _seal(slug, new_code(), facts)
    response.set_cookie(
        _name(),
        value,
        max_age=int(CORRECTABLE_FOR.total_seconds()),
        path=url_for("public.registration.index", slug=slug),
        secure=current_app.extensions["settings"].secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def _seal(slug: str, code: str, facts: dict[str, Any]) -> str:
    # The code stays outside of what is compressed: the length must not tell one from another.
    plain = code.encode() + zlib.compress(json.dumps(msgspec.to_builtins(facts)).encode(), 9)
    return base64.urlsafe_b64encode(
        sealing.seal(app_keys().sent_forms, plain, slug.encode())
    ).decode()


def _applicant(facts: dict[str, Any]) -> Applicant:
    lineage = tuple(facts["affiliation"]["lineage"])
    return Applicant(
        **{
            **facts,
            "affiliation": Affiliation(**{**facts["affiliation"], "lineage": lineage}),
            "visibility": Visibility(facts["visibility"]),
            "badge": Badge(facts["badge"]),
            "needs": CareNeeds(**facts["needs"]),
            "sessions": tuple(facts["sessions"]),
        }
    )


def _name() -> str:
    name = "eventapp_sent"
    return f"__Secure-{name}" if current_app.extensions["settings"].secure else name
