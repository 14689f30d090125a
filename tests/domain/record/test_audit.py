"""Every action that is written to the log is a member of one enumeration, and has its words."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from eventapp.config import ROOT
from eventapp.domain.record import audit
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditChange, AuditEntry
from eventapp.views.organizer.audit_labels import ACTION_LABELS, action_label
from tests.builders import NOON, an_event

RECORDED = re.compile(r'audit\.record\(\s*"([^"]+)"')


def recorded() -> Iterator[str]:
    """The actions that stand as plain strings in the code."""
    for path in (ROOT / "eventapp").rglob("*.py"):
        yield from RECORDED.findall(path.read_text(encoding="utf-8"))


def test_every_action_has_its_words() -> None:
    assert set(ACTION_LABELS) == set(AuditAction)


def test_nothing_is_recorded_that_the_enumeration_does_not_know() -> None:
    assert set(recorded()) <= set(AuditAction)


# What is stored stays as it was written when what it names is called otherwise.
STORED_BEFORE = {AuditAction.PEOPLE_DELETED: "event closed"}


@pytest.mark.parametrize("action", AuditAction)
def test_the_stored_string_is_the_name_in_small_letters(action: AuditAction) -> None:
    expected = STORED_BEFORE.get(action, action.name.lower().replace("_", " "))
    assert action.value == expected


def test_an_action_is_stored_as_a_plain_string(app: Flask) -> None:
    audit.record(AuditAction.PHONE_PAIRED, an_event(), actor="device:x", now=NOON)

    stored = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).limit(1).one()
    assert type(stored.action) is str
    assert stored.action == "phone paired"


def test_what_an_older_version_recorded_is_shown_as_it_is(app: Flask) -> None:
    assert action_label("danced") == "danced"


def test_what_an_act_changed_stands_beside_its_entry(app: Flask) -> None:
    event = an_event()
    audit.record_change(
        AuditAction.EDITED,
        event,
        before={"seats": 30, "venue": "Folkets hus"},
        after={"seats": 40, "venue": "Folkets hus"},
        actor="a1",
        now=NOON,
    )
    entry = db.session.query(AuditEntry).filter_by(action=AuditAction.EDITED).one()
    change = db.session.get(AuditChange, entry.id)
    assert change is not None
    assert (change.before, change.after) == ({"seats": 30}, {"seats": 40})
    assert (entry.subject_kind, entry.subject_code) == ("event", event.public_id)


def test_the_installation_is_a_subject_of_its_own(app: Flask) -> None:
    audit.record(AuditAction.BACKED_UP, audit.INSTALLATION, actor=audit.OPERATOR, now=NOON)
    entry = db.session.query(AuditEntry).filter_by(action=AuditAction.BACKED_UP).one()
    assert (entry.subject_kind, entry.subject_code) == ("installation", "")
