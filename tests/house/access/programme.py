"""Doors at the organizers' desk: sessions, rooms, tracks, speakers, questions, materials."""

from tests.house.access.organizer import EVENT, WHY
from tests.house.access.rows import deed, desk

SCHEDULE = f"{EVENT}/schedule"
SESSION = f"{EVENT}/sessions/<code>"
PARTS = f"{EVENT}/<any(rooms, tracks, speakers):kind>"
MATERIALS = f"{EVENT}/materials"
QUESTIONS = f"{EVENT}/questions"
QUESTION = f"{QUESTIONS}/<code>"

DOORS = (
    desk(SCHEDULE),
    deed(f"{SCHEDULE}/conflicts", SCHEDULE, WHY),
    desk(f"{SCHEDULE}/release/new"),
    deed(f"{SCHEDULE}/releases", f"{SCHEDULE}/release/new"),
    desk(f"{EVENT}/sessions/new"),
    deed(
        f"{EVENT}/sessions",
        f"{EVENT}/sessions/new",
        {"title": "Ny", "starts_at": "2027-03-31T12:00", "ends_at": "2027-03-31T13:00"},
    ),
    desk(SESSION, code="session"),
    deed(SESSION, SESSION, code="session"),
    desk(PARTS),
    deed(PARTS, PARTS, {"name": "Foajén"}),
    desk(f"{PARTS}/<code>", code="room"),
    deed(f"{PARTS}/<code>", f"{PARTS}/<code>", code="room"),
    desk(f"{PARTS}/<code>/removal", code="room"),
    deed(f"{PARTS}/<code>/removal", f"{PARTS}/<code>/removal", code="room"),
    # Questions may be changed until somebody can have answered them.
    desk(QUESTIONS),
    deed(QUESTIONS, QUESTIONS, {"kind": "yes_no", "label": "Åker du tåg?"}, slug="draft"),
    desk(QUESTION, slug="draft", code="question"),
    deed(QUESTION, QUESTION, slug="draft", code="question"),
    desk(f"{QUESTIONS}/preview"),
    deed(f"{QUESTIONS}/sets/<name>", QUESTIONS, slug="draft", name="question set"),
    deed(f"{QUESTION}/move", QUESTIONS, slug="draft", code="question"),
    deed(f"{QUESTION}/removal", QUESTION, slug="draft", code="question"),
    desk(MATERIALS),
    deed(MATERIALS, MATERIALS, {"title": "Program", "file": "program.pdf"}),
    deed(f"{MATERIALS}/<code>/withdrawal", MATERIALS, code="material"),
)
