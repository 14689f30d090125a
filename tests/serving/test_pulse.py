"""The supervisor's ear: who is silent is named, and nobody whom it could not have heard."""

import os
import threading

import pytest

from eventapp.serving import pulse
from eventapp.serving.pulse import Pulses
from tests.faults.server import wait_until

ME, OTHER = os.getpid(), -1


def test_who_is_silent_is_named_once_and_who_beats_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(pulse, "SILENT_SECONDS", 0.5)
    pulses, moving = Pulses(), threading.Event()
    moving.set()
    pulses.beat_while(moving.is_set)
    assert pulses.list_silent([ME, OTHER]) == []

    silent: list[int] = []
    wait_until(lambda: silent.extend(pulses.list_silent([ME, OTHER])) or silent, "the silent one")
    assert silent == [OTHER]
    assert pulses.list_silent([ME, OTHER]) == []

    moving.clear()
    silent.clear()
    wait_until(lambda: silent.extend(pulses.list_silent([ME])) or silent, "work that stands still")
    assert silent == [ME]


def test_a_supervisor_that_itself_stood_still_accuses_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pulse, "SILENT_SECONDS", 0)
    monkeypatch.setattr(pulse, "OWN_LAPSE_SECONDS", -1)
    pulses = Pulses()

    assert [pulses.list_silent([OTHER]) for _turn in range(3)] == [[], [], []]
