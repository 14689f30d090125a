"""Each worker's last sign of life, and hosts that are gone."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from eventapp.domain.installation import heartbeat
from eventapp.extensions import db
from eventapp.keys import init_app
from eventapp.models import ClockSource
from tests.builders import HOUR, NOON

pytestmark = pytest.mark.usefixtures("app")


def test_a_host_has_one_row_and_keeps_what_it_saw_of_the_certificate() -> None:
    heartbeat.beat("one", now=NOON)
    heartbeat.note_certificate("one", ends_at=NOON + 24 * HOUR, error="", now=NOON)
    heartbeat.beat("one", now=NOON + HOUR)

    (row,) = heartbeat.list_heartbeats()
    assert row.at == NOON + HOUR
    assert row.certificate_ends_at == NOON + 24 * HOUR


def test_hosts_long_gone_are_forgotten() -> None:
    heartbeat.beat("old", now=NOON - heartbeat.FORGOTTEN_AFTER - timedelta(seconds=1))
    heartbeat.beat("new", now=NOON)

    assert [row.host for row in heartbeat.list_heartbeats()] == ["new"]


def test_the_clock_is_compared_with_the_databases() -> None:
    heartbeat.beat("one", now=NOON)  # on PostgreSQL the clock of tests is wrong by months

    (row,) = heartbeat.list_heartbeats()
    assert (row.skew_ms != 0) is heartbeat.has_own_clock()
    source = ClockSource.DATABASE if heartbeat.has_own_clock() else ClockSource.NONE
    assert row.clock_source is source


def test_the_clock_is_compared_with_the_mail_servers_until_it_says_none() -> None:
    heartbeat.beat("one", now=NOON)
    heartbeat.note_clock("one", NOON - timedelta(seconds=3), now=NOON)
    (row,) = heartbeat.list_heartbeats()
    db.session.refresh(row)
    assert (row.clock_source, row.skew_ms) == (ClockSource.MAIL, 3000)
    if not heartbeat.has_own_clock():
        heartbeat.beat("one", now=NOON)  # says nothing of clocks
        db.session.refresh(row)
        assert (row.clock_source, row.skew_ms) == (ClockSource.MAIL, 3000)

    heartbeat.note_clock("one", None, now=NOON)
    db.session.refresh(row)
    assert (row.clock_source, row.skew_ms) == (ClockSource.NONE, 0)


def other_host(app: Flask, **keys: str) -> None:
    """A host of the same database with these settings gives a sign of life."""
    settings = replace(app.extensions["settings"], **keys)
    own = dict(app.extensions)
    app.extensions["settings"] = settings
    init_app(app)
    heartbeat.beat("other", now=NOON)
    app.extensions.update(own)


def test_hosts_with_the_same_keys_are_not_told_apart(app: Flask) -> None:
    heartbeat.beat("one", now=NOON)
    other_host(app)

    assert heartbeat.list_other_keys(now=NOON) == []


@pytest.mark.parametrize(
    ("field", "setting", "value"),
    [
        ("secret_key", "EVENTAPP_SECRET_KEY", "another secret, as long as it has to be"),
        ("ticket_keys", "EVENTAPP_TICKET_KEYS", f"1:{b64encode(bytes(32)).decode()}"),
        ("protected_keys", "EVENTAPP_PROTECTED_KEYS", f"1:{b64encode(bytes(32)).decode()}"),
    ],
)
def test_a_host_with_another_key_is_told_by_the_name_of_the_setting(
    app: Flask, field: str, setting: str, value: str
) -> None:
    heartbeat.beat("one", now=NOON)
    other_host(app, **{field: value})

    assert heartbeat.list_other_keys(now=NOON) == [setting]
    stored = " ".join(str(row.keys) for row in heartbeat.list_heartbeats())
    assert value.removeprefix("1:") not in stored
    gone = NOON + heartbeat.SILENT_AFTER + timedelta(seconds=1)
    assert heartbeat.list_other_keys(now=gone) == []  # a host that is gone has none any longer
