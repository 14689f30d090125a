"""The revision of a board differs when what it shows differs."""

import pytest

from eventapp.domain.schedule.board.placement import Push, delete_sessions, move_sessions
from eventapp.domain.schedule.board.revision import board_revision
from eventapp.domain.schedule.schedule_part import create_part
from eventapp.models import Room
from tests.builders import HOUR, NOON, a_session, an_event

pytestmark = pytest.mark.usefixtures("app")


def test_it_differs_after_each_change_and_not_for_another_event() -> None:
    event = an_event()
    session = a_session(event, released=False)
    revisions = [board_revision(event)]
    versions = {session.code: session.version}
    move_sessions(event, versions, Push(HOUR), actor="me", now=NOON)
    revisions.append(board_revision(event))
    create_part(Room, event, {"name": "Eken"})
    revisions.append(board_revision(event))
    delete_sessions(event, {session.code: session.version}, actor="me", now=NOON)
    revisions.append(board_revision(event))
    assert len(set(revisions)) == 4
    a_session(an_event())
    assert board_revision(event) == revisions[-1]
