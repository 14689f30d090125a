"""Scans that queue up in one process share a transaction: one commit to disk for all who wait.

A commit waits for the disk, and everybody else for it. So whoever's turn it is writes for all who
have come meanwhile; each gets an answer of their own, after the commit. They are woken one by one:
whose scans are on disk answers while the next writes.
"""

import threading
from collections.abc import Callable

from eventapp.domain.door.check_in import BatchReceipt, SentBatch, receive_together
from eventapp.extensions import db
from eventapp.transactions import is_outage


class WaitingBatch:
    """A batch of a phone that waits, and at last its receipt, or why there is none."""

    def __init__(self, batch: SentBatch) -> None:
        self.batch = batch
        self.outcome: BatchReceipt | Exception | None = None
        self._asleep = threading.Lock()
        self._asleep.acquire()

    def sleep(self) -> None:
        """Wait to be woken, once."""
        self._asleep.acquire()

    def wake(self) -> None:
        """End the wait, or the next one."""
        self._asleep.release()


class ScanQueue:
    """The batches for one event that wait in this process."""

    def __init__(self, event_id: int) -> None:
        self._event_id = event_id
        self._changing = threading.Lock()
        self._waiting: list[WaitingBatch] = []
        self._is_written = False

    def send(self, batch: SentBatch) -> BatchReceipt:
        """Wait until the batch is on disk. Raises Refusal, or what kept it from being stored."""
        waiting = WaitingBatch(batch)
        with self._changing:
            self._waiting.append(waiting)
            others_write, self._is_written = self._is_written, True
        if others_write:
            waiting.sleep()
        if waiting.outcome is None:  # nobody has written it meanwhile
            try:
                self._write_for_all()
            finally:
                self._leave(waiting)
        if isinstance(waiting.outcome, BatchReceipt):
            return waiting.outcome
        raise waiting.outcome or RuntimeError("a batch without an outcome")

    def _write_for_all(self) -> None:
        """Write what waits. Where that fails each runs again alone: a bad one harms no other.

        Not where disk or database gave up: to try again would only make everybody wait longer.
        """
        group: list[WaitingBatch] = []
        try:
            self._write(group, lambda: self._waiting)
        except Exception as error:  # noqa: BLE001  # each phone is told, by its own request
            group = group or list(self._waiting)
            for waiting in group:
                waiting.outcome = error if is_outage(error) else self._write_alone(waiting)

    def _leave(self, writer: WaitingBatch) -> None:
        """Wake those who have an outcome, and who writes next."""
        with self._changing:
            done = [waiting for waiting in self._waiting if waiting.outcome is not None]
            self._waiting = [w for w in self._waiting if w.outcome is None and w is not writer]
            following = self._waiting[:1]
            self._is_written = bool(following)
        for waiting in done + following:
            if waiting is not writer:
                waiting.wake()

    def _write_alone(self, waiting: WaitingBatch) -> BatchReceipt | Exception | None:
        try:
            self._write([], lambda: [waiting])
        except Exception as error:  # noqa: BLE001
            return error
        return waiting.outcome

    def _write(self, group: list[WaitingBatch], take: Callable[[], list[WaitingBatch]]) -> None:
        """Write, in one transaction, what `take` hands out once the lock is held: the `group`."""

        def arrived() -> list[SentBatch]:
            group.extend(take())
            return [waiting.batch for waiting in group]

        try:
            outcomes = receive_together(self._event_id, arrived)
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        for waiting, outcome in zip(group, outcomes, strict=True):
            waiting.outcome = outcome


class ScanQueues:
    """The queues of one process, by event."""

    def __init__(self) -> None:
        self._queues: dict[int, ScanQueue] = {}

    def send(self, event_id: int, batch: SentBatch) -> BatchReceipt:
        """Wait in the event's queue until the batch is on disk. Raises as ScanQueue.send()."""
        queue = self._queues.get(event_id) or self._queues.setdefault(event_id, ScanQueue(event_id))
        return queue.send(batch)
