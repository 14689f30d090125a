"""Reading the log: paging, filters and search find exactly what matches, each once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.domain.permission import Role
from eventapp.domain.record import audit, log
from eventapp.domain.record.audit import Subject
from eventapp.domain.record.log import (
    GROUPS,
    ActionGroup,
    LogFilter,
    LogPosition,
    list_log,
    stream_log,
)
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry, NamedOrganisation
from tests.builders import NOON, a_registration, an_event, an_organisation
from tests.builders.account import an_account

HOUR = timedelta(hours=1)
THING = Subject("account", "thing")


def an_act(
    number: int, subject: audit.Auditable = THING, *, actor: str = "a1", **options: str
) -> None:
    action = AuditAction.EDITED if number % 2 else AuditAction.LIST_READ
    audit.record(action, subject, actor=actor, now=NOON + number * HOUR, n=number, **options)


def numbers(sought: LogFilter, size: int = 100) -> list[int]:
    """The acts' numbers, over all pages."""
    collected: list[int] = []
    for _ in range(50):
        page = list_log(sought, size=size)
        collected += [entry.details["n"] for entry in page.entries if "n" in entry.details]
        if page.next is None:
            return collected
        sought = replace(sought, before=page.next)
    raise AssertionError("no end")


def test_pages_follow_each_other_without_gap_or_double(app: Flask) -> None:
    for number in range(10):
        an_act(number)
    an_act(9)  # at the same moment
    everything = [9, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert numbers(LogFilter(), 3) == everything
    assert [len(batch) for batch in stream_log(LogFilter())] == [11]


def test_each_filter_and_all_together(app: Flask) -> None:
    event, other = an_event(), Subject("organisation", "o1")
    person = a_registration(event)
    an_act(1, event)
    an_act(2, person)
    an_act(3, other, actor="a2")
    an_act(4, other, actor="a2")

    assert numbers(LogFilter(event_id=event.id, event_code=event.public_id)) == [2, 1]
    assert numbers(LogFilter(kind="organisation")) == [4, 3]
    assert numbers(LogFilter(kind="organisation", code="o1")) == [4, 3]
    assert numbers(LogFilter(kind="account", code="o1")) == []
    assert numbers(LogFilter(actor="a2")) == [4, 3]
    assert numbers(LogFilter(group=ActionGroup.READ)) == [4, 2]
    assert numbers(LogFilter(since=NOON + 2 * HOUR, until=NOON + 4 * HOUR)) == [3, 2]
    everything = LogFilter(
        actor="a2",
        group=ActionGroup.CHANGED,
        kind="organisation",
        since=NOON + 2 * HOUR,
        until=NOON + 5 * HOUR,
    )
    assert numbers(everything) == [3]


def test_entries_of_an_earlier_release_belong_to_their_event_too(app: Flask) -> None:
    event = an_event()
    an_act(1, Subject("event", event.public_id))
    an_act(2, event)
    assert numbers(LogFilter(event_id=event.id, event_code=event.public_id), 1) == [2, 1]


def test_where_filters_meet_a_page_says_how_far_it_looked(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "SCANNED_MAX", 4)
    for number in range(12):
        an_act(number, actor="a2" if number in {1, 10} else "a1")
    sought = LogFilter(actor="a1", group=ActionGroup.CHANGED)
    page = list_log(sought, size=3)
    assert page.looked_back_to is not None
    assert numbers(sought, 3) == [11, 9, 7, 5, 3]


def test_words_find_codes_names_and_reasons(app: Flask) -> None:
    event, town = an_event(title="Trygga torg"), an_organisation("Exempelstad")
    account = an_account(Role.ORGANIZER)
    person = a_registration(event)
    db.session.flush()
    an_act(1, event)
    an_act(2, town, actor=account.code)
    an_act(3, person, reason="Ringde och var sjuk")
    an_act(4, THING, reason="Sjuk i går")

    assert numbers(LogFilter(words="trygga")) == [3, 1]
    assert numbers(LogFilter(words="exempelstad")) == [2]
    assert numbers(LogFilter(words=account.name)) == [2]
    assert numbers(LogFilter(words=person.code.upper())) == [3]
    assert numbers(LogFilter(words="sjuk")) == [4, 3]
    assert numbers(LogFilter(words="var sjuk")) == [3]
    assert numbers(LogFilter(words="sjuk", kind="account")) == [4]
    assert numbers(LogFilter(words=person.name)) == []
    assert numbers(LogFilter(words="%")) == []


def test_an_organisation_is_found_by_each_of_its_names_and_in_acts_about_others(app: Flask) -> None:
    town = an_organisation("Linköpings kommun", also_known_as="Linkopia")
    town.official_code = "0580"
    event, account = an_event(), an_account(Role.COORDINATOR, organisation=town)
    an_act(1, town)
    audit.record(AuditAction.ROLE_GIVEN, account, actor="a1", now=NOON, n=2, organisation=town.code)
    audit.record(
        AuditAction.DELEGATION_INVITED, event, actor="a1", now=NOON, n=3, organisation=town.code
    )
    audit.record(
        AuditAction.DELEGATION_INVITED, event, actor="a1", now=NOON, n=4, organisation="other"
    )

    for words in ("Linköping", "linkopia", "0580", town.code):
        assert sorted(numbers(LogFilter(words=words))) == [1, 2, 3]
    assert numbers(LogFilter(words="Linköping", kind="account")) == [2]


def test_an_event_is_found_by_its_address(app: Flask) -> None:
    event = an_event(slug="trygga-torg-2027", title="Konferens")
    an_act(1, event)
    an_act(2, a_registration(event))

    for words in ("trygga-torg-2027", "https://bra.example/events/trygga-torg-2027/schedule?day=1"):
        assert numbers(LogFilter(words=words)) == [2, 1]


def test_acts_that_name_an_organisation_are_found_by_an_index(app: Flask) -> None:
    newest = select(AuditEntry.id).where(NamedOrganisation() == "x")
    newest = newest.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(10)
    text = str(newest.compile(db.engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    if explain == "EXPLAIN":  # it would read so small a table as it stands
        for other in ("seqscan", "bitmapscan"):
            db.session.execute(db.text(f"SET LOCAL enable_{other} = off"))
    plan = " ".join(str(row) for row in db.session.execute(db.text(f"{explain} {text}")))
    assert "audit_by_organisation" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_what_marks_an_alias_is_found_by_nobody_who_may_not_know(app: Flask) -> None:
    person = a_registration(an_event())
    audit.record(AuditAction.PERSON_REACHED, person, actor="a1", now=NOON, n=1)
    event = {"event_id": person.event_id, "event_code": person.event.public_id}
    thing = {"kind": "registration", "code": person.code}
    for sought in (LogFilter(**thing), LogFilter(**event), LogFilter(words=person.code)):  # type: ignore[arg-type]
        assert numbers(sought) == []
        assert numbers(replace(sought, sees_aliases=True)) == [1]


def test_a_position_is_read_as_it_was_written_and_nothing_else_is(app: Flask) -> None:
    position = LogPosition(NOON, 12)
    assert LogPosition.parse(str(position)) == position
    for typed in ("", "-", "x-1", "1-", "-1", "1-x", "9" * 40 + "-1", "1-" + "9" * 30, "１-1"):
        assert LogPosition.parse(typed) is None


def test_no_act_is_in_no_group_by_mistake() -> None:
    grouped = {action for actions in GROUPS.values() for action in actions}
    assert {A.EDITED, AuditAction.ROLE_GIVEN, A.LIST_READ} <= grouped


A = AuditAction


def test_the_reason_is_stored_beside_the_entry_where_it_can_be_deleted(app: Flask) -> None:
    an_act(1, reason="Anna ringde")
    entry = db.session.query(AuditEntry).filter_by(subject_code="thing").one()
    assert (entry.reason, entry.reason_before) == ("Anna ringde", "")
    db.session.delete(entry.change)
    db.session.commit()
    assert numbers(LogFilter(words="anna")) == []
    assert db.session.query(AuditEntry).filter_by(subject_code="thing").one().reason == ""
