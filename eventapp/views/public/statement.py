"""Statements: accessibility, personal data, cookies."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from eventapp.domain.permission import Action
from eventapp.views.guards import visitor
from eventapp.views.page_cache import cached

bp = Blueprint("statement", __name__)


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
@shelved
def privacy() -> str:
    """What is done with personal data (GDPR, article 13)."""
    return render_template("public/statement/privacy.html", statement=LATEST)


@bp.get("/cookies")
@visitor(Action.SEE_PUBLIC)
@shelved
def cookies() -> str:
    """Which cookies there are: the strictly necessary (2022:482, chapter 9, section 28)."""
    return render_template("public/statement/cookies.html", statement=LATEST)
