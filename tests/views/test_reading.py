"""Readings are logged: before one person is shown, and not shown otherwise; lists afterwards."""

import pytest

from eventapp.domain.permission import Role
from eventapp.extensions import db
from eventapp.models import AuditAction, AuditEntry
from tests.builders import a_registration, an_event
from tests.builders.account import an_account, signed_in
from tests.databases import MigratedDatabase
from tests.visitor import Visitor


@pytest.fixture
def desk(client: Visitor) -> Visitor:
    return signed_in(client, an_account(Role.ADMIN))


def logged(action: AuditAction) -> list[dict[str, str]]:
    entries = db.session.query(AuditEntry).filter_by(action=action.value)
    return [entry.details for entry in entries.order_by(AuditEntry.id)]


def test_a_list_is_logged_once_for_each_filter_in_ten_minutes(desk: Visitor) -> None:
    base = f"/organizer/events/{an_event().slug}/registrations"
    for path in (base, base, f"{base}?q=Anna", f"{base}?q=Anna&page=2", f"{base}?state=waitlisted"):
        assert desk.get(path).status_code == 200
    details = logged(AuditAction.LIST_READ)
    assert [detail["list"] for detail in details] == ["registrations"] * 3
    assert len({detail.get("filter") for detail in details}) == 3
    assert "Anna" not in str(details)


def test_each_look_at_a_person_is_logged(desk: Visitor) -> None:
    person = a_registration(an_event())
    path = f"/organizer/events/{person.event.slug}/registrations/{person.code}"
    assert desk.get(path).status_code == 200
    assert desk.get(path).status_code == 200
    read = db.session.query(AuditEntry).filter_by(action="person read").all()
    assert [entry.subject_code for entry in read] == [person.code] * 2
    assert desk.get(f"{path}x").status_code == 404
    assert len(logged(AuditAction.PERSON_READ)) == 2


def test_a_person_is_not_shown_when_the_reading_cannot_be_logged(
    desk: Visitor, database: MigratedDatabase
) -> None:
    person = a_registration(an_event())
    name = person.name
    path = f"/organizer/events/{person.event.slug}/registrations/{person.code}"
    db.session.commit()
    refuse = {
        "sqlite": "CREATE TRIGGER full BEFORE INSERT ON audit_entries "
        "BEGIN SELECT RAISE(ABORT, 'full'); END",
        "postgresql": "ALTER TABLE audit_entries ADD CONSTRAINT shut CHECK (id < 0) NOT VALID",
    }
    db.session.execute(db.text(refuse[database.kind]))
    db.session.commit()
    try:
        with pytest.raises(Exception, match=r"full|shut"):  # a page in production
            desk.get(path)
        shown = desk.get(path.rpartition("/")[0])
        assert shown.status_code == 200, "a list is shown all the same"
        assert name in shown.text
    finally:
        db.session.rollback()
        if database.kind == "postgresql":
            db.session.execute(db.text("ALTER TABLE audit_entries DROP CONSTRAINT shut"))
            db.session.commit()
