"""A copy of everything kept about one registration, for the person it is about."""

from datetime import datetime
from typing import Any

from eventapp.domain.registration import care_need
from eventapp.models import Registration


def copy_of(registration: Registration) -> dict[str, Any]:
    """The data as plain values (GDPR, articles 15 and 20)."""
    needs = care_need.open_needs(registration)
    return {
        "event": registration.event.title,
        "name": registration.name,
        "email": registration.email,
        "organisation": registration.organisation_name,
        "role": registration.role,
        "language": registration.language,
        "state": registration.state.value,
        "visibility": registration.visibility.value,
        "badge": registration.badge.value,
        "answers": registration.answers,
        "sessions": [
            {"title": choice.session.title, "state": choice.state.value}
            for choice in registration.choices
        ],
        "diet": needs.diet,
        "access": needs.access,
        "notice_version": registration.notice_version,
        "registered_at": registration.registered_at.isoformat(),
        "cancelled_at": _moment(registration.cancelled_at),
        "offer_ends_at": _moment(registration.offer_ends_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
