"""Doors of what holds for the whole site: focus areas and settings."""

from tests.house.access.organizer import HOME
from tests.house.access.rows import ADMINS, deed, desk, public

AREAS = f"{HOME}/focus-areas"
AREA = f"{AREAS}/<code>"
WRITTEN = {"name": "Nytt", "name_en": "New", "short_name": "Ny", "short_name_en": "New"}

FOCUS_AREAS = (
    desk(AREAS),
    desk(f"{AREAS}/new"),
    deed(AREAS, f"{AREAS}/new", WRITTEN),
    # There are areas already, and it is for those who have none.
    deed(f"{AREAS}/start", "", status=409),
    desk(AREA, code="area"),
    deed(AREA, AREA, code="area"),
    deed(f"{AREA}/moves/<any(up, down):way>", AREAS, code="continuing area", way="way"),
    desk(f"{AREA}/end/new", code="area"),
    deed(f"{AREA}/end", f"{AREA}/end/new", code="area"),
    deed(f"{AREA}/reopening", AREA, code="ended area"),
    deed(f"{AREA}/successors", AREA, {"successor": "{free area}"}, code="area"),
    deed(f"{AREA}/successors/<successor>/removal", AREA, code="area", successor="continuing area"),
    desk(f"{AREA}/removal", code="area"),
    deed(f"{AREA}/removal", f"{AREA}/removal", code="free area"),
)

SETTINGS = f"{HOME}/settings"
VERSION = f"{SETTINGS}/history/<int:number>"
SITE = {
    "name": "Exempel",
    "languages": "sv",
    "default_language": "sv",
    "min_group": "5",
    "questions": "",
}

SITE_SETTINGS = (
    desk(SETTINGS, ADMINS),
    deed(SETTINGS, SETTINGS, roles=ADMINS),
    deed(f"{SETTINGS}/preview", "", SITE, status=200, roles=ADMINS),
    deed(f"{SETTINGS}/logo", SETTINGS, {"file": "logo.svg"}, status=422, roles=ADMINS),  # a PDF
    deed(f"{SETTINGS}/logo/removal", "", {"version": "{version in force}"}, roles=ADMINS),
    desk(f"{SETTINGS}/history", ADMINS),
    desk(VERSION, ADMINS, number="older version"),
    deed(f"{VERSION}/restoration", VERSION, roles=ADMINS, number="older version"),
)
LOOK = (
    public("/look/logo-<digest>.png", digest="logo"),
    public("/look/theme-<accent>.css", accent="accent"),
)

DOORS = (*FOCUS_AREAS, *SITE_SETTINGS, *LOOK)
