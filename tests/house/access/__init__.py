"""Who may come in by which door, and what each caller is answered. A door outside it fails."""

from tests.house.access import (
    account,
    closing,
    coordinator,
    exchange,
    imports,
    invited,
    organizer,
    participant,
    phone,
    programme,
    public,
    reports,
    site,
    speakers,
    survey,
)

AUDIENCES = (
    public,
    participant,
    account,
    phone,
    organizer,
    imports,
    invited,
    programme,
    speakers,
    survey,
    reports,
    closing,
    exchange,
    coordinator,
    site,
)
DOORS = tuple(door for audience in AUDIENCES for door in audience.DOORS)
