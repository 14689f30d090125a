"""Statements: accessibility, personal data, cookies."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request

from eventapp.domain.permission import Action
from eventapp.domain.retention.data_kind import DESCRIPTIONS
from eventapp.domain.retention.rule import list_changes, rules_in_force, rules_revision
from eventapp.views.cache.page_cache import cached
from eventapp.views.guards import visitor

bp = Blueprint("statement", __name__)
ZONE = "Europe/Stockholm"
CHANGES_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Statement:
    """When the accessibility statement was assessed and last revised."""

    assessed_on: date
    updated_on: date


LATEST = Statement(assessed_on=date(2026, 11, 22), updated_on=date(2026, 11, 22))
shelved = cached(lambda: "statements", lambda: LATEST)


@bp.get("/accessibility")
@visitor(Action.SEE_PUBLIC)
@shelved
def accessibility() -> str:
    """The accessibility statement that the law (2018:1937) asks for."""
    return render_template("public/statement/accessibility.html", statement=LATEST)


@bp.get("/privacy")
@visitor(Action.SEE_PUBLIC)
@cached(lambda: "privacy", rules_revision)
def privacy() -> str:
    """What is done with personal data (GDPR, article 13); `on` asks for the rules of a day."""
    on = _day(request.args.get("on", ""))
    end = datetime.combine(on, time.max, ZoneInfo(ZONE)) if on else None
    rules = rules_in_force(end)
    return render_template(
        "public/statement/privacy.html",
        statement=LATEST,
        on=on,
        kinds=[(description, rules.get(description.kind)) for description in DESCRIPTIONS],
        changes=_days_of_change(),
    )


def _day(text: str) -> date | None:
    """The day that was asked for; None for none, and for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days_of_change() -> list[date]:
    zone = ZoneInfo(ZONE)
    days = {moment.astimezone(zone).date() for moment in list_changes()}
    return sorted(days, reverse=True)[:CHANGES_SHOWN]


@bp.get("/cookies")
@visitor(Action.SEE_PUBLIC)
@shelved
def cookies() -> str:
    """Which cookies there are: the strictly necessary (2022:482, chapter 9, section 28)."""
    return render_template("public/statement/cookies.html", statement=LATEST)
