"""The signed cookie session: who has signed in, since when, and on the way to what."""

from datetime import datetime, timedelta

from flask import Response, after_this_request, current_app, request
from flask import session as cookie  # noqa: TID251  # only this module may
from itsdangerous import BadSignature, URLSafeTimedSerializer

from eventapp.clock import utcnow
from eventapp.config import Mode
from eventapp.domain import permission
from eventapp.domain.delegation.invitation import note_opened
from eventapp.domain.people.account import actor_anywhere, find_signed_in
from eventapp.domain.people.account_session import (
    SESSION_DURATION,
    begin_session,
    end_session,
    full_hour,
    note_seen,
)
from eventapp.domain.permission import Action
from eventapp.extensions import db
from eventapp.i18n import prefer_language
from eventapp.ids import new_secret as secret_id
from eventapp.models import Account
from eventapp.transactions import is_reading
from eventapp.views.browser_name import browser_name

IDLE_DURATION = timedelta(hours=3)
CODE_WAIT_DURATION = timedelta(minutes=10)
REAUTHENTICATION_AFTER = timedelta(minutes=10)
KNOWN_BROWSER_DURATION = timedelta(days=180)


def sign_in(account: Account, *, bare: bool = False) -> None:
    """Begin a session under a new id; nothing of an earlier one remains.

    A `bare` one came by password alone, and may only set up the second factor. The caller commits.
    """
    now, session = utcnow(), secret_id()
    device = browser_name(request.user_agent.string)
    begin_session(account, session, device=device, now=now)
    note_opened(account, now=now)
    moment = now.isoformat()
    cookie.clear()
    cookie.update(account=account.code, epoch=account.epoch, since=moment, seen=moment, id=session)
    cookie["language"] = account.language
    if bare:
        cookie["bare"] = True


def session_id() -> str:
    """The secret id of this session."""
    return str(cookie.get("id", ""))


def must_set_up(account: Account) -> bool:
    """Whether staff lack a password or their second factor; the sample's have no phones.

    Whoever had only the second factor could never sign in again.
    """
    real = current_app.extensions["settings"].mode == Mode.PRODUCTION
    works_here = permission.may(actor_anywhere(account), Action.SEE_DESK)
    return real and works_here and not (account.password_hash and account.has_second_factor)


def sign_out() -> None:
    """Forget the session in this browser, and end it for whoever has a copy of its cookie."""
    end_session(cookie.get("id", ""), now=utcnow())
    cookie.clear()


def end_earlier() -> None:
    """End the session that signing in is about to replace."""
    if "id" in cookie:
        end_session(cookie["id"], now=utcnow())


def is_bare() -> bool:
    """Whether the second factor must be set up first."""
    return bool(cookie.get("bare"))


def make_bare() -> None:
    """Let the session do nothing but set up the second factor."""
    cookie["bare"] = True


def note_named() -> None:
    """Remember, while the account is set up, that its owner has written their name."""
    if is_bare():
        cookie["named"] = True


def has_named() -> bool:
    """Whether the owner has written their name in this session."""
    return bool(cookie.get("named"))


def is_fresh() -> bool:
    """Whether somebody signed in here within the last minutes (REAUTHENTICATION_AFTER)."""
    return not _old("since", REAUTHENTICATION_AFTER)


def signed_in(*, bare: bool = False) -> Account | None:
    """The account of this session, unless it is too old, has been idle too long, or is `bare`."""
    code, epoch = cookie.get("account", ""), cookie.get("epoch", 0)
    if (
        not code
        or _old("since", SESSION_DURATION)
        or _old("seen", IDLE_DURATION)
        or (is_bare() and not bare)
    ):
        return None
    _note_use()
    account = find_signed_in(code, epoch, session_id())
    if account:
        prefer_language(account.language)
        if cookie.get("language", "") != account.language:
            cookie["language"] = account.language
    return account


def prefer_own_language() -> None:
    """Show the page in the language of whoever was last signed in here, without the database."""
    prefer_language(str(cookie.get("language", "")))


def _note_use() -> None:
    """Note in the cookie that the session is in use, and in the database once an hour.

    Looking writes nothing, so what the database has is when something was last sent.
    """
    now, session, stored = utcnow(), session_id(), cookie.get("stored", cookie["since"])
    if _old("seen", IDLE_DURATION / 6):
        cookie["seen"] = now.isoformat()
    if is_reading() or full_hour(datetime.fromisoformat(stored)) >= full_hour(now):
        return
    cookie["stored"] = now.isoformat()

    @after_this_request
    def store(response: Response) -> Response:
        db.session.rollback()  # discard what the view did not commit
        note_seen(session, now=now)
        db.session.commit()
        return response


def know_browser(account: Account) -> None:
    """Count tries from this browser apart from those of strangers, since its owner signed in here.

    Signing out everywhere ends this.
    """
    settings = current_app.extensions["settings"]
    value = _signer().dumps([account.code, account.epoch])

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            _known_name(),
            value,
            max_age=int(KNOWN_BROWSER_DURATION.total_seconds()),
            secure=settings.secure,
            httponly=True,
            samesite="Strict",
        )
        return response


def knows_browser(account: Account) -> bool:
    """Whether the account has signed in from this browser with both factors."""
    try:
        payload = _signer().loads(
            known_browser(), max_age=int(KNOWN_BROWSER_DURATION.total_seconds())
        )
    except BadSignature:
        return False
    return bool(payload == [account.code, account.epoch])


def known_browser() -> str:
    """The cookie of a known browser; empty for a stranger."""
    return request.cookies.get(_known_name(), "")[:500]


def _known_name() -> str:
    name = "eventapp_known"
    return f"__Host-{name}" if current_app.extensions["settings"].secure else name


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="known browser")


def wait_for_code(account: Account) -> None:
    """Remember that the password was right and the second factor is awaited."""
    cookie.clear()
    cookie.update(halfway=account.code, epoch=account.epoch, since=utcnow().isoformat())


def awaiting_code() -> Account | None:
    """The account whose second factor is awaited."""
    if "halfway" not in cookie or _old("since", CODE_WAIT_DURATION):
        return None
    return find_signed_in(cookie["halfway"], cookie["epoch"])


def carry_new_secret(secret: str) -> None:
    """Carry a second factor that is being set up from its page to its confirmation."""
    cookie["new_secret"] = secret


def new_secret() -> str:
    """The second factor that is being set up."""
    return str(cookie.get("new_secret", ""))


def forget_new_secret() -> None:
    """It is set up, or given up."""
    cookie.pop("new_secret", None)


def _old(name: str, age: timedelta) -> bool:
    try:
        return utcnow() - datetime.fromisoformat(cookie[name]) > age
    except (KeyError, ValueError):
        return True
