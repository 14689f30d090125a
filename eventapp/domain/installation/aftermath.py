"""What follows a restore: nobody stays signed in, and no letter goes out by itself."""

from datetime import datetime

from sqlalchemy import func, select, update

from eventapp.domain.installation.archive import Manifest
from eventapp.domain.installation.held_letter import suspend_letters
from eventapp.domain.record.audit import INSTALLATION, OPERATOR, record
from eventapp.extensions import db
from eventapp.models import Account, AuditAction, SignInLink


def settle_restored(manifest: Manifest, *, erased: int, now: datetime) -> int:
    """End staff sessions and sign-in links, hold all letters, record it; how many are held.

    Links of participants, tickets, phones and feeds live on.
    """
    _end_sign_ins(now)
    held = suspend_letters()
    record(
        AuditAction.RESTORED,
        INSTALLATION,
        actor=OPERATOR,
        now=now,
        made_at=manifest.made_at,
        revision=manifest.revision,
        rows=manifest.rows,
        held=held,
        erased=erased,
    )
    return held


def _end_sign_ins(now: datetime) -> None:
    # Somebody may have signed in after the backup under an epoch that the backup has not reached.
    never_used = int(now.timestamp())
    highest = db.session.scalar(select(func.max(Account.epoch))) or 0
    db.session.execute(
        update(Account)
        .values(epoch=max(highest + 1, never_used))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(SignInLink)
        .where(SignInLink.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
