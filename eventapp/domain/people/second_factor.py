"""The second factor: an authenticator app's secret, sealed at rest, and recovery codes."""

import secrets
from contextlib import suppress
from datetime import datetime

import pyotp
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from eventapp import sealing
from eventapp.domain.errors import Refusal
from eventapp.domain.people.account import end_sessions
from eventapp.domain.people.sign_in import (
    count_wrong_try,
    forget_wrong_tries,
    lock_account,
    refuse_locked,
)
from eventapp.domain.token import token_digest
from eventapp.extensions import db
from eventapp.i18n import _l
from eventapp.ids import random_code
from eventapp.keys import KeyRing, MissingKey, app_keys
from eventapp.models import Account, RecoveryCode

STEP_SECONDS = 30  # RFC 6238
RECOVERY_CODES = 10


class CodeDoesNotFit(Refusal):
    """The code is not one that the app shows now."""

    code = "code-does-not-fit"
    sentence = _l("The code is wrong. Wait for the next one and try again.")


class SecondFactorUnreadable(Refusal):
    """The key that seals this second factor is missing; `eventapp check` says which."""

    code = "second-factor-unreadable"
    sentence = _l(
        "We cannot check codes from your app at the moment. The error is ours. "
        "Use one of your recovery codes instead, or ask whoever is responsible "
        "for the site."
    )


def new_second_factor() -> str:
    """A fresh secret for an authenticator app, base 32."""
    return pyotp.random_base32()


def authenticator_address(secret: str, account: Account, issuer: str) -> str:
    """The otpauth: address that authenticator apps read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=issuer)


def set_second_factor(account: Account, secret: str, code: str, *, now: datetime) -> list[str]:
    """Turn the second factor on once the app shows the right code; recovery codes to show once.

    The code opens nothing else, and other sessions end: whoever is in them came without it.
    Raises CodeDoesNotFit.
    """
    step = _matching_step(secret, code, now=now)
    if step is None:
        raise CodeDoesNotFit
    _seal(account, secret)
    account.last_code_step = step
    codes = [random_code(10) for _ in range(RECOVERY_CODES)]
    account.recovery_codes = [RecoveryCode(digest=token_digest(code)) for code in codes]
    end_sessions(account)
    return codes


def pass_second_factor(account: Account, code: str, *, now: datetime, known: bool = False) -> None:
    """Accept a code of the app, once, or a recovery code. To be committed either way.

    A `known` browser may try however many wrong tries others make, and counts for itself.
    Raises AccountLocked, CodeDoesNotFit, SecondFactorUnreadable.
    """
    lock_account(account)
    if not known:
        refuse_locked(account, now=now)
    secret = _open(account)
    step = _matching_step(secret, code, now=now) if secret else None
    if step is not None and step > account.last_code_step:
        account.last_code_step = step
    elif not _use_recovery_code(account, code):
        if not known:
            count_wrong_try(account, now=now)
        raise SecondFactorUnreadable if account.second_factor and not secret else CodeDoesNotFit
    if secret and not _is_sealed_by(app_keys().second_factors, account):
        _seal(account, secret)
    forget_wrong_tries(account)


def count_unreadable() -> int:
    """How many second factors no key of ours opens."""
    accounts = db.session.scalars(select(Account).where(Account.second_factor.is_not(None)))
    return sum(1 for account in accounts if _open(account) is None)


def _matching_step(secret: str, code: str, *, now: datetime) -> int | None:
    """The time step that the code belongs to: this one or a neighbour; else nothing."""
    totp, step = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    written = code.replace(" ", "").encode()  # as bytes: letters beyond ASCII are not compared
    for near in (step, step - 1, step + 1):
        if secrets.compare_digest(totp.at(near * STEP_SECONDS).encode(), written):
            return near
    return None


def _seal(account: Account, secret: str) -> None:
    ring = app_keys().second_factors
    key = ring[ring.current]
    account.second_factor = sealing.seal(key, secret.encode(), account.code.encode())
    account.second_factor_key = ring.current


def _open(account: Account) -> str | None:
    """The app's secret; nothing when there is none, or no key opens it.

    Before second factors had keys of their own they were sealed with those of the care needs.
    """
    rings = app_keys().second_factors, app_keys().care_needs
    opened = (_open_with(ring, account) for ring in rings)
    return next((secret for secret in opened if secret), None)


def _open_with(ring: KeyRing, account: Account) -> str | None:
    with suppress(MissingKey, InvalidTag):
        key = ring[account.second_factor_key or 0]
        if account.second_factor:
            return sealing.unseal(key, account.second_factor, account.code.encode()).decode()
    return None


def _is_sealed_by(ring: KeyRing, account: Account) -> bool:
    return account.second_factor_key == ring.current and _open_with(ring, account) is not None


def _use_recovery_code(account: Account, code: str) -> bool:
    wanted = token_digest(code.replace(" ", "").replace("-", "").upper())
    used = next((stored for stored in account.recovery_codes if stored.digest == wanted), None)
    if used is None:
        return False
    account.recovery_codes.remove(used)
    return True
