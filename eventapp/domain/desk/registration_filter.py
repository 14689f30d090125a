"""Which of an event's registrations: criteria that combine, with an address of their own.

Within one criterion any of its values will do; every criterion has to be met.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from eventapp.domain.desk.double.probable_double import (
    list_alike_at_one_address,
    list_cleared_ids,
    select_marked,
)
from eventapp.domain.door.attendance import has_attended_on, has_come
from eventapp.domain.people.folding import fold_query
from eventapp.domain.registration import ticket_code
from eventapp.domain.registration.option_place import has_chosen
from eventapp.domain.registration.registration_count import count_people
from eventapp.extensions import db
from eventapp.models import (
    Bounce,
    DoubleReason,
    Event,
    Job,
    JobState,
    Organisation,
    Registration,
    RegistrationCount,
    RegistrationState,
    Session,
    SessionChoice,
    Ticket,
)

WORDS_MAX_LENGTH = 100
NAME_MAX_LENGTH = 200
ORGANISATIONS_MAX = 50
CODE = re.compile("[0-9a-z]{10}")
DESK_CODE = re.compile(f"[{ticket_code.ALPHABET}]{{8}}")
YES, NO = "yes", "no"
UNANSWERED = "unanswered"
ANSWER_OF = ":"  # between a question's code and an answer to it
# Looking somebody up takes four times as long as the next one in an index.
FEW, FEW_SHARE = 2_000, 0.25


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """Criteria; those that are empty narrow nothing.

    `words` are looked for in name, address and codes. `organisations` are codes, which stand for
    the whole tree below, or names. `session` is a code. `answer` is what `question` (a code) was
    answered, or UNANSWERED; without it, anything will do. `came` is about doors and meetings,
    `came_on` about doors alone.
    """

    words: str = ""
    states: tuple[RegistrationState, ...] = ()
    organisations: tuple[str, ...] = ()
    session: str = ""
    question: str = ""
    answer: str = ""
    came: bool | None = None
    came_on: date | None = None
    language: str = ""
    undelivered: bool = False
    double: bool = False
    without_session: bool = False

    def __bool__(self) -> bool:
        return self != RegistrationFilter()

    @classmethod
    def from_args(cls, args: Mapping[str, Sequence[str]]) -> "RegistrationFilter":
        """Read it from the arguments of an address; what cannot be read narrows nothing.

        The page's list of answers says to which question each is.
        """
        question, answer = _first(args, "question"), _first(args, "answer")
        if ANSWER_OF in answer:
            question, _, answer = answer.partition(ANSWER_OF)
        states = {word for word in args.get("state", ()) if word in set(RegistrationState)}
        return cls(
            words=_first(args, "q")[:WORDS_MAX_LENGTH],
            states=tuple(state for state in RegistrationState if state.value in states),
            organisations=_several(args, "organisation"),
            session=_first(args, "session"),
            question=question,
            answer=answer if question else "",
            came={YES: True, NO: False}.get(_first(args, "came")),
            came_on=_day(_first(args, "came")),
            language=_first(args, "language"),
            undelivered=_first(args, "undelivered") == YES,
            double=_first(args, "double") == YES,
            without_session=_first(args, "no-session") == YES,
        )

    @property
    def came_word(self) -> str:
        """How an address and the page's list say who came: yes, no, a day, or nothing."""
        if self.came_on:
            return self.came_on.isoformat()
        return "" if self.came is None else YES if self.came else NO

    def to_args(self) -> dict[str, list[str]]:
        """The arguments of the address at which exactly these are listed."""
        single = {
            "q": self.words,
            "session": self.session,
            "question": self.question,
            "answer": self.answer,
            "came": self.came_word,
            "language": self.language,
            "undelivered": YES if self.undelivered else "",
            "double": YES if self.double else "",
            "no-session": YES if self.without_session else "",
        }
        args = {name: [value] for name, value in single.items() if value}
        if self.states:
            args["state"] = [state.value for state in self.states]
        if self.organisations:
            args["organisation"] = list(self.organisations)
        return args


def select_ids(event: Event, wanted: RegistrationFilter) -> Select[int]:
    """A query for the ids of those who meet the criteria; to be run, or to narrow another."""
    return select(Registration.id).where(*conditions(event, wanted))


def conditions(event: Event, wanted: RegistrationFilter) -> list[ColumnElement[bool]]:
    """What narrows a query of registrations to the event's that meet the criteria."""
    # A sum is in no index: databases then look up by their ids those whom a criterion names.
    by_ids = _names_few(event, wanted)
    return [
        (Registration.event_id + 0 if by_ids else Registration.event_id) == event.id,
        *_of_person(event, wanted),
        *_of_place(event, wanted),
    ]


def count_matches(event: Event, wanted: RegistrationFilter) -> int:
    """Count those who meet the criteria."""
    matches = select(func.count()).select_from(Registration).where(*conditions(event, wanted))
    return db.session.scalar(matches) or 0


def count_of_organisations(event: Event, wanted: RegistrationFilter) -> int:
    """As count_matches where only states and organisations narrow it: the counts say how many."""
    counted = select(func.sum(RegistrationCount.people)).where(
        RegistrationCount.event_id == event.id,
        RegistrationCount.state.in_(wanted.states or RegistrationState),
        or_(
            is_one_of(RegistrationCount.organisation_id, list_tree(wanted.organisations)),
            RegistrationCount.organisation_name.in_(wanted.organisations),
        ),
    )
    return int(db.session.scalar(counted) or 0)


def count_who_chose(event: Event, session: str) -> int:
    """As count_matches where only the session narrows it: its choices say how many."""
    chosen = _chosen(event).where(Session.code == session)
    return db.session.scalar(chosen.with_only_columns(func.count())) or 0


def undelivered_query(ids: Sequence[int] | None = None) -> CompoundSelect[Any]:
    """A query for the ids of registrations (all, or these) that a letter did not reach.

    Their server refused it at once, or sent it back later; a corrected address is another.
    """
    about = func.coalesce(Job.registration_id, Job.payload["registration_id"].as_integer())
    failed = select(about).where(Job.state == JobState.FAILED, about.is_not(None))
    bounced = (
        select(Bounce.registration_id)
        .join(Registration, Registration.id == Bounce.registration_id)
        .where(Bounce.email == Registration.email)
    )
    if ids is not None:
        failed = failed.where(about.in_(ids))
        bounced = bounced.where(Bounce.registration_id.in_(ids))
    return union(failed, bounced)


def is_one_of(column: InstrumentedAttribute[Any], ids: Collection[int]) -> ColumnElement[bool]:
    """Whether the column has one of these ids, which may be more than a database takes parameters.

    So they stand in the statement itself.
    """
    return column.in_(
        bindparam("ids", list(ids), expanding=True, literal_execute=True, unique=True)
    )


def _names_few(event: Event, wanted: RegistrationFilter) -> bool:
    """Whether looking each of them up takes less than going through the whole event."""
    if wanted.undelivered or wanted.double:
        return True
    if wanted.organisations:
        of_these = RegistrationFilter(organisations=wanted.organisations)
        if count_of_organisations(event, of_these) <= FEW:
            return True
    if not wanted.session:
        return False
    count = count_who_chose(event, wanted.session)
    # Alone, a page of a session that many have chosen is full after a part of the event.
    alone = wanted == RegistrationFilter(session=wanted.session)
    return count <= FEW or (not alone and count <= count_people(event) * FEW_SHARE)


def _of_person(event: Event, wanted: RegistrationFilter) -> Iterator[ColumnElement[bool]]:
    """What the registration's own row says."""
    if wanted.words.strip():
        yield _has_words(event, wanted.words)
    if wanted.states:
        yield Registration.state.in_(wanted.states)
    if wanted.organisations:
        yield _is_of(event, wanted.organisations)
    if wanted.question:
        yield _answered(wanted.question, wanted.answer)
    if wanted.language:
        yield Registration.language == wanted.language


def _of_place(event: Event, wanted: RegistrationFilter) -> Iterator[ColumnElement[bool]]:
    """What hangs on the registration: sessions, scans, letters, and others like it."""
    if wanted.session:
        yield Registration.id.in_(_chosen(event).where(Session.code == wanted.session))
    if wanted.without_session:
        yield ~Registration.choices.any()
    if wanted.came is not None:
        yield has_come() if wanted.came else ~has_come()
    if wanted.came_on:
        yield has_attended_on(wanted.came_on, event)
    if wanted.undelivered:
        yield Registration.id.in_(undelivered_query())
    if wanted.double:
        yield _is_double(event)


def _has_words(event: Event, text: str) -> ColumnElement[bool]:
    if code := ticket_code.read(text):
        digest = ticket_code.ticket_digest(code).hex()
        return Registration.id.in_(select(Ticket.registration_id).where(Ticket.digest == digest))
    # Whoever has it as their code is meant, and nobody whose words it is in.
    codes = list(_has_code(text))
    if codes and (ids := db.session.scalars(_select_any(event, *codes)).all()):
        return Registration.id.in_(ids)
    # The index of a sorting has the words too: it is looked through until a page is full.
    return and_(
        *(Registration.search_text.contains(word, autoescape=True) for word in fold_query(text))
    )


def _select_any(event: Event, *which: ColumnElement[bool]) -> CompoundSelect[Any]:
    """A query for those who meet any of these: each condition is answered by an index alone."""
    return union_all(
        *(
            select(Registration.id).where(Registration.event_id == event.id, condition)
            for condition in which
        )
    )


def _has_code(text: str) -> Iterator[ColumnElement[bool]]:
    """Nothing where the text is no code: words alone are found in an index."""
    if CODE.fullmatch(code := text.strip().lower()):
        yield Registration.code == code
    desk_code = ticket_code.normalise_code(text)
    if DESK_CODE.fullmatch(desk_code):
        yield Registration.desk_code == desk_code


def _is_of(event: Event, organisations: Sequence[str]) -> ColumnElement[bool]:
    return Registration.id.in_(
        _select_any(
            event,
            is_one_of(Registration.organisation_id, list_tree(organisations)),
            Registration.organisation_name.in_(organisations),
        )
    )


def list_tree(organisations: Sequence[str]) -> Sequence[int]:
    """The ids of the organisations of these codes, and of all below them.

    Looked up first: PostgreSQL sees how few they are, and goes by the index.
    """
    parts = (
        select(Organisation.id)
        .where(Organisation.code.in_(organisations))
        .cte("parts", recursive=True)
    )
    parts = parts.union(select(Organisation.id).where(Organisation.parent_id == parts.c.id))
    return db.session.scalars(select(parts.c.id)).all()


def _chosen(event: Event) -> Select[Any]:
    return (
        select(SessionChoice.registration_id)
        .join(SessionChoice.session)
        .where(Session.event_id == event.id)
    )


def _answered(question: str, answer: str) -> ColumnElement[bool]:
    stored = Registration.answers[question].as_string()
    if answer == UNANSWERED:
        return or_(stored.is_(None), stored == "")
    if answer:
        return has_chosen(question, answer)
    return and_(stored.is_not(None), stored != "")


def _is_double(event: Event) -> ColumnElement[bool]:
    other = aliased(Registration)
    same_name = select(other.id).where(
        other.event_id == event.id,
        other.sort_name == Registration.sort_name,
        other.id != Registration.id,
        other.state != RegistrationState.CANCELLED,
    )
    return and_(
        # Hardly anybody has another's name or address: only those are compared.
        Registration.id.in_(select_marked(event, *DoubleReason)),
        Registration.state != RegistrationState.CANCELLED,
        ~is_one_of(Registration.id, list_cleared_ids(event)),
        or_(
            same_name.exists(),
            is_one_of(Registration.id, list_alike_at_one_address(event)),
        ),
    )


def _first(args: Mapping[str, Sequence[str]], name: str) -> str:
    values = args.get(name, ())
    return values[0].strip()[:NAME_MAX_LENGTH] if values else ""


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _several(args: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    values = (value.strip()[:NAME_MAX_LENGTH] for value in args.get(name, ()))
    return tuple(dict.fromkeys(value for value in values if value))[:ORGANISATIONS_MAX]
