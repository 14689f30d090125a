"""The door's tests see every change at once, however busy the machine is."""

import pytest

from eventapp.domain.door import ticket_index


@pytest.fixture(autouse=True)
def read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no reading count as slow: a slow one is not repeated for a while."""
    monkeypatch.setattr(ticket_index, "QUICK_SECONDS", 3600)
