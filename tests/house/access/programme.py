"""Doors at the organizers' desk: sessions, rooms, tracks, questions, materials."""

from tests.house.access.organizer import EVENT, WHY
from tests.house.access.rows import deed, desk

SCHEDULE = f"{EVENT}/schedule"
SESSION = f"{EVENT}/sessions/<code>"
BOARD = f"{SCHEDULE}/board/<day>"
PARTS = f"{EVENT}/<any(rooms, tracks):kind>"
ENGLISH = f"{EVENT}/english"
ENGLISH_PART = f"{ENGLISH}/<any(sessions, rooms, tracks):kind>/<code>"
MATERIALS = f"{EVENT}/materials"
QUESTIONS = f"{EVENT}/questions"
QUESTION = f"{QUESTIONS}/<code>"

DOORS = (
    desk(SCHEDULE),
    deed(f"{SCHEDULE}/conflicts", SCHEDULE, WHY),
    desk(f"{SCHEDULE}/release/new"),
    deed(f"{SCHEDULE}/releases", f"{SCHEDULE}/release/new"),
    desk(f"{SCHEDULE}/board"),
    desk(BOARD),
    desk(f"{BOARD}/revision"),
    deed(f"{BOARD}/sessions/<code>", f"{BOARD}?session=<code>", {"minutes": "50"}, code="session"),
    deed(f"{BOARD}/acts", BOARD, {"act": "duplicate", "chosen": "{session}:1"}),
    # Nobody has done anything there: each would undo an own act.
    deed(f"{BOARD}/undoing", "", {"number": "1"}, 409),
    deed(f"{BOARD}/redoing", "", {"number": "1"}, 409),
    desk(f"{SCHEDULE}/shift"),
    deed(f"{SCHEDULE}/shift", f"{SCHEDULE}/shift?days=1"),
    desk(f"{EVENT}/sessions/rows/new"),
    deed(
        f"{EVENT}/sessions/rows",
        f"{EVENT}/sessions/rows/new",
        {"rows-0-title": "Ny", "rows-0-at": "14.30"},
    ),
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
    desk(ENGLISH),
    desk(f"{ENGLISH}/event"),
    deed(f"{ENGLISH}/event", f"{ENGLISH}/event", {"title": "In English"}),
    desk(ENGLISH_PART, code="room"),
    deed(ENGLISH_PART, ENGLISH_PART, {"name": "Room"}, code="room"),
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
    deed(f"{MATERIALS}/<code>/restoration", MATERIALS, code="withdrawn material"),
    deed(f"{MATERIALS}/requests/<code>/answer", MATERIALS, code="format request"),
    deed(f"{MATERIALS}/<code>/opening", MATERIALS, code="waiting material"),
    deed(
        f"{MATERIALS}/links",
        MATERIALS,
        {"link-title": "Film", "link-url": "https://film.example/1"},
    ),
    desk(f"{MATERIALS}/<code>", code="material"),
    deed(f"{MATERIALS}/<code>", f"{MATERIALS}/<code>", code="material"),
    deed(
        f"{MATERIALS}/<code>/versions",
        f"{MATERIALS}/<code>",
        {"change": "Rättat", "file": "program.pdf"},
        code="material",
    ),
    desk(f"{MATERIALS}/<code>/versions/<int:number>", code="material", number="version"),
)
