"""Days at the door, others on each run: who came stays right whatever phones lose and repeat."""

from flask import Flask
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.races.test_life_at_the_door import LifeAtTheDoor
from tests.races.test_life_of_an_event import WITHOUT_EXPLAINING


def test_who_came_stays_right_through_many_days(app: Flask) -> None:
    run_state_machine_as_test(
        LifeAtTheDoor,
        settings=settings(
            max_examples=300,
            stateful_step_count=60,
            derandomize=False,
            phases=WITHOUT_EXPLAINING,
        ),
    )
