"""What is said at the door follows the shared vectors."""

import json
from pathlib import Path
from typing import Any

import pytest

from eventapp.domain.door.verdict import ListSituation, ScannedTicket, TicketStatus, evaluate

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "verdicts.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["why"])
def test_a_ticket_is_judged_as_the_vectors_say(vector: dict[str, Any]) -> None:
    facts = vector["ticket"]
    ticket = facts and ScannedTicket(
        TicketStatus(facts["status"]), days=facts["days"], elsewhere=facts["elsewhere"]
    )

    listing = ListSituation(**vector.get("listing", {}))

    verdict = evaluate(ticket, day=vector["day"], inside=vector["inside"], listing=listing)

    assert verdict == vector["verdict"]
