"""Each worker's last sign of life, and hosts that are gone."""

from datetime import timedelta

import pytest

from eventapp.domain.installation import heartbeat
from eventapp.extensions import db
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
