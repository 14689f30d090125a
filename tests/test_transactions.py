"""Readers take no lock and may not write; writers of one host queue fairly."""

import multiprocessing
import threading
import time
import warnings
from errno import ENOENT, ENOSPC, EROFS

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from eventapp import transactions
from eventapp.extensions import db
from eventapp.models import Event
from eventapp.transactions import ReadOnlyTransaction, WriterQueue, WriterQueueStuck
from tests.builders import an_event
from tests.databases import MigratedDatabase

pytestmark = pytest.mark.usefixtures("app")


def test_a_reader_may_not_write_through_the_session() -> None:
    event = an_event()
    db.session.commit()

    with transactions.reading(db.session):
        event.title = "Ändrad"
        with pytest.raises(ReadOnlyTransaction):
            db.session.flush()
    assert event.title != "Ändrad"


def test_a_reader_may_not_write_by_statement() -> None:
    an_event()
    db.session.commit()

    with transactions.reading(db.session), pytest.raises(ReadOnlyTransaction):
        db.session.execute(update(Event).values(title="Ändrad"))


def test_reading_ends_where_it_is_said_to_end() -> None:
    with transactions.reading(db.session):
        db.session.scalars(select(Event)).all()

    an_event()
    db.session.commit()


@pytest.mark.on_postgresql_alone
def test_what_writers_had_prepared_outlives_readers_who_prepare_nothing() -> None:
    db.engine.dispose()  # one connection alone is asked, not by turns with what others left
    for _ in range(transactions.PREPARED_AFTER + 1):
        db.session.execute(text("SELECT 'writer'"))
        db.session.commit()
        with transactions.reading(db.session):
            db.session.execute(text("SELECT 'reader'"))

    prepared = db.session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert "SELECT 'writer'" in prepared
    assert "SELECT 'reader'" not in prepared


def test_a_reader_who_asked_wrongly_leaves_a_session_that_goes_on() -> None:
    with transactions.reading(db.session), pytest.raises(DBAPIError):
        db.session.execute(text("SELECT nothing FROM nowhere"))

    an_event()
    db.session.commit()


def out_of_order(statement: str) -> bool:
    try:
        db.session.execute(text(statement))
    except DBAPIError as error:
        db.session.rollback()
        return transactions.is_outage(error)
    raise AssertionError("it was carried out")


def test_a_wrong_statement_is_never_told_as_an_outage() -> None:
    assert not out_of_order("SELECT nothing FROM nowhere")
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA query_only = ON")
            with pytest.raises(DBAPIError) as refused:
                connection.exec_driver_sql("DELETE FROM jobs")
            connection.exec_driver_sql("PRAGMA query_only = OFF")
        else:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            with pytest.raises(DBAPIError) as refused:
                connection.exec_driver_sql("DELETE FROM jobs")
        connection.rollback()
    assert transactions.is_outage(refused.value)


@pytest.mark.parametrize(("number", "outage"), [(ENOSPC, True), (EROFS, True), (ENOENT, False)])
def test_a_disk_that_takes_nothing_is_an_outage(number: int, outage: bool) -> None:
    assert transactions.is_outage(OSError(number, "x")) is outage


def test_a_reader_is_not_kept_waiting_by_a_writer(app: Flask) -> None:
    event = an_event()
    db.session.commit()
    event.title = "Ändrad"
    db.session.flush()  # the write lock is held from here on
    seen: list[str] = []

    def read() -> None:
        with app.app_context(), transactions.reading(db.session):
            seen.extend(db.session.scalars(select(Event.title)))

    reader = threading.Thread(target=read)
    reader.start()
    reader.join(5)

    assert len(seen) == 1
    assert seen != ["Ändrad"]
    db.session.rollback()


def test_writers_in_threads_lose_no_update_and_none_fails(app: Flask) -> None:
    event_id = an_event(seats=0).id
    db.session.commit()
    failures: list[Exception] = []

    def add_seats() -> None:
        for _ in range(10):
            with app.app_context():
                try:
                    event = db.session.get_one(Event, event_id, with_for_update=True)
                    event.seats += 1
                    db.session.commit()
                except Exception as error:  # noqa: BLE001  # told to the test's own thread
                    failures.append(error)

    threads = [threading.Thread(target=add_seats) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failures == []
    db.session.expire_all()
    assert db.session.get_one(Event, event_id).seats == 80


def test_a_queue_of_writers_lets_one_in_at_a_time(database: MigratedDatabase) -> None:
    queue, inside, most = WriterQueue(str(database.data / "queue")), [0], [0]

    def write() -> None:
        for _ in range(20):
            queue.enter()
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.0005)
            inside[0] -= 1
            queue.leave()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert most == [1]


def test_two_queues_on_one_file_let_one_in_at_a_time(database: MigratedDatabase) -> None:
    path = str(database.data / "queue")
    first, other = WriterQueue(path), WriterQueue(path)  # as in two processes
    first.enter()
    order = ["one in"]

    def wait() -> None:
        other.enter()
        order.append("other in")
        other.leave()

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.05)
    order.append("one out")
    first.leave()
    waiting.join(5)

    assert order == ["one in", "one out", "other in"]


def test_a_queue_that_two_processes_were_born_with_lets_one_in_at_a_time(
    database: MigratedDatabase,
) -> None:
    path = str(database.data / "queue")
    queue, other = WriterQueue(path), WriterQueue(path)
    other.enter()
    threading.Timer(0.02, other.leave).start()
    queue.enter()  # waits, in a thread that the child does not have
    queue.leave()
    fork = multiprocessing.get_context("fork")
    taken, order = fork.Event(), fork.SimpleQueue()

    def wait() -> None:
        taken.wait()
        order.put("child waits")
        queue.enter()
        order.put("child in")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside threads
        child = fork.Process(target=wait, daemon=True)
        child.start()
    queue.enter()
    taken.set()
    arrivals = [order.get()]
    time.sleep(0.05)
    order.put("parent out")
    queue.leave()
    child.join(10)

    assert child.exitcode == 0
    assert [*arrivals, order.get(), order.get()] == ["child waits", "parent out", "child in"]


def test_a_writer_that_fails_lets_the_next_one_in(app: Flask) -> None:
    an_event(slug="same")
    db.session.commit()
    with pytest.raises(Exception, match=r"(?i)unique"):
        an_event(slug="same")
    db.session.rollback()

    done = threading.Event()

    def write() -> None:
        with app.app_context():
            an_event(slug="other")
            db.session.commit()
            done.set()

    threading.Thread(target=write).start()

    assert done.wait(5)


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "STANDSTILL_SECONDS", 0.02)
    monkeypatch.setattr(transactions, "LONG_WAIT_SECONDS", 0.3)


@pytest.mark.usefixtures("impatience")
def test_nobody_waits_for_ever_behind_a_process_that_hangs(database: MigratedDatabase) -> None:
    path = str(database.data / "queue")
    hanging, queue, third = WriterQueue(path), WriterQueue(path), WriterQueue(path)
    hanging.enter()
    for _ in range(2):
        with pytest.raises(WriterQueueStuck) as stuck:
            queue.enter()
        assert transactions.is_outage(stuck.value)

    # What was waited for in vain is not held by anybody, once it comes.
    hanging.leave()
    for other in (third, queue, third):
        other.enter()
        other.leave()


@pytest.mark.usefixtures("impatience")
def test_a_web_process_lets_few_writers_wait_for_long(
    database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "LONG_WAIT_SECONDS", 30.0)
    queue, answers = WriterQueue(str(database.data / "queue")), list[str]()
    queue.let_few_wait()
    queue.enter()

    def write() -> None:
        try:
            queue.enter()
        except WriterQueueStuck:
            answers.append("refused")
        else:
            answers.append("written")
            queue.leave()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(answers) < 3:  # the fourth waits on
        time.sleep(0.01)
    queue.leave()
    for thread in threads:
        thread.join(30)

    assert answers == ["refused", "refused", "refused", "written"]


def test_no_writer_of_a_web_process_is_refused_while_others_take_their_turns(
    database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "STANDSTILL_SECONDS", 0.2)
    queue, answers = WriterQueue(str(database.data / "queue")), list[str]()
    queue.let_few_wait()

    def write() -> None:
        try:
            queue.enter()
        except WriterQueueStuck:
            answers.append("refused")
        else:
            time.sleep(0.04)
            queue.leave()
            answers.append("written")

    threads = [threading.Thread(target=write) for _ in range(12)]  # 0.48 seconds in all
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert answers == ["written"] * 12


def test_a_pause_in_which_nobody_wrote_is_no_standstill(
    database: MigratedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, answers = WriterQueue(str(database.data / "queue")), list[str]()
    queue.let_few_wait()
    queue.enter()
    queue.leave()

    def write() -> None:
        try:
            queue.enter()
        except WriterQueueStuck:
            answers.append("refused")
        else:
            queue.leave()
            answers.append("written")

    threads = [threading.Thread(target=write) for _ in range(3)]
    queue._within.acquire()  # as whoever has just got the turn, and has not noted it yet
    with monkeypatch.context() as impatient:
        impatient.setattr(transactions, "STANDSTILL_SECONDS", 0.0)
        for thread in threads:
            thread.start()
        threads[-1].join(0.05)
    queue._within.release()
    for thread in threads:
        thread.join(30)

    assert answers == ["written"] * 3
