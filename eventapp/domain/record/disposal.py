"""Deleting rows together with all that hangs on them, whichever tables that is."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Column, Select, Table, delete, select, update

from eventapp.domain import outbox
from eventapp.extensions import db
from eventapp.models import (
    Account,
    AccountInvitation,
    AuditChange,
    AuditEntry,
    Consent,
    DelegationRecipient,
    Event,
    ImportRow,
    Invitee,
    Job,
    OfferedRole,
    Registration,
    Roster,
    RosterEntry,
    SessionQuestion,
    SessionQuestionState,
    Speaker,
    SpeakerAddress,
    SpeakerPhoto,
    Ticket,
)

# Rows that stay when what they refer to goes; an empty reference of these means "none any more".
OUTLIVES = frozenset({"leads", "experiences", "follow_ups", "start_marks"})
# In other tables an empty reference of these means "everywhere" (a role for one event would become
# one for all), or the row is about nothing else. Such rows go.
GO_WITH = frozenset({"event_id", "organisation_id", "account_id"})

# The content of a roster's entry that is to be sent as gone still.
ERASED = "erased"


def delete_with_dependents(table: Table, ids: Collection[int]) -> None:
    """Delete the rows of these ids, and what refers to them.

    A reference that may be empty is emptied, unless that would widen it; a row that cannot be
    without it goes too. Which tables those are is read from the schema, so that a table added later
    is not forgotten.
    """
    if not ids:
        return
    chosen = select(table.c.id).where(table.c.id.in_(ids))
    _delete_dependents(table, chosen, (table,))
    db.session.execute(delete(table).where(table.c.id.in_(ids)))


def delete_registrations(ids: Sequence[int]) -> None:
    """Delete registrations with all that names their people, in the log's details too.

    Their letters must be found beforehand (`list_letters`): a number without a row would otherwise
    belong to whoever registers next under it.
    """
    codes = select(Registration.code).where(Registration.id.in_(ids))
    entries = select(AuditEntry.id).where(
        AuditEntry.subject_kind == "registration", AuditEntry.subject_code.in_(codes)
    )
    tickets = select(Ticket.digest).where(Ticket.registration_id.in_(ids))
    events = select(Registration.event_id).where(Registration.id.in_(ids))
    lock_rosters(events)
    db.session.execute(_bulk(delete(AuditChange).where(AuditChange.entry_id.in_(entries))))
    listed = RosterEntry.event_id.in_(events) & RosterEntry.digest.in_(tickets)
    # Without what it said, the entry lets phones at the door be told that the ticket is gone.
    nothing = {"record": None, "content": ERASED, "lists": None}
    db.session.execute(_bulk(update(RosterEntry).where(listed).values(nothing)))
    db.session.execute(_bulk(delete(ImportRow).where(ImportRow.registration_id.in_(ids))))
    _forget_askers(ids)
    delete_with_dependents(_table(Registration), ids)


def _forget_askers(registration_ids: Sequence[int]) -> None:
    """Delete what these people asked lecturers; what is published stays, as it is published."""
    theirs = SessionQuestion.registration_id.in_(registration_ids)
    published = SessionQuestion.state == SessionQuestionState.PUBLISHED
    db.session.execute(_bulk(delete(SessionQuestion).where(theirs, ~published)))
    events = select(SessionQuestion.event_id).where(theirs)
    db.session.execute(
        _bulk(update(Event).where(Event.id.in_(events)).values(revision=Event.revision + 1))
    )
    nobody = {"text": SessionQuestion.shown_text, "names_asker": False, "registration_id": None}
    db.session.execute(_bulk(update(SessionQuestion).where(theirs).values(nobody)))


def lock_rosters(events: Select[int]) -> None:
    """Lock the rosters of these events, in order, before their people's rows or scans.

    Triggers lock them for each scan that changes. Whoever stores scans has the roster already, and
    then refers to the people: in another order the two would wait for each other.
    """
    rosters = select(Roster.event_id).where(Roster.event_id.in_(events)).order_by(Roster.event_id)
    db.session.execute(rosters.with_for_update())


def delete_accounts(ids: Sequence[int]) -> None:
    """Delete accounts with their roles, links and codes, and what the log says of their names.

    So are the addresses that delegations' invitations were sent to, where they are theirs.
    """
    codes = select(Account.code).where(Account.id.in_(ids))
    entries = select(AuditEntry.id).where(
        AuditEntry.subject_kind == "account", AuditEntry.subject_code.in_(codes)
    )
    db.session.execute(_bulk(delete(AuditChange).where(AuditChange.entry_id.in_(entries))))
    emails = select(Account.email).where(Account.id.in_(ids))
    written_to = DelegationRecipient.email.in_(emails)
    db.session.execute(_bulk(delete(DelegationRecipient).where(written_to)))
    delete_with_dependents(_table(Account), ids)


def delete_invitees(ids: Sequence[int]) -> None:
    """Take people off the lists of those invited. Their letters find nobody any more."""
    delete_with_dependents(_table(Invitee), ids)


def erase_speakers(address_ids: Sequence[int]) -> None:
    """Delete the addresses of speakers with what they wrote to us, their photo and their consent.

    Their own page goes with that; the name stays where the schedule of an event has it.
    """
    speakers = select(SpeakerAddress.speaker_id).where(SpeakerAddress.id.in_(address_ids))
    ids = db.session.scalars(speakers).all()
    db.session.execute(_bulk(delete(SpeakerPhoto).where(SpeakerPhoto.speaker_id.in_(ids))))
    events = select(Speaker.event_id).where(Speaker.id.in_(ids))
    db.session.execute(
        _bulk(update(Event).where(Event.id.in_(events)).values(revision=Event.revision + 1))
    )
    db.session.execute(
        _bulk(
            update(Speaker)
            .where(Speaker.id.in_(ids))
            .values(biography_en="", title_en="", page_consent=Consent.NO, film_consent=Consent.NO)
        )
    )
    delete_with_dependents(_table(SpeakerAddress), address_ids)


def delete_event(event: Event) -> None:
    """Delete an event with everything of it, and invitations that were to its roles alone."""
    db.session.expunge(event)
    offered = select(OfferedRole.invitation_id).where(OfferedRole.event_id == event.id)
    invitations = db.session.scalars(offered.distinct()).all()
    delete_with_dependents(_table(Event), [event.id])
    left = select(OfferedRole.id).where(OfferedRole.invitation_id == AccountInvitation.id)
    db.session.execute(
        _bulk(
            delete(AccountInvitation).where(AccountInvitation.id.in_(invitations), ~left.exists())
        )
    )


def list_letters(registration_ids: Collection[int]) -> Sequence[int]:
    """The ids of the jobs about these registrations."""
    about = outbox.is_about(registration_ids)
    return db.session.scalars(select(Job.id).where(about)).all()


def delete_letters(ids: Collection[int]) -> None:
    """Delete these jobs."""
    db.session.execute(_bulk(delete(Job).where(Job.id.in_(ids))))


def _delete_dependents(table: Table, chosen: Select[Any], path: tuple[Table, ...]) -> None:
    for child, column in _references(table):
        if child in path:
            continue
        which = column.in_(chosen)
        if column.nullable and (child.name in OUTLIVES or column.name not in GO_WITH):
            db.session.execute(update(child).where(which).values({column.name: None}))
            continue
        if "id" in child.c:
            _delete_dependents(child, select(child.c.id).where(which), (*path, child))
        db.session.execute(delete(child).where(which))


def _references(table: Table) -> list[tuple[Table, Column[Any]]]:
    return [
        (other, key.parent)
        for other in table.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table
    ]


def _table(model: type[Any]) -> Table:
    table: Table = model.__table__
    return table


def _bulk(statement: Any) -> Any:
    return statement.execution_options(synchronize_session=False)
