"""The list of erased people: it survives a restore, and no name is left in the files."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, text

from eventapp.domain import outbox
from eventapp.domain.desk.person import load_person
from eventapp.domain.desk.person_change import erase_person
from eventapp.domain.people.account import create_account
from eventapp.domain.record.audit import record_change
from eventapp.domain.record.erasure import ErasuresUnreadable, apply_erasures, store_erasures
from eventapp.domain.record.pause import begin_pause, end_pause
from eventapp.domain.record.purge import purge_old_versions
from eventapp.domain.registration.cancellation import cancel
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AuditAction,
    Contact,
    Erasure,
    Invitee,
    Job,
    Lead,
    Organisation,
    Registration,
    RetentionPause,
)
from eventapp.worker import handlers
from tests.builders import DAY, HOUR, NOON, a_registration, an_event, an_organisation
from tests.builders.experience import a_listing
from tests.builders.invitee import an_invitee
from tests.databases import MigratedDatabase

pytestmark = pytest.mark.usefixtures("app")
NAME, ADDRESS = "Zebulon Kvistglimt", "zebulon.kvistglimt@town.example"


def the_person(**facts: Any) -> Registration:
    return a_registration(an_event(), **{"name": NAME, "email": ADDRESS, **facts})


def erase(held: Registration | Account, now: datetime = NOON) -> None:
    person = load_person(held.code)
    assert person is not None
    erase_person(person, actor="admin", now=now)
    db.session.commit()


def registered() -> set[str]:
    return set(db.session.scalars(select(Registration.name)))


def as_restored(path: Path) -> None:
    """The table as an older backup has it: without the list."""
    store_erasures(path)
    db.session.execute(text("DELETE FROM erasures"))
    db.session.commit()


def test_who_was_erased_is_erased_again_after_a_restore(tmp_path: Path) -> None:
    first = the_person()
    cancel(first, now=NOON)
    a_registration(an_event(), name="Bo Annan", email=ADDRESS)
    db.session.commit()
    erase(first)
    as_restored(tmp_path / "erasures")
    back = the_person()
    back.registered_at = NOON - DAY
    cancel(back, now=NOON)
    db.session.commit()
    assert registered() == {NAME, "Bo Annan"}

    assert apply_erasures(tmp_path / "erasures", NOON + DAY) == 1
    db.session.commit()

    assert registered() == {"Bo Annan"}
    assert apply_erasures(tmp_path / "erasures", NOON + DAY) == 0


def test_an_erased_registration_goes_whatever_state_the_backup_has(tmp_path: Path) -> None:
    first = the_person()
    code = first.code
    cancel(first, now=NOON)
    db.session.commit()
    erase(first)
    as_restored(tmp_path / "erasures")
    back = the_person()
    back.code = code
    db.session.commit()

    assert apply_erasures(tmp_path / "erasures", NOON + DAY) == 1


def test_who_registers_again_afterwards_stays(tmp_path: Path) -> None:
    first = the_person()
    cancel(first, now=NOON)
    db.session.commit()
    erase(first)
    later = the_person()
    later.registered_at = NOON + DAY
    cancel(later, now=NOON + DAY)
    db.session.commit()
    store_erasures(tmp_path / "erasures")

    assert apply_erasures(tmp_path / "erasures", NOON + 2 * DAY) == 0
    assert registered() == {NAME}


def test_the_file_says_nobodys_name_and_keeps_earlier_lines(tmp_path: Path) -> None:
    path = tmp_path / "erasures"
    first = the_person()
    cancel(first, now=NOON)
    db.session.commit()
    erase(first)
    as_restored(path)
    second = the_person(name="Bo Annan")
    cancel(second, now=NOON)
    db.session.commit()
    erase(second)
    store_erasures(path)

    written = path.read_text()
    assert written.count("\n") == 4
    assert "Zebulon" not in written
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_torn_or_missing_file_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "erasures"
    assert apply_erasures(path, NOON) == 0
    path.write_text(f"{'a' * 64} {NOON.isoformat()}\n{'b' * 64} 2027-")
    assert apply_erasures(path, NOON) == 0
    assert db.session.scalars(select(Erasure.digest)).all() == ["a" * 64]


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08\xff", "Zebulon är raderad\n".encode()])
def test_another_file_is_no_list(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "backup.tar.gz"
    path.write_bytes(content)
    with pytest.raises(ErasuresUnreadable, match="is not a list of erased people"):
        apply_erasures(path, NOON)


def back_under_a_pause(tmp_path: Path, begins_at: datetime) -> RetentionPause:
    """A cancelled registration, erased at NOON, that a backup brings back under a pause."""
    first = the_person()
    code = first.code
    cancel(first, now=NOON - DAY)
    db.session.commit()
    erase(first)
    as_restored(tmp_path / "erasures")
    back = the_person()
    back.code, back.registered_at = code, NOON - 2 * DAY
    pause = begin_pause(back.event, "Begäran om utlämnande", actor="x", now=begins_at)
    db.session.commit()
    return pause


def test_what_came_back_before_a_pause_began_is_held_until_it_ends(tmp_path: Path) -> None:
    pause = back_under_a_pause(tmp_path, NOON + DAY)

    assert apply_erasures(tmp_path / "erasures", NOON + 2 * DAY) == 0
    db.session.commit()
    assert registered() == {NAME}

    db.session.execute(delete(Job))
    end_pause(pause, actor="x", now=NOON + 3 * DAY)
    (promise,) = outbox.lease(10, now=NOON + 3 * DAY)
    db.session.commit()
    handlers.carry_out(*handlers.compose_all([promise], {}))
    assert registered() == set()


def test_a_pause_that_had_ended_when_they_were_erased_holds_nothing(tmp_path: Path) -> None:
    """The backup is from before its end, and shows it as lasting."""
    back_under_a_pause(tmp_path, NOON - DAY)

    assert apply_erasures(tmp_path / "erasures", NOON + 2 * DAY) == 1


def test_a_pause_of_another_event_holds_no_registration(tmp_path: Path) -> None:
    pause = back_under_a_pause(tmp_path, NOON + DAY)
    pause.event_id = an_event().id
    db.session.commit()

    assert apply_erasures(tmp_path / "erasures", NOON + 2 * DAY) == 1


def a_message(organisation: Organisation, **facts: str) -> Contact:
    return Contact(
        listing=a_listing(organisation=organisation),
        organisation=organisation,
        function="Chef",
        email=ADDRESS,
        text="Hej",
        language="sv",
        **facts,
    )


def test_an_erased_account_message_and_the_address_in_a_lead_go_again(tmp_path: Path) -> None:
    account = create_account(ADDRESS, NAME, now=NOON)
    create_account("bo@town.example", "Bo Annan", now=NOON)
    organisation = an_organisation()
    facts = {"organisation_id": organisation.id, "title": "Ett spår", "story": "Det hände."}
    lead = Lead(**facts, contact_function="Chef", contact_email=ADDRESS, told_on=NOON.date())
    message = a_message(organisation)
    db.session.add_all([lead, message])
    db.session.commit()
    codes = account.code, message.code
    erase(account)
    as_restored(tmp_path / "erasures")
    create_account(ADDRESS, NAME, now=NOON - DAY).code = codes[0]
    db.session.add(a_message(organisation, code=codes[1]))
    lead.contact_email, lead.contact_function = ADDRESS, "Chef"
    db.session.commit()

    assert apply_erasures(tmp_path / "erasures", NOON + DAY) == 3
    db.session.commit()

    assert db.session.scalars(select(Account.name)).all() == ["Bo Annan"]
    assert db.session.scalars(select(Contact)).all() == []
    assert db.session.scalars(select(Lead.contact_email)).all() == [""]


def in_files(database: MigratedDatabase, sought: str) -> list[str]:
    """The database's files that hold the words, in whatever case."""
    forms = {form.encode() for form in (sought, sought.casefold())}
    files = sorted(database.data.glob("eventapp.sqlite*"))
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.mark.on_sqlite_alone
def test_an_erased_name_is_in_no_file_of_the_database(database: MigratedDatabase) -> None:
    for number in range(60):  # pages split and merge
        a_registration(an_event(), name=f"Granne {number}")
    registration = the_person()
    for number in range(60):
        a_registration(registration.event, name=f"Deltagare {number}")
    record_change(
        AuditAction.CHANGED,
        registration,
        before={"name": NAME},
        after={"name": f"{NAME}-Ek"},
        actor="x",
        now=NOON,
    )
    cancel(registration, now=NOON)
    db.session.commit()
    assert in_files(database, NAME)  # the control: it can be found

    erase(registration)
    assert purge_old_versions()

    assert in_files(database, NAME) == []
    assert in_files(database, ADDRESS) == []


def test_an_invitation_of_an_erased_person_goes_again_after_a_restore(tmp_path: Path) -> None:
    path, event = tmp_path / "erasures", an_event()
    erase_invited(an_invitee(event, ADDRESS, name=NAME))
    as_restored(path)
    an_invitee(event, ADDRESS, name=NAME, now=NOON - HOUR)
    later = an_invitee(an_event(), ADDRESS, name=NAME, now=NOON + HOUR)
    db.session.commit()

    assert apply_erasures(path, NOON + DAY) == 1
    db.session.commit()
    assert db.session.scalars(select(Invitee.code)).all() == [later.code]


def erase_invited(invitee: Invitee) -> None:
    person = load_person(invitee.code)
    assert person is not None
    erase_person(person, actor="admin", now=NOON)
    db.session.commit()
