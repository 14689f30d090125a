"""A certificate in words, as it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from eventapp.addresses import absolute
from eventapp.documents.prints.certificate import CertificateLine, CertificateSheet
from eventapp.domain.desk.prints.presence import AttendanceRecord
from eventapp.domain.site.site import shown_site
from eventapp.i18n import _, current_language, date_short, date_year, days, duration, span
from eventapp.models import Event


@dataclass(frozen=True, slots=True)
class CertificateOwner:
    """Whose certificate it is, and the secret part of its address."""

    name: str
    organisation: str
    token: str


def certificate_sheet(
    event: Event, owner: CertificateOwner, attended: AttendanceRecord, *, now: datetime
) -> CertificateSheet:
    """What the certificate says, in the current language."""
    organiser = event.organiser or str(shown_site()["name"])
    return CertificateSheet(
        heading=_("Certificate of attendance"),
        organiser=organiser,
        name=owner.name,
        what=_what(event, owner),
        total=_total(attended),
        columns=(_("When"), _("Session"), _("Time")),
        sessions=tuple(_lines(event, attended)),
        signed=(organiser, _issued(event, now)),
        check=_("Check this certificate at"),
        address=absolute("public.certificate.show", token=owner.token),
        code_words=_("QR code of the address at which the certificate is checked"),
        language=current_language(),
    )


def _what(event: Event, owner: CertificateOwner) -> str:
    values = {
        "organisation": owner.organisation,
        "event": event.title,
        "days": days(event.starts_at, event.ends_at, event.time_zone),
    }
    text = (
        _("%(organisation)s, took part in %(event)s, %(days)s", **values)
        if owner.organisation
        else _("took part in %(event)s, %(days)s", **values)
    )
    city = "" if event.online else event.venue_city
    return f"{text}, {city}." if city else f"{text}."


def _lines(event: Event, attended: AttendanceRecord) -> Iterator[CertificateLine]:
    zone = event.time_zone
    for session in attended.sessions:
        minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
        yield CertificateLine(
            time=f"{date_short(session.starts_at, zone)} "
            f"{span(session.starts_at, session.ends_at, zone)}",
            title=session.title,
            length=duration(minutes),
        )


def _total(attended: AttendanceRecord) -> str:
    if attended.sessions:
        return _("%(time)s in all", time=duration(attended.minutes))
    return _("Came on %(days)s", days=", ".join(date_short(day) for day in attended.days))


def _issued(event: Event, now: datetime) -> str:
    day, number = date_year(now, event.time_zone), event.record_number
    return _("%(day)s, ref. %(number)s", day=day, number=number) if number else day
