"""Whatever is changed, removed, inserted or cut in the log is found, with the first entry."""

from flask import Flask

from eventapp.domain.record import audit
from eventapp.domain.record.chain import ChainHead, chain_head
from eventapp.domain.record.verification import Broken, Damage, verify
from eventapp.extensions import db
from eventapp.keys import app_keys, log_key
from eventapp.models import AuditAction, AuditChange
from tests.builders import NOON
from tests.domain.record.planting import a_sealed_log, tamper

COLUMNS = {
    "at": "'2020-01-01 00:00:00.000000'",
    "actor": "'a2'",
    "action": "'edited'",
    "subject_kind": "'account'",
    "subject_code": "'zz'",
    "reason": "'så'",
    "details": "'{}'",
    "event_id": "4711",
    "change_digest": "'00'",
}
COPY = (
    "INSERT INTO audit_entries (id, at, actor, action, subject_kind, subject_code, reason, details)"
    " SELECT {to}, at, actor, action, subject_kind, subject_code, reason, details"
    " FROM audit_entries WHERE id = {of}"
)


def verified(*heads: ChainHead) -> Broken | None:
    verification = verify([app_keys().log], heads)
    db.session.rollback()
    return verification.broken


def head() -> ChainHead:
    newest = chain_head()
    assert newest
    return newest


def test_a_log_that_nobody_touched_is_whole(app: Flask) -> None:
    a_sealed_log(5)
    audit.record(AuditAction.BACKED_UP, audit.INSTALLATION, actor="operator", now=NOON)
    db.session.commit()

    verification = verify([app_keys().log], [head()])

    assert (verification.sealed, verification.waiting, verification.broken) == (5, 1, None)


def test_an_empty_log_is_whole(app: Flask) -> None:
    verification = verify([app_keys().log])
    assert (verification.sealed, verification.waiting, verification.broken) == (0, 0, None)


def test_a_changed_value_is_found_whichever_it_is(app: Flask) -> None:
    ids = a_sealed_log()
    where = f"WHERE id = {ids[3]}"
    tamper(f"CREATE TABLE kept AS SELECT * FROM audit_entries {where}")
    for column, value in COLUMNS.items():
        tamper(f"UPDATE audit_entries SET {column} = {value} {where}")
        assert verified() == Broken(Damage.CHANGED, 4, ids[3]), column
        tamper(f"UPDATE audit_entries SET {column} = (SELECT {column} FROM kept) {where}")
        assert verified() is None
    tamper("DROP TABLE kept")


def test_two_entries_that_changed_places_are_found(app: Flask) -> None:
    ids = a_sealed_log()
    tamper(
        f"UPDATE audit_entries SET id = -1 WHERE id = {ids[3]}",
        f"UPDATE audit_entries SET id = {ids[3]} WHERE id = {ids[4]}",
        f"UPDATE audit_entries SET id = {ids[4]} WHERE id = -1",
    )
    assert verified() == Broken(Damage.CHANGED, 4, ids[3])


def test_a_removed_entry_is_found(app: Flask) -> None:
    ids = a_sealed_log()
    tamper(f"DELETE FROM audit_entries WHERE id = {ids[1]}")
    assert verified() == Broken(Damage.REMOVED, 2, ids[1])


def test_an_entry_removed_with_its_seal_is_found(app: Flask) -> None:
    ids = a_sealed_log()
    tamper(
        f"DELETE FROM audit_entries WHERE id = {ids[1]}",
        f"DELETE FROM audit_seals WHERE entry_id = {ids[1]}",
    )
    assert verified() == Broken(Damage.REMOVED, 2, None)


def test_closing_the_gap_that_a_removal_left_does_not_help(app: Flask) -> None:
    ids = a_sealed_log()
    tamper(
        f"DELETE FROM audit_entries WHERE id = {ids[1]}",
        f"DELETE FROM audit_seals WHERE entry_id = {ids[1]}",
        *(f"UPDATE audit_seals SET position = {n} WHERE position = {n + 1}" for n in (2, 3, 4)),
    )
    assert verified() == Broken(Damage.CHANGED, 2, ids[2])


def test_an_inserted_entry_is_found(app: Flask) -> None:
    ids = a_sealed_log()
    tamper(f"DELETE FROM audit_entries WHERE id = {ids[1]}")
    tamper(COPY.format(to=ids[1], of=ids[3]))
    assert verified() == Broken(Damage.CHANGED, 2, ids[1])

    tamper(f"DELETE FROM audit_seals WHERE entry_id = {ids[1]}")
    assert verified() == Broken(Damage.INSERTED, 2, ids[1])


def test_an_end_that_was_cut_is_found_by_its_seals(app: Flask) -> None:
    ids = a_sealed_log()
    tamper(f"DELETE FROM audit_entries WHERE id > {ids[3]}")
    assert verified() == Broken(Damage.CUT, 5, ids[4])


def test_an_end_that_was_cut_with_its_seals_is_found_by_a_head_kept_elsewhere(app: Flask) -> None:
    ids = a_sealed_log()
    stored_head = head()
    tamper(
        f"DELETE FROM audit_entries WHERE id > {ids[3]}",
        f"DELETE FROM audit_seals WHERE entry_id > {ids[3]}",
    )
    assert verified() is None, "without a head nobody can tell"
    assert verified(stored_head) == Broken(Damage.CUT, 5, None)


def test_a_head_of_another_log_is_not_led_to(app: Flask) -> None:
    ids = a_sealed_log()
    assert verified(ChainHead(4, "0" * 64)) == Broken(Damage.REWRITTEN, 4, ids[3])


def test_another_before_and_after_is_found(app: Flask) -> None:
    ids = a_sealed_log()
    tamper(f"UPDATE audit_changes SET reason = 'Annat' WHERE entry_id = {ids[2]}")
    assert verified() == Broken(Damage.CHANGE_ALTERED, 3, ids[2])


def test_a_change_written_beside_an_entry_that_had_none_is_found(app: Flask) -> None:
    ids = a_sealed_log()
    tamper(
        "INSERT INTO audit_changes (entry_id, before, after, reason, salt)"
        f" VALUES ({ids[0]}, '{{}}', '{{}}', 'Lögn', '')"
    )
    assert verified() == Broken(Damage.CHANGE_ALTERED, 1, ids[0])


def test_retention_deletes_what_was_changed_and_leaves_the_chain_whole(app: Flask) -> None:
    a_sealed_log()
    assert db.session.query(AuditChange).delete() == 1
    db.session.commit()
    assert verified(head()) is None


def test_entries_sealed_with_another_key_need_that_key(app: Flask) -> None:
    a_sealed_log()
    other = log_key("another secret")
    assert verify([other]).broken == Broken(Damage.OTHER_KEY, 1, a_first_id())
    assert verify([other, app_keys().log]).broken is None


def a_first_id() -> int:
    first = db.session.scalar(db.text("SELECT min(id) FROM audit_entries"))
    assert isinstance(first, int)
    return first
