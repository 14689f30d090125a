"""The site as it is now: its name, words, contacts and look, for pages, letters and documents.

What is saved on the settings page is in force; until something is, the operator's settings are.
"""

import time
from dataclasses import asdict, dataclass, fields
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from eventapp.addresses import bare_address
from eventapp.extensions import app_settings, db
from eventapp.i18n import DEFAULT, LANGUAGES, _, current_language, unbroken
from eventapp.models import SiteSettings

LOOK_UP_SECONDS = 1.0
MIN_GROUP_LEAST = 5


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the settings page decides; `version` is 0 before anything is saved.

    `operator` is the authority that is responsible for the site and its personal data.
    `questions` are those that new events start with, as rows of the registration form have them.
    """

    name: str = ""
    name_en: str = ""
    operator: str = ""
    tagline: str = ""
    tagline_en: str = ""
    start_title: str = ""
    start_title_en: str = ""
    start_lead: str = ""
    start_lead_en: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    protected_phone: str = ""
    accessibility_report_url: str = ""
    signature: str = ""
    signature_en: str = ""
    accent: str = ""
    languages: tuple[str, ...] = tuple(LANGUAGES)
    default_language: str = DEFAULT
    min_group: int = MIN_GROUP_LEAST
    questions: tuple[dict[str, Any], ...] = ()
    version: int = 0
    logo: str = ""

    def content(self) -> dict[str, Any]:
        """What a version stores."""
        return {name: value for name, value in asdict(self).items() if name not in APART}


APART = ("version", "logo")  # the version is the row's number, the logo a row of its own
NAMES = frozenset(field.name for field in fields(Site)) - {*APART}


@dataclass(frozen=True, slots=True)
class KnownSite:
    """The site, and when it was last looked up (monotonic seconds)."""

    site: Site
    looked_at: float


_known: WeakKeyDictionary[Engine, KnownSite] = WeakKeyDictionary()


def current_site() -> Site:
    """The site as it is now, looked up at most once a second in each process, in one statement.

    Without a database the pages that say so still have a name: the last one known. In the middle
    of a transaction the failure is raised, for then all that it did is lost.
    """
    known, now = _known.get(db.engine), time.monotonic()
    if known and now - known.looked_at < LOOK_UP_SECONDS:
        return known.site
    in_the_middle = db.session().in_transaction()
    try:
        row = newest_version()
    except SQLAlchemyError:
        if in_the_middle:
            raise
        db.session.rollback()  # or the next statement would fail for this one
        return known.site if known else starting_site()
    site = site_of(row) if row else starting_site()
    _known[db.engine] = KnownSite(site, now)
    return site


def forget_site() -> None:
    """Look it up again at the next call: something was saved by this very process."""
    _known.pop(db.engine, None)


def starting_site() -> Site:
    """The site as the operator's settings describe it."""
    given = app_settings()
    return Site(
        name=given.site_name,
        tagline=given.site_tagline,
        contact_email=given.contact_email,
        contact_phone=given.contact_phone,
        protected_phone=given.protected_phone,
        accessibility_report_url=given.accessibility_report_url,
    )


def site_of(row: SiteSettings) -> Site:
    """A saved version as it was; what it does not know, for it is older, is as at the start."""
    stored = {name: value for name, value in row.content.items() if name in NAMES}
    for name in ("languages", "questions"):
        if name in stored:
            stored[name] = tuple(stored[name])
    return Site(**stored, version=row.id, logo=row.logo.digest if row.logo else "")


def newest_version() -> SiteSettings | None:
    """The version in force, if any was ever saved."""
    return db.session.scalar(
        select(SiteSettings)
        .options(joinedload(SiteSettings.logo))
        .order_by(SiteSettings.id.desc())
        .limit(1)
    )


def shown_site(site: Site | None = None) -> dict[str, Any]:
    """The site in words of the current language, for templates; the current one if none is given.

    Without a name it is called what it holds, and nobody is named as responsible; without an
    address for questions, the sender takes them. What else is empty has no line on a page.
    """
    site = site or current_site()
    english = current_language() == "en"

    def worded(name: str) -> str:
        translated = getattr(site, f"{name}_en") if english else ""
        return translated or getattr(site, name)

    words = ("tagline", "start_title", "start_lead", "signature")
    return {
        **{name: worded(name) for name in words},
        "name": worded("name") or _("Events"),
        "responsible": site.operator or worded("name"),
        "contact_email": site.contact_email or bare_address(app_settings().mail_from),
        "contact_phone": unbroken(site.contact_phone),
        "protected_phone": unbroken(site.protected_phone or site.contact_phone),
        "accessibility_report_url": site.accessibility_report_url,
        "accent": site.accent,
        "languages": site.languages,
        "logo": site.logo,
        "version": site.version,
    }
