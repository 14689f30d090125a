"""Every kind of promise has somebody who keeps it."""

from eventapp.models import JobKind
from eventapp.worker.handlers import HANDLERS


def test_every_kind_of_job_has_one_handler_of_its_own() -> None:
    assert set(HANDLERS) == set(JobKind)
    assert len(set(HANDLERS.values())) == len(HANDLERS)
