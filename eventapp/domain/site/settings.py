"""Saving the site's settings as a new version, and taking up an older one again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.paging import Page
from eventapp.domain.record import audit
from eventapp.domain.record.audit import INSTALLATION
from eventapp.domain.site.colour import nearest_passing
from eventapp.domain.site.revision import lock_site
from eventapp.domain.site.site import Site, newest_version, site_of, starting_site
from eventapp.extensions import db
from eventapp.i18n import _, _l
from eventapp.models import (
    Account,
    AuditAction,
    Event,
    RegistrationQuestion,
    SiteLogo,
    SiteSettings,
)

PAGE_SIZE = 20
QUESTION_FIELDS = (
    "code",
    "kind",
    "label",
    "hint",
    "options",
    "required",
    "choices_max",
    "none_option",
    "condition",
    "purpose",
    "position",
)


class AccentUnreadable(Refusal):
    """The accent colour lacks contrast; the sentence names the nearest that has enough."""

    code = "accent-unreadable"
    sentence = _l("Text in this colour cannot be read.")

    def __init__(self, nearest: str) -> None:
        super().__init__(nearest)
        self.nearest = nearest

    @property
    def message(self) -> str:
        """The sentence, with the nearest colour that can be read."""
        return _(
            "White text on this colour, or this colour on the page, is hard to read. "
            "The nearest colour that works is %(colour)s.",
            colour=self.nearest,
        )


class AlreadyInForce(Refusal):
    """The version is the one in force, or is no version."""

    code = "settings-in-force"
    sentence = _l("This version is in use already.")


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One saved version for the history, with the name of who saved it and what it changed."""

    row: SiteSettings
    name: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One page of the history, the newest first."""

    lines: Sequence[VersionLine]
    page: Page


@dataclass(frozen=True, slots=True)
class LogoPicture:
    """A logo as PNG."""

    png: bytes
    width: int
    height: int
    digest: str


def save_settings(site: Site, *, version: int, actor: str, now: datetime) -> bool:
    """Put these settings in force, if `version` is still the one in force. The logo stays.

    False where they are in force already; the first save takes the operator's over in any case.
    Raises StaleVersion, AccentUnreadable. Flushes.
    """
    before = _lock(version)
    check_accent(site.accent)
    if before.version and site.content() == before.content():
        return False
    _add(replace(site, logo=before.logo), before, AuditAction.SETTINGS_CHANGED, actor, now)
    return True


def save_logo(picture: LogoPicture | None, *, version: int, actor: str, now: datetime) -> bool:
    """Put this logo in force, or none; False where it is so already. Flushes.

    Raises StaleVersion.
    """
    before = _lock(version)
    digest = picture.digest if picture else ""
    if digest == before.logo:
        return False
    if picture and _find_logo(digest) is None:
        logo = SiteLogo(png=picture.png, width=picture.width, height=picture.height, digest=digest)
        db.session.add(logo)
        db.session.flush()
    _add(replace(before, logo=digest), before, AuditAction.SETTINGS_CHANGED, actor, now)
    return True


def restore_settings(row: SiteSettings | None, *, version: int, actor: str, now: datetime) -> None:
    """Put an older version in force again, as a new one; None is the site as it was installed.

    Raises StaleVersion, AlreadyInForce.
    """
    before, number = _lock(version), row.id if row else 0
    if number == before.version:
        raise AlreadyInForce
    older = site_of(row) if row else starting_site()
    _add(older, before, AuditAction.SETTINGS_RESTORED, actor, now, restored=number or None)


def check_accent(accent: str) -> None:
    """Raise AccentUnreadable for a colour that lacks contrast; none is the design's own."""
    if accent and (nearest := nearest_passing(accent)) != accent:
        raise AccentUnreadable(nearest)


def find_version(number: int) -> SiteSettings | None:
    """The version with this number."""
    return db.session.get(SiteSettings, number, options=[joinedload(SiteSettings.logo)])


def number_before(number: int) -> int:
    """The version that this one followed; 0 where it is the first."""
    earlier = select(func.max(SiteSettings.id)).where(SiteSettings.id < number)
    return db.session.scalar(earlier) or 0


def find_logo_png(digest: str) -> bytes | None:
    """The picture of this digest."""
    return db.session.scalar(select(SiteLogo.png).where(SiteLogo.digest == digest))


def list_versions(*, page: int) -> VersionPage:
    """One page of all versions, with what each changed of the one before."""
    total = db.session.scalar(select(func.count()).select_from(SiteSettings)) or 0
    shown = Page.of(total, wanted=page, size=PAGE_SIZE)
    rows = db.session.scalars(
        select(SiteSettings)
        .options(joinedload(SiteSettings.logo))
        .order_by(SiteSettings.id.desc())
        .offset(shown.start)
        .limit(PAGE_SIZE + 1)
    ).all()
    names = _names({row.saved_by for row in rows})
    older = [site_of(row) for row in rows[1:]] + [starting_site()]
    lines = [
        VersionLine(row, names.get(row.saved_by, ""), tuple(differing(site_of(row), before)))
        for row, before in zip(rows[:PAGE_SIZE], older, strict=False)
    ]
    return VersionPage(lines, shown)


def _names(codes: set[str]) -> dict[str, str]:
    rows = db.session.execute(select(Account.code, Account.name).where(Account.code.in_(codes)))
    return {row[0]: row[1] for row in rows}


def differing(site: Site, before: Site) -> list[str]:
    """The names of what differs between two versions."""
    flat, other = _flat(site), _flat(before)
    return [name for name in flat if flat[name] != other[name]]


def questions_of(slug: str) -> tuple[dict[str, Any], ...] | None:
    """The registration questions of an event, to start others with; None where there is none."""
    event = db.session.scalar(select(Event.id).where(Event.slug == slug))
    if event is None:
        return None
    rows = db.session.scalars(
        select(RegistrationQuestion)
        .where(RegistrationQuestion.event_id == event)
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    )
    return tuple({name: _plain(getattr(row, name)) for name in QUESTION_FIELDS} for row in rows)


def list_events_with_questions() -> Sequence[tuple[str, str]]:
    """Slug and title of the events that ask something of their own, the newest first."""
    asked = select(RegistrationQuestion.event_id)
    rows = db.session.execute(
        select(Event.slug, Event.title)
        .where(Event.id.in_(asked))
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(100)
    )
    return [(row[0], row[1]) for row in rows]


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)


def _lock(version: int) -> Site:
    lock_site()
    row = newest_version()
    before = site_of(row) if row else starting_site()
    if before.version != version:
        raise StaleVersion
    return before


def _add(
    site: Site,
    before: Site,
    action: AuditAction,
    actor: str,
    now: datetime,
    restored: int | None = None,
) -> None:
    """Add a version and its entry in the log. Flushes."""
    logo = _find_logo(site.logo)
    row = SiteSettings(
        saved_at=now,
        saved_by=actor,
        restored_from=restored,
        content=site.content(),
        logo_id=logo.id if logo else None,
    )
    db.session.add(row)
    db.session.flush()
    audit.record_change(
        action,
        INSTALLATION,
        before=_flat(before),
        after=_flat(site),
        actor=actor,
        now=now,
        version=row.id,
        restored=restored or 0,
    )


def _find_logo(digest: str) -> SiteLogo | None:
    return db.session.scalar(select(SiteLogo).where(SiteLogo.digest == digest)) if digest else None


def _flat(site: Site) -> dict[str, str | int | None]:
    """The settings as an entry of the log holds them."""
    values = {name: value for name, value in site.content().items() if name != "questions"}
    asked = "; ".join(str(question["label"].get("sv", "")) for question in site.questions)
    languages = " ".join(site.languages)
    return {**values, "languages": languages, "questions": asked, "logo": site.logo}
