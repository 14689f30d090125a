"""The log's page and its file, of the whole or of one event."""

from collections.abc import Iterator
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Response, render_template, request, stream_with_context

from eventapp.documents.csv_file import Row, csv_lines
from eventapp.domain.record.chain import sealing_status
from eventapp.domain.record.log import LogFilter, list_log, list_recent_actors, stream_log
from eventapp.domain.record.log_thing import account_names
from eventapp.extensions import db
from eventapp.i18n import _, _l
from eventapp.models import Account, Event
from eventapp.views.headers import as_attachment
from eventapp.views.organizer.audit_labels import actor_label
from eventapp.views.organizer.log.labels import ACTOR_KINDS, GROUP_LABELS, KIND_LABELS
from eventapp.views.organizer.log.line import LineWriter, ShownLine
from eventapp.views.organizer.log.query import LogQuery

ZONE = "Europe/Stockholm"
HEADER = (
    _l("When"),
    _l("Who"),
    _l("What"),
    _l("On what"),
    _l("Part"),
    _l("Event"),
    _l("Before"),
    _l("Now"),
    _l("Reason"),
)


def log_page(account: Account, event: Event | None = None) -> str:
    """The lines that match, a page at a time, under their days."""
    query, zone = LogQuery.read(request.args), event.time_zone if event else ZONE
    writer = LineWriter(account, zone, event.id if event else None)
    log_page = list_log(query.filter(event, zone=zone, sees_aliases=writer.sees_aliases))
    local = ZoneInfo(zone)
    lines = groupby(
        writer.write(log_page.entries), key=lambda line: line.at.astimezone(local).date()
    )
    return render_template(
        "organizer/log/index.html",
        account=account,
        event=event,
        zone=zone,
        query=query,
        days=[(day, list(of_day)) for day, of_day in lines],
        older=str(log_page.next) if log_page.next else None,
        looked_back_to=log_page.looked_back_to,
        sealing=None if event else sealing_status(),
        actors=_actors(event, query.actor),
        groups={group.value: label for group, label in GROUP_LABELS.items()},
        kinds=KIND_LABELS,
        here="organizer.event_log" if event else "organizer.log",
        values={"slug": event.slug} if event else {},
    )


def log_file(account: Account, sought: LogFilter, zone: str, name: str) -> Response:
    """The entries that match, one a row, read and sent in batches."""
    rows = _rows(LineWriter(account, zone, sought.event_id), sought)
    lines = csv_lines([str(heading) for heading in HEADER], rows)
    return as_attachment(Response(stream_with_context(lines), mimetype="text/csv"), name)


def _rows(writer: LineWriter, sought: LogFilter) -> Iterator[Row]:
    for entries in stream_log(sought):
        rows = [_row(line, writer.zone) for line in writer.write_each(entries)]
        db.session.rollback()  # no reader holds a snapshot for as long as somebody downloads
        yield from rows


def _row(line: ShownLine, zone: str) -> Row:
    first = line.occurrences[0] if line.occurrences else None
    changes = first.changes if first else ()
    hidden = _("(not shown)")
    return (
        line.at.astimezone(ZoneInfo(zone)).isoformat(sep=" ", timespec="seconds"),
        line.actor,
        line.action,
        line.thing,
        line.part,
        line.event_title,
        "\n".join(
            f"{change.label}: {change.before if change.stored else hidden}" for change in changes
        ),
        "\n".join(
            f"{change.label}: {change.after if change.stored else hidden}" for change in changes
        ),
        first.reason if first else "",
    )


def _actors(event: Event | None, chosen: str) -> list[tuple[str, str]]:
    """Whom one may look for: everybody, or in an event those who have done something there."""
    accounts = account_names()
    among = list_recent_actors(event.id) if event else {*accounts, *ACTOR_KINDS}
    names = {code: accounts.get(code) or actor_label(code) for code in {*among, chosen} - {""}}
    return sorted(names.items(), key=lambda actor: actor[1].casefold())
