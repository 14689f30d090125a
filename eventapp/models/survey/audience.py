"""Whom a survey asks, and the fixed classes that their municipalities are compared in."""

from enum import StrEnum


class SurveyAudience(StrEnum):
    """Who is asked."""

    CAME = "came"
    PLACED = "placed"
    SESSION = "session"  # those who came and had a seat in one session


class MunicipalityClass(StrEnum):
    """The classes that groups are compared in: the three main ones of Sweden's municipalities."""

    LARGE = "large"
    MIDDLE = "middle"
    SMALL = "small"
