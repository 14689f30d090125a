"""The door's API, stated once: what phones send, and what they get.

The structs below parse strictly, write the answers, and are the schemas of the API's description.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from eventapp.domain.door.check_in import ScanResult
from eventapp.domain.door.check_in_list.definition import LIST_NUMBER_MAX
from eventapp.domain.door.device import GATES_MAX
from eventapp.domain.door.projection import EVENT_LIST
from eventapp.domain.door.scan_timing import Handshake
from eventapp.domain.door.verdict import TicketStatus, Verdict
from eventapp.domain.door.walk_in.sealed_person import SEALED_BYTES_MAX, SEALED_BYTES_MIN
from eventapp.models import ScanKind, ScanManner

# Whole numbers that JavaScript represents exactly.
SAFE_INTEGER_MAX = 2**53 - 1
# Whatever is added or taken away among these stays within what dates can express (the year 9999).
MOMENT_MAX = 220_000_000_000_000  # milliseconds: the year 8941
AWAKE_MAX = 10**13  # milliseconds: three centuries
BATCH_ITEMS_MAX = 200  # in one batch
WALK_INS_MAX = 50  # in one batch: each is some kB
QUERY_MAX_LENGTH = 100
WAITING_MAX = 1_000_000
READ_MAX = 20  # messages in one report
# `$` alone would let a line break follow.
DIGEST_PATTERN = r"^[0-9a-f]{32}(?!\n)$"

SafeInteger = Annotated[int, Meta(ge=-SAFE_INTEGER_MAX, le=SAFE_INTEGER_MAX)]
Moment = Annotated[int, Meta(ge=0, le=MOMENT_MAX)]
Awake = Annotated[int, Meta(ge=0, le=AWAKE_MAX)]
GateNumber = Annotated[int, Meta(ge=0, le=GATES_MAX)]
# Of a check-in list; what an older page sends without one is of the event's own.
ListNumber = Annotated[int, Meta(ge=0, le=LIST_NUMBER_MAX)]
ScanId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{22}(?!\n)$")]
Digest = Annotated[str, Meta(pattern=DIGEST_PATTERN)]
StatusWord = Annotated[
    str, Meta(extra_json_schema={"enum": [status.name.lower() for status in TicketStatus]})
]
MessageCode = Annotated[str, Meta(pattern=r"^[0-9a-z]{1,32}(?!\n)$")]
KeyNumber = Annotated[int, Meta(ge=0, le=2**31 - 1)]
SealedPerson = Annotated[bytes, Meta(min_length=SEALED_BYTES_MIN, max_length=SEALED_BYTES_MAX)]
Life = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,32}(?!\n)$")]


class HandshakeShape(Handshake, frozen=True):
    """A moment of the server's, and what the phone's two stopwatches showed then."""

    server: Moment
    odo: Awake
    wall: SafeInteger


class ScanShape(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every scan has."""

    id: ScanId
    how: ScanManner
    place: GateNumber
    list: ListNumber = EVENT_LIST
    life: Life
    seq: SafeInteger
    odo: Awake
    wall: SafeInteger
    before: HandshakeShape
    after: HandshakeShape | None = None
    verdict: Verdict | None = None
    roster: SafeInteger


class EntryShape(ScanShape, frozen=True, kw_only=True, tag=ScanKind.ENTRY.value):
    """Somebody came."""

    digest: Digest


class ExitShape(ScanShape, frozen=True, kw_only=True, tag=ScanKind.EXIT.value):
    """Somebody left."""

    digest: Digest


class UndoShape(ScanShape, frozen=True, kw_only=True, tag=ScanKind.UNDO.value):
    """An earlier scan was a mistake."""

    target: ScanId


AnyScan = EntryShape | ExitShape | UndoShape


class WalkInShape(Struct, frozen=True, kw_only=True, tag_field="kind", tag="walk-in"):
    """Somebody came who is not registered. `sealed` is who; `scan` let their unknown ticket in."""

    id: ScanId
    scan: ScanId | None = None
    key: KeyNumber
    sealed: SealedPerson
    place: GateNumber
    odo: Awake
    wall: SafeInteger
    before: HandshakeShape
    after: HandshakeShape | None = None


class TakingBackShape(Struct, frozen=True, tag_field="kind", tag="walk-in-undo"):
    """An earlier walk-in of this phone was a mistake."""

    id: ScanId
    target: ScanId


class WalkInBatchShape(Struct, frozen=True):
    """Walk-ins and their taking back; what is neither is answered as malformed."""

    walk_ins: list[Any]


class WalkInAnswerShape(Struct, frozen=True):
    """What became of one walk-in; `full` says that no seat was free for them."""

    id: str | None
    result: ScanResult
    full: bool | UnsetType = UNSET


class WalkInAnswersShape(Struct, frozen=True):
    """What became of a batch of walk-ins."""

    server_time: int
    answers: list[WalkInAnswerShape]


class WalkInKeyShape(Struct, frozen=True):
    """The key that names are sealed for: its number, and a point of P-256."""

    number: int
    point: bytes


class OrganisationsShape(Struct, frozen=True):
    """The names of organisations that people at the event come from."""

    organisations: list[str]


class BatchShape(Struct, frozen=True):
    """Scans, each of which is an AnyScan or answered as malformed: one spoils no other."""

    scans: list[Any]


class FirstArrival(Struct, frozen=True):
    """When and where somebody came in before."""

    at: int
    place: int
    uncertain: bool


class AnswerShape(Struct, frozen=True):
    """What became of one scan."""

    id: str | None
    result: ScanResult
    verdict: Verdict | UnsetType | None = UNSET
    reason: Literal["replaced"] | UnsetType = UNSET
    first: FirstArrival | UnsetType = UNSET


class AnswersShape(Struct, frozen=True):
    """What became of a batch; a phone that was revoked learns no revision."""

    server_time: int
    answers: list[AnswerShape]
    revision: int | UnsetType = UNSET


class QuestionShape(Struct, frozen=True):
    """The ticket that somebody holds up just now, and at which list."""

    digest: Digest
    list: ListNumber = EVENT_LIST


class ReplyShape(Struct, frozen=True):
    """What the server says of it at that list, and its record sealed anew; nothing is stored."""

    server_time: int
    list: int
    verdict: Verdict
    reason: Literal["replaced"] | UnsetType = UNSET
    first: FirstArrival | UnsetType = UNSET
    record: bytes | UnsetType = UNSET


class GateShape(Struct, frozen=True):
    """A door."""

    place: int
    name: str


class ListShape(Struct, frozen=True):
    """A check-in list that is not deleted; the event's own is there if it was ever changed."""

    list: int
    name: str
    day: str | None
    signed_up_only: bool
    exits: bool
    capacity: int | None
    closed: bool


class RosterShape(Struct, frozen=True, kw_only=True):
    """The roster, or a part of it; bytes as base64."""

    format: int
    event: str
    revision: int
    since: int
    complete: bool
    next: str | None
    server_time: int
    expires: int
    zone: str
    days: list[str]
    zero: int
    place: int
    reader: int
    places: list[GateShape]
    count: int
    records: bytes
    gone: bytes
    arrivals: bytes
    check: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    swap_key: bytes
    # Of an event that has no list but its own these are left out.
    lists: Sequence[ListShape] | UnsetType = UNSET
    listed: bytes | UnsetType = UNSET
    listed_check: str | UnsetType = UNSET
    walk_in_key: WalkInKeyShape | UnsetType = UNSET


class QueryShape(Struct, frozen=True):
    """A name, a part of one, or a desk code."""

    q: Annotated[str, Meta(max_length=QUERY_MAX_LENGTH)]


class PersonShape(Struct, frozen=True):
    """Somebody found by name or desk code."""

    digest: Digest
    name: str
    organisation: str
    status: StatusWord


class FoundShape(Struct, frozen=True):
    """At most ten people."""

    results: list[PersonShape]


class ReportShape(Struct, frozen=True):
    """How a phone is: scans that wait on it, when it had its list, and messages read there."""

    waiting: Annotated[int, Meta(ge=0, le=WAITING_MAX)]
    list_fetched: Moment | None
    read: Annotated[list[MessageCode], Meta(max_length=READ_MAX)]


class MessageShape(Struct, frozen=True):
    """What organizers say to all doors."""

    code: str
    at: int
    text: str


class NewsShape(Struct, frozen=True):
    """What a phone is told: how many have a place, whether its door is paused, what to read."""

    server_time: int
    placed: int
    paused: bool
    messages: list[MessageShape]


class GreetingShape(Struct, frozen=True):
    """The phone's own scan that let somebody in."""

    scan: ScanId


class OwnSessionShape(Struct, frozen=True):
    """A session that somebody has a seat in."""

    at: int
    title: str
    room: str


class MissingShape(Struct, frozen=True):
    """Of one organisation's people with a place, how many have not come today."""

    missing: int
    placed: int
    organisation: str


class WelcomeShape(Struct, frozen=True):
    """What may be said of whoever was let in: their day, and how many of theirs are missing."""

    sessions: list[OwnSessionShape]
    of_theirs: MissingShape | None


class ErrorShape(Struct, frozen=True):
    """Why a request was refused."""

    code: str
    message: str
