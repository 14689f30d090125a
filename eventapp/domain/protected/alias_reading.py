"""Who has read the page of an alias: written down with it, sealed, and not in the log.

An entry in the log has a time, and so would show which registration came when the security contact
was at work: docs/decisions/0009.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update

from eventapp import transactions
from eventapp.domain.people.account_session import full_hour
from eventapp.domain.protected.alias_record import open_sealed, seal_content
from eventapp.extensions import db
from eventapp.models import Account, Alias

READINGS_MAX = 16  # the newest; more would not fit beside the longest way to reach somebody


def record_alias_reading(code: str, *, by: str, now: datetime) -> None:
    """Write down that the account reads the alias's page, once an hour.

    In a transaction of its own, which is committed when it returns, as audit.record_reading().
    """
    reading = by, full_hour(now).isoformat()
    with transactions.writing(), db.engine.begin() as connection:
        row = select(Alias.sealed).where(Alias.code == code).with_for_update()
        sealed = connection.scalar(row)
        content = open_sealed(code, sealed) if sealed else None
        if content is None or reading in content.readings:
            return
        read = replace(content, readings=(*content.readings, reading)[-READINGS_MAX:])
        changed = update(Alias).where(Alias.code == code).values(sealed=seal_content(code, read))
        connection.execute(changed)


def list_readings(readings: tuple[tuple[str, str], ...]) -> list[tuple[str, datetime]]:
    """The names of those who read, where their accounts still exist, and when; the newest first."""
    codes = {by for by, _hour in readings}
    rows = db.session.execute(select(Account.code, Account.name).where(Account.code.in_(codes)))
    names = {row[0]: row[1] for row in rows}
    return [(names.get(by, ""), datetime.fromisoformat(hour)) for by, hour in reversed(readings)]
