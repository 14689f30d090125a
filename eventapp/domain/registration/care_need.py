"""Diet and access: sealed at rest, opened for the person alone, deleted at cancellation."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from eventapp import sealing
from eventapp.extensions import db
from eventapp.keys import app_keys
from eventapp.models import CareNeed, Event, Registration

DELETED_AFTER_EVENT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class CareNeeds:
    """What a person needs to be served and to take part; both in their own words."""

    diet: str = ""
    access: str = ""

    def __bool__(self) -> bool:
        return bool(self.diet or self.access)


def deletion_date(event: Event) -> datetime:
    """Return when needs are deleted, if the person does not cancel before."""
    return event.ends_at + DELETED_AFTER_EVENT


def seal(registration: Registration, needs: CareNeeds) -> CareNeed:
    """Encrypt the needs with AES-256-GCM, bound to this registration, as a new row."""
    ring = app_keys().care_needs
    plain = json.dumps({"diet": needs.diet, "access": needs.access}).encode()
    sealed = sealing.seal(ring[ring.current], plain, registration.secret.encode())
    return CareNeed(registration_id=registration.id, key_number=ring.current, sealed=sealed)


def has_needs(registration: Registration) -> bool:
    """Whether the person wrote any; nothing is opened."""
    return db.session.get(CareNeed, registration.id) is not None


def decrypt_needs(registration: Registration) -> CareNeeds:
    """Return what the person wrote; empty if nothing."""
    row = db.session.get(CareNeed, registration.id)
    return open_row(row, registration.secret) if row else CareNeeds()


def open_row(row: Any, secret: str) -> CareNeeds:
    """Decrypt a row (of CareNeed, or of its columns), given its registration's secret."""
    key = app_keys().care_needs[row.key_number]
    return CareNeeds(**json.loads(sealing.unseal(key, row.sealed, secret.encode())))


def replace_needs(registration: Registration, needs: CareNeeds) -> None:
    """Replace the needs with these."""
    delete_needs(registration)
    if needs:
        db.session.add(seal(registration, needs))


def delete_needs(registration: Registration) -> None:
    """Delete the needs at once."""
    db.session.execute(delete(CareNeed).where(CareNeed.registration_id == registration.id))
