"""A loop that hangs: nobody is told that the worker is alive."""

import threading

import pytest
from flask import Flask

from eventapp.domain.installation.heartbeat import list_heartbeats
from eventapp.extensions import db
from eventapp.worker import heartbeat, progress
from tests.faults.server import wait_until


def test_a_loop_that_hangs_gives_no_sign_of_life(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[bool] = []

    def moves() -> bool:
        looks.append(progress_moves())
        return looks[-1]

    progress_moves = progress.moves
    monkeypatch.setattr(progress, "moves", moves)
    monkeypatch.setattr(
        heartbeat.heartbeat, "BEAT_INTERVAL", heartbeat.heartbeat.BEAT_INTERVAL / 1000
    )
    monkeypatch.setattr(progress, "HANGING_SECONDS", -1)
    stop = threading.Event()
    heartbeat.start(app, stop)
    wait_until(lambda: len(looks) > 2, "some looks")
    assert list_heartbeats() == []

    monkeypatch.setattr(progress, "HANGING_SECONDS", 60)

    def is_seen() -> bool:
        db.session.rollback()
        return bool(list_heartbeats())

    wait_until(is_seen, "a sign of life")
    stop.set()
