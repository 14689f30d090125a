"""Doors for the holder of a personal link."""

from tests.house.access.rows import own, public, sent_by_holder

HOME = "/registrations/<token>"
CONFIRMATION = f"{HOME}/cancellation/new"

DOORS = (
    own(HOME),
    own(f"{HOME}/edit"),
    own(f"{HOME}/now"),
    own(f"{HOME}/picture"),
    own(f"{HOME}/schedule"),
    # The page offers it while the session is the next: see tests/views/participant.
    sent_by_holder(f"{HOME}/sessions/<code>", "", code="session"),
    own(f"{HOME}/copy"),
    own(f"{HOME}/copy.json"),
    own(CONFIRMATION),
    own(f"{HOME}/results"),
    own(f"{HOME}/ticket"),
    own(f"{HOME}/ticket.pdf"),
    own(f"{HOME}/ticket.png"),
    own(f"{HOME}/ticket.svg"),
    # A calendar shows nothing but its address, which opens the feed and nothing else.
    public(f"{HOME}/agenda.ics", token="agenda link"),
    sent_by_holder(HOME, f"{HOME}/edit"),
    sent_by_holder(f"{HOME}/agenda", HOME),
    sent_by_holder(f"{HOME}/phone", HOME, {"phone": "remember"}),
    # This holder has chosen no session, so that the page does not ask.
    sent_by_holder(f"{HOME}/agenda/sessions", "", {"sessions": "hidden"}),
    sent_by_holder(f"{HOME}/cancellation", CONFIRMATION),
    # Nothing was offered to this holder, who has a place, and no meeting is on.
    sent_by_holder(f"{HOME}/acceptance", "", status=409),
    sent_by_holder(f"{HOME}/attendance", "", status=409),
    # The event is not over.
    sent_by_holder(f"{HOME}/certificate", "", status=409),
    # Whoever has a place cancels it first.
    own(f"{HOME}/erasure/new"),
    sent_by_holder(f"{HOME}/erasure", "", status=409),
    own(f"{HOME}/erasure/<confirmation>", confirmation="confirmation"),
    sent_by_holder(f"{HOME}/erasure/<confirmation>", "", status=409, confirmation="confirmation"),
)
