"""`eventapp import-schedule`: takes a schedule of another system in, with each repair."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click

from eventapp.app import create_app
from eventapp.cli.command_settings import command_settings, refuse_missing
from eventapp.cli.migration import disconnecting, migrate
from eventapp.clock import utcnow
from eventapp.documents.schedule_file.raw import UnreadableSchedule
from eventapp.documents.schedule_file.reading import FILE_MAX_BYTES
from eventapp.domain.errors import Refusal
from eventapp.domain.event.draft import SLUG, EventText, create_event
from eventapp.domain.event.event import find_event
from eventapp.domain.event.translation import translate_event
from eventapp.domain.record.audit import OPERATOR
from eventapp.domain.schedule.schedule_import import schedule_import as imports
from eventapp.domain.schedule.schedule_import.comparison import (
    Comparison,
    compare,
    load_names,
)
from eventapp.domain.schedule.schedule_import.content import FileSchedule, Repair
from eventapp.extensions import db
from eventapp.forms.schedule.schedule_import import UNREADABLE, repair_sentence, setting_of
from eventapp.i18n import speaking
from eventapp.models import AttendanceMode, Event, EventKind

# What a draft that a schedule makes begins with; an organizer writes the rest.
DRAFT_SEATS = 100
REGISTRATION_OPEN_FOR = timedelta(days=90)
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class ScheduleReport:
    """What the file says, and how it differs from the draft; nothing differs from no event."""

    content: FileSchedule
    comparison: Comparison | None

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Every repair: of the file, then of what stays as it is here."""
        return self.content.repairs + (self.comparison.repairs if self.comparison else ())

    @property
    def counts(self) -> dict[str, int]:
        """What the report counts, in its order."""
        there = self.comparison
        nothing_there = {"new": len(self.content.sessions), "moved": 0, "changed": 0, "gone": 0}
        return {
            "sessions": len(self.content.sessions),
            "rooms": len(self.content.rooms),
            "days": self.content.days,
            "speakers": len(self.content.speakers),
            **(there.counts if there else nothing_there),
        }


@click.command("import-schedule")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--event", "slug", required=True, help="The event's word in its address.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def import_schedule(file: Path, slug: str, *, dry_run: bool, as_json: bool) -> None:
    """Take in the schedule of FILE (frab XML, schedule.json or iCalendar).

    A draft of the event is made if it is missing. A later state of the same file moves sessions,
    keeps what was changed here, and names those that are gone: they stay until somebody calls
    them off. Visitors see nothing before the schedule is published.
    """
    settings = command_settings()
    refuse_missing(settings)
    if not SLUG.fullmatch(slug):
        raise click.ClickException("--event takes small letters, figures and hyphens.")
    if file.stat().st_size > FILE_MAX_BYTES:
        raise click.ClickException(f"{UNREADABLE['too-large']} Nothing was written.")
    app = create_app(settings)
    migrate(app)
    with disconnecting(app), app.test_request_context(), speaking(LANGUAGE):
        try:
            report = _read(file, slug)
            if not dry_run:
                _take_in(file, slug, report.content)
        except UnreadableSchedule as unreadable:
            sentence = str(UNREADABLE[unreadable.reason])
            raise click.ClickException(f"{sentence} Nothing was written.") from unreadable
        except Refusal as refused:
            db.session.rollback()
            raise click.ClickException(f"{refused.message} Nothing was written.") from refused
        _print(report, as_json=as_json)
    if dry_run:
        click.echo("A dry run: nothing was written.", err=as_json)


def _read(file: Path, slug: str) -> ScheduleReport:
    event = find_event(slug)
    setting = setting_of(event)
    db.session.rollback()
    content = setting.read(file.read_bytes())
    event = find_event(slug)
    report = ScheduleReport(content, compare(event, content) if event else None)
    db.session.rollback()
    return report


def _take_in(file: Path, slug: str, content: FileSchedule) -> None:
    """Store the file and take it in, batch by batch. Raises Refusal."""
    event = find_event(slug) or _draft(slug, content)
    plan = imports.create_import(event, content, file.name, actor=OPERATOR, now=utcnow())
    comparison = compare(event, content)
    imports.start_import(plan, comparison, version=plan.version, actor=OPERATOR, now=utcnow())
    db.session.commit()
    names = load_names(plan.event, content.speakers)
    db.session.commit()
    while imports.continue_import(plan, content, names, now=utcnow()):
        db.session.commit()
    db.session.commit()


def _draft(slug: str, content: FileSchedule) -> Event:
    starts_at = content.starts_at
    text = EventText(
        slug=slug,
        title=content.title or slug.replace("-", " ").capitalize(),
        kind=EventKind.CONFERENCE,
        form=AttendanceMode.ON_SITE,
        starts_at=starts_at,
        ends_at=content.ends_at,
        registration_opens_at=starts_at - REGISTRATION_OPEN_FOR,
        registration_closes_at=starts_at,
        cancellation_closes_at=starts_at,
        seats=DRAFT_SEATS,
        time_zone=content.zone,
        venue_name=content.venue,
        venue_city=content.city,
    )
    event = create_event(text, actor=OPERATOR, now=utcnow())
    if english := content.english_title:
        texts = {"title": english}
        translate_event(event, texts, version=event.version, actor=OPERATOR, now=utcnow())
    click.echo(f"Made a draft of {slug}, with {DRAFT_SEATS} places.", err=True)
    return event


def _print(report: ScheduleReport, *, as_json: bool) -> None:
    counts = report.counts
    if as_json:
        repairs = [
            {"at": repair.at, "code": repair.code.value, "message": repair_sentence(repair)}
            for repair in report.repairs
        ]
        del counts["changed"]
        later = {name: counts.pop(name) for name in ("new", "moved", "gone")}
        click.echo(json.dumps({**counts, "repairs": repairs, **later}, ensure_ascii=False))
        return
    for repair in report.repairs:
        click.echo(f"{repair.at}: {repair_sentence(repair)} [{repair.code}]")
    for session in report.comparison.gone if report.comparison else ():
        click.echo(f"gone from the file: {session.title} [{session.code}]")
    click.echo(
        "{sessions} sessions, {rooms} rooms, {days} days, {speakers} speakers: "
        "{new} new, {moved} moved, {changed} changed otherwise, {gone} gone.".format(**counts)
    )
