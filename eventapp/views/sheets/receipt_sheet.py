"""A receipt of retention in words, as it is printed."""

from collections.abc import Iterator

from eventapp.documents.prints.logo import printed_logo
from eventapp.documents.prints.receipt import ReceiptSheet, SheetLine
from eventapp.domain.retention.receipt import Receipt, ReceiptLine
from eventapp.i18n import _, _n, clock, current_language, date_year, number

ZONE = "Europe/Stockholm"


def receipt_sheet(receipt: Receipt) -> ReceiptSheet:
    """The receipt in the current language."""
    run, logo = receipt.run, printed_logo()
    at = run.finished_at or run.started_at
    return ReceiptSheet(
        title=_("Receipt %(code)s", code=run.code),
        heading=_n(
            "%(num)d item was deleted on %(day)s",
            "%(num)d items were deleted on %(day)s",
            receipt.deleted,
            day=date_year(at, ZONE),
        ),
        columns=(_("What"), _("Rule"), _("Deleted"), _("Paused")),
        lines=tuple(_lines(receipt)),
        total=(_("Total"), "", number(receipt.deleted), number(receipt.paused)),
        facts=tuple(_facts(receipt)),
        language=current_language(),
        logo=logo.values() if logo else None,
    )


def rule_words(line: ReceiptLine) -> str:
    """By which rule: its days, and the decision with its version."""
    days = _n("%(num)d day", "%(num)d days", line.days) if line.days else _("the same day")
    if line.rule is None:
        return _("%(days)s, built in", days=days)
    return _(
        "%(days)s, %(reference)s (version %(version)s)",
        days=days,
        reference=line.rule.reference,
        version=line.rule.version,
    )


def _lines(receipt: Receipt) -> Iterator[SheetLine]:
    for line in receipt.lines:
        yield SheetLine(
            str(line.description.label),
            receipt.run.reference or rule_words(line),
            number(line.deleted),
            number(line.paused),
            indented=False,
        )
        for event in line.events:
            if event.title:
                yield SheetLine(
                    event.title, "", number(event.deleted), number(event.paused), indented=True
                )


def _facts(receipt: Receipt) -> Iterator[tuple[str, str]]:
    run = receipt.run
    if run.reason:
        yield _("Reason"), run.reason
    for label, moment in ((_("Started"), run.started_at), (_("Finished"), run.finished_at)):
        if moment:
            yield label, f"{date_year(moment, ZONE)} {clock(moment, ZONE)}"
    yield _("In backups"), backup_words(receipt)
    if run.log_head:
        yield _("The log's seal"), run.log_head


def backup_words(receipt: Receipt) -> str:
    """Until when backups hold what was deleted, or that nobody has decided."""
    if receipt.in_backups_until is None:
        return _("Nobody has decided how long backups are kept. They may hold this.")
    day = date_year(receipt.in_backups_until, ZONE)
    return _("Older backups may hold this until %(day)s.", day=day)
