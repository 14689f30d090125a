"""Acts on many: the worker begins at once, batch by batch, and so does undoing them."""

import pytest
from sqlalchemy import select

from eventapp.clock import standing_at
from eventapp.domain.desk import bulk_act
from eventapp.domain.desk.bulk_act import PlannedAct, Selection, measure_progress, start_act
from eventapp.domain.desk.bulk_act_undo import undo_act
from eventapp.domain.desk.registration_filter import RegistrationFilter
from eventapp.extensions import db
from eventapp.models import BulkAct, BulkActKind, Registration, RegistrationState
from eventapp.worker import loop
from tests.builders import NOON, a_registration, an_event

pytestmark = pytest.mark.usefixtures("app")
PEOPLE = 5


def states() -> set[RegistrationState]:
    db.session.expire_all()
    return set(db.session.scalars(select(Registration.state)))


def test_an_act_and_its_undoing_wait_for_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_act, "BATCH_ROWS", 2)
    event = an_event()
    for _ in range(PEOPLE):
        a_registration(event)
    plan = PlannedAct(BulkActKind.CANCEL, reason="Inställd buss")
    everybody = Selection(RegistrationFilter())
    act = start_act(event, everybody, plan, expected=PEOPLE, actor="acc", now=NOON)
    act_id = act.id
    db.session.commit()

    with standing_at(NOON):
        loop.run_all()
        assert states() == {RegistrationState.CANCELLED}
        act = db.session.get_one(BulkAct, act_id)
        assert (measure_progress(act).done, act.finished_at) == (PEOPLE, NOON)

        undo_act(act, actor="acc", now=NOON)
        db.session.commit()
        loop.run_all()
        assert states() == {RegistrationState.CONFIRMED}
        assert db.session.get_one(BulkAct, act_id).undo_finished_at == NOON
