"""Readings of an alias: sealed with it, the newest only, and never longer than it was."""

import pytest

from eventapp.domain.protected.alias import find_alias, refresh_aliases, replace_reach
from eventapp.domain.protected.alias_reading import (
    READINGS_MAX,
    list_readings,
    record_alias_reading,
)
from eventapp.extensions import db
from tests.builders import HOUR, NOON, an_event
from tests.builders.account import an_account
from tests.builders.alias import an_alias

pytestmark = pytest.mark.usefixtures("app")


def readings(code: str) -> tuple[tuple[str, str], ...]:
    db.session.rollback()
    known = find_alias(code)
    assert known is not None
    return known.content.readings


def test_the_newest_are_there_once_an_hour_and_outlast_what_is_written_anew() -> None:
    code, account = an_alias(an_event()).code, an_account()
    by, name = account.code, account.name
    db.session.commit()
    for number in range(READINGS_MAX + 2):
        for _again in range(2):
            record_alias_reading(code, by=by, now=NOON + number * HOUR)
    assert len(readings(code)) == READINGS_MAX

    known = find_alias(code)
    assert known is not None
    replace_reach(known, "å" * 400, actor=by, now=NOON)
    refresh_aliases(now=NOON)
    db.session.commit()

    listed = list_readings(readings(code))
    assert listed[0] == (name, NOON + (READINGS_MAX + 1) * HOUR)
    assert len(listed) == READINGS_MAX
    db.session.rollback()


def test_of_what_is_gone_nothing_is_written() -> None:
    record_alias_reading("nothing", by="x", now=NOON)
    assert find_alias("nothing") is None
