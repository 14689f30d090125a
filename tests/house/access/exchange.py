"""Doors of the exchange of experiences: for readers, for those who tell, for editors."""

from eventapp.domain.permission import Role
from tests.house.access.organizer import HOME, WHY
from tests.house.access.rows import EDITORS, deed, desk, public, sent_by_anybody

READERS = frozenset({Role.ADMIN, Role.EDITOR})
CARD = "/experiences/<code>"
WRITING = "/experiences/exchange/<code>/contacts"
LEADS = "/experiences/leads"
AT_DESK = f"{HOME}{CARD}"
LEADS_AT_DESK = f"{HOME}/leads"
TOLD = {"organisation": "Exempelstad", "contact_email": "funktion@town.example"}

OPEN = (
    public("/experiences"),
    public("/experiences.atom"),
    public(CARD, code="published card"),
    public(f"{CARD}/files/<file_code>", code="published card", file_code="experience file"),
    *(
        public(f"{CARD}/experience.{ending}", code="published card")
        for ending in ("pdf", "docx", "txt")
    ),
    public(f"{CARD}/adaptations/new", code="published card"),
    public(f"{CARD}/adaptations/received", code="published card"),
    sent_by_anybody(
        f"{CARD}/adaptations",
        f"{CARD}/adaptations/new",
        {**TOLD, "kind": "plans", "comment": "Vi provar i höst."},
        code="published card",
    ),
    public("/experiences/spread"),
    public(f"{LEADS}/new"),
    public(f"{LEADS}/received"),
    sent_by_anybody(
        LEADS,
        f"{LEADS}/new",
        {**TOLD, "title": "Ljus", "story": "Vi bytte.", "contact_function": "samordnare"},
    ),
)
CARD_CONTACT = f"{CARD}/contacts"
BY_MAILBOX = "/mailbox/experiences/<code>/<token>"
MESSAGE = "/mailbox/contacts/<code>/<token>"
MAILBOX = (
    public(f"{CARD_CONTACT}/new", code="published card"),
    public(f"{CARD_CONTACT}/received", code="published card"),
    sent_by_anybody(
        CARD_CONTACT,
        f"{CARD_CONTACT}/new",
        {
            "organisation": "Annorstad",
            "text": "Får vi låna den?",
            "function": "samordnare",
            "email": "funktion@town.example",
        },
        code="published card",
    ),
    public(BY_MAILBOX, code="others' card", token="card link"),
    # Where somebody signs in for the organisation, the mailbox decides nothing.
    *(
        sent_by_anybody(
            f"{BY_MAILBOX}/{deed}",
            BY_MAILBOX,
            data,
            status,
            code=card,
            token=token,
        )
        for deed, data, status, card, token in (
            ("approval", {}, 303, "others' card to read", "read card link"),
            ("change", {"change": "Kortare."}, 303, "others' card to read", "read card link"),
            ("renewal", {}, 303, "others' card", "card link"),
            ("retirement", {}, 303, "others' card", "card link"),
        )
    ),
    sent_by_anybody(
        f"{BY_MAILBOX}/undoing", BY_MAILBOX, code="retired card", token="retired card link"
    ),
    public(MESSAGE, code="card message", token="message link"),
    sent_by_anybody(
        f"{MESSAGE}/acceptance",
        MESSAGE,
        {"function": "samordnare", "email": "delad@town.example"},
        code="card message",
        token="message link",
    ),
    sent_by_anybody(f"{MESSAGE}/refusal", MESSAGE, code="card message", token="message link"),
)
LISTINGS = (
    public("/experiences/exchange"),
    public(f"{WRITING}/new", code="listing"),
    public(f"{WRITING}/received", code="listing"),
    sent_by_anybody(
        WRITING,
        f"{WRITING}/new",
        {
            "organisation": "Annorstad",
            "text": "Får vi låna den?",
            "function": "samordnare",
            "email": "funktion@town.example",
        },
        code="listing",
    ),
)
CARDS = (
    desk(f"{HOME}/experiences", EDITORS),
    desk(AT_DESK, EDITORS, code="draft card"),
    desk(f"{AT_DESK}/edit", EDITORS, code="draft card"),
    deed(AT_DESK, f"{AT_DESK}/edit", roles=EDITORS, code="draft card"),
    deed(f"{AT_DESK}/review", AT_DESK, roles=EDITORS, code="draft card"),
    # Who wrote it does not read it: organizers write, editors read.
    deed(f"{AT_DESK}/approval", AT_DESK, roles=READERS, code="card to read"),
    deed(f"{AT_DESK}/publication", AT_DESK, roles=EDITORS, code="approved card"),
    desk(f"{AT_DESK}/withdrawal", EDITORS, code="published card"),
    deed(
        f"{AT_DESK}/withdrawal",
        f"{AT_DESK}/withdrawal",
        WHY,
        roles=EDITORS,
        code="published card",
    ),
)
FILES = f"{AT_DESK}/files"
CARD_PARTS = (
    desk(f"{AT_DESK}/versions", EDITORS, code="published card"),
    desk(FILES, EDITORS, code="published card"),
    desk(f"{FILES}/<file_code>", EDITORS, code="published card", file_code="experience file"),
    deed(
        FILES,
        FILES,
        {"title": "Mall", "file": "program.pdf"},
        roles=EDITORS,
        code="draft card",
    ),
    deed(
        f"{FILES}/<file_code>/removal",
        FILES,
        roles=EDITORS,
        code="published card",
        file_code="experience file",
    ),
    deed(
        f"{FILES}/<file_code>/restoration",
        FILES,
        roles=EDITORS,
        code="published card",
        file_code="removed experience file",
    ),
)
LEADS_READ = (
    desk(LEADS_AT_DESK, EDITORS),
    deed(f"{LEADS_AT_DESK}/<code>/draft", LEADS_AT_DESK, roles=EDITORS, code="lead"),
    deed(f"{LEADS_AT_DESK}/<code>/setting-aside", LEADS_AT_DESK, roles=EDITORS, code="lead"),
    deed(
        f"{LEADS_AT_DESK}/adaptations/<code>",
        LEADS_AT_DESK,
        {"verdict": "show"},
        roles=EDITORS,
        code="adaptation",
    ),
)

WORDS_AT_DESK = f"{HOME}/synonyms"
SYNONYMS = (
    desk(WORDS_AT_DESK, EDITORS),
    deed(WORDS_AT_DESK, WORDS_AT_DESK, {"expressions": "ny, sprillans"}, roles=EDITORS),
    # There are some already, and it is for an empty list.
    deed(f"{WORDS_AT_DESK}/start", "", status=409, roles=EDITORS),
    desk(f"{WORDS_AT_DESK}/<code>", EDITORS, code="synonyms"),
    deed(
        f"{WORDS_AT_DESK}/<code>",
        f"{WORDS_AT_DESK}/<code>",
        {"expressions": "rädsla, otrygghet"},
        roles=EDITORS,
        code="synonyms",
    ),
    deed(
        f"{WORDS_AT_DESK}/<code>/withdrawal",
        f"{WORDS_AT_DESK}/<code>",
        roles=EDITORS,
        code="synonyms",
    ),
    # What the table's other doors have done with the group meanwhile can be undone.
    deed(
        f"{WORDS_AT_DESK}/<code>/undoing",
        f"{WORDS_AT_DESK}/<code>",
        roles=EDITORS,
        code="synonyms",
    ),
)

DOORS = (*OPEN, *MAILBOX, *LISTINGS, *CARDS, *CARD_PARTS, *LEADS_READ, *SYNONYMS)
