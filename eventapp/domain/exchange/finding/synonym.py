"""Editing the words of one meaning: added, changed, withdrawn, and each undone for ten minutes.

Each verb raises the list's revision first, so that changes come one after the other and every
process searches by the new words at once. Nothing has to be indexed anew.
"""

from datetime import datetime
from importlib.resources import files

from sqlalchemy import func, select

from eventapp.domain.errors import Refusal, check_version
from eventapp.domain.exchange.finding.search_index import raise_revision
from eventapp.domain.exchange.finding.synonym_list import GROUPS_MAX, SYNONYMS, split_expressions
from eventapp.domain.locking import lock_row
from eventapp.domain.people.folding import fold
from eventapp.domain.record import audit
from eventapp.domain.record.audit import UNDO_PERIOD, Subject
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.models import AuditAction, SynonymGroup

EXPRESSIONS_MIN, EXPRESSIONS_MAX = 2, 12
EXPRESSION_MAX_LENGTH, EXPRESSION_WORDS_MAX = 60, 4
SUBJECT = "synonyms"


class SynonymsListed(Refusal):
    """Another group in use has all these expressions."""

    code = "synonyms-listed"
    sentence = _l("These words are already in the list together.")


class SynonymsFull(Refusal):
    """The list is as long as search can take."""

    code = "synonyms-full"
    sentence = _l("The list is full. Withdraw words that are not needed, or put some together.")


class SynonymsExist(Refusal):
    """The start is only for an empty list."""

    code = "synonyms-exist"
    sentence = _l("There are words in the list already. Add the ones you need one by one.")


class SynonymsNotUndoable(Refusal):
    """Ten minutes have passed, or somebody has undone it already."""

    code = "synonyms-not-undoable"
    sentence = _l("It can no longer be undone. Change the words instead.")


def usual_synonyms() -> list[str]:
    """The words of the field that a list may start with, a group a line."""
    path = files("eventapp").joinpath("facts/synonyms.txt")
    return path.read_text(encoding="utf-8").splitlines()


def add_usual_synonyms(*, actor: str, now: datetime) -> int:
    """Start the list with the words of the field. Raises SynonymsExist."""
    raise_revision(SYNONYMS)
    if db.session.scalar(select(func.count()).select_from(SynonymGroup)):
        raise SynonymsExist
    groups = [_new_group(line, now) for line in usual_synonyms()]
    db.session.add_all(groups)
    db.session.flush()
    for group in groups:
        group.before = None  # each can be withdrawn; the start is not undone as one
    audit.record(
        AuditAction.SYNONYMS_ADDED, Subject(SUBJECT, ""), actor=actor, now=now, count=len(groups)
    )
    return len(groups)


def add_synonyms(text: str, *, actor: str, now: datetime) -> SynonymGroup:
    """Add a group of expressions. Flushes. Raises SynonymsListed, SynonymsFull."""
    raise_revision(SYNONYMS)
    if (db.session.scalar(select(func.count()).select_from(SynonymGroup)) or 0) >= GROUPS_MAX:
        raise SynonymsFull
    group = _new_group(text, now)
    _refuse_listed(group)
    db.session.add(group)
    db.session.flush()
    _record(AuditAction.SYNONYMS_ADDED, group, "", actor=actor, now=now)
    return group


def change_synonyms(
    group: SynonymGroup, text: str, *, version: int, actor: str, now: datetime
) -> None:
    """Write the group anew; one that was withdrawn is in use again.

    Raises StaleVersion, SynonymsListed.
    """
    raise_revision(SYNONYMS)
    lock_row(group)
    check_version(group, version)
    was = _in_use(group)
    group.expressions, group.withdrawn = _joined(text), False
    _refuse_listed(group)
    _note(group, was, now)
    _record(AuditAction.SYNONYMS_CHANGED, group, was, actor=actor, now=now)


def withdraw_synonyms(group: SynonymGroup, *, version: int, actor: str, now: datetime) -> None:
    """Let search no longer go by the group. Raises StaleVersion."""
    raise_revision(SYNONYMS)
    lock_row(group)
    check_version(group, version)
    was = _in_use(group)
    group.withdrawn = True
    _note(group, was, now)
    _record(AuditAction.SYNONYMS_WITHDRAWN, group, was, actor=actor, now=now)


def undo_synonyms(group: SynonymGroup, *, actor: str, now: datetime) -> None:
    """Undo the last act on the group within ten minutes. Raises SynonymsNotUndoable."""
    raise_revision(SYNONYMS)
    lock_row(group)
    if not is_undoable(group, now=now):
        raise SynonymsNotUndoable
    was = _in_use(group)
    group.withdrawn = not group.before
    group.expressions = group.before or group.expressions
    group.before = None
    group.version += 1
    _record(AuditAction.SYNONYMS_RESTORED, group, was, actor=actor, now=now)


def is_undoable(group: SynonymGroup, *, now: datetime) -> bool:
    """Whether the last act on it can still be undone."""
    return group.before is not None and now < group.changed_at + UNDO_PERIOD


def _new_group(text: str, now: datetime) -> SynonymGroup:
    return SynonymGroup(expressions=_joined(text), before="", changed_at=now)


def _joined(text: str) -> str:
    return ", ".join(split_expressions(text))


def _in_use(group: SynonymGroup) -> str:
    return "" if group.withdrawn else group.expressions


def _note(group: SynonymGroup, was: str, now: datetime) -> None:
    group.before, group.changed_at = was, now
    group.version += 1
    db.session.flush()


def _refuse_listed(group: SynonymGroup) -> None:
    """Raise SynonymsListed where another group in use has all its expressions."""
    own = _folded(group)
    with db.session.no_autoflush:
        others = db.session.scalars(select(SynonymGroup).where(SynonymGroup.withdrawn.is_(False)))
        if any(own <= _folded(other) for other in others if other is not group):
            raise SynonymsListed


def _folded(group: SynonymGroup) -> set[str]:
    return {fold(expression) for expression in split_expressions(group.expressions)}


def _record(action: str, group: SynonymGroup, was: str, *, actor: str, now: datetime) -> None:
    audit.record_change(
        action,
        Subject(SUBJECT, group.code),
        before={"expressions": was},
        after={"expressions": _in_use(group)},
        actor=actor,
        now=now,
    )
