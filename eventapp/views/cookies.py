"""The signed cookie session: who has signed in, since when, and on the way to what."""

from datetime import datetime, timedelta

from flask import Response, after_this_request, current_app, request
from flask import session as cookie  # noqa: TID251  # this is the one room that may
from itsdangerous import BadSignature, URLSafeTimedSerializer

from eventapp.clock import utcnow
from eventapp.domain.people.account import end_session, find_signed_in
from eventapp.ids import new_secret as secret_id
from eventapp.models import Account

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=3)
HALFWAY = timedelta(minutes=10)
FRESH = timedelta(minutes=10)
KNOWN_FOR = timedelta(days=180)


def sign_in(account: Account, *, bare: bool = False) -> None:
    """Begin a session anew, under a new id: nothing of an earlier one is kept.

    A `bare` one came by password alone, and may only set up the second factor.
    """
    now = utcnow().isoformat()
    cookie.clear()
    cookie.update(account=account.code, epoch=account.epoch, since=now, seen=now, id=secret_id())
    if bare:
        cookie["bare"] = True


def sign_out() -> None:
    """Forget the session in this browser, and end it for whoever kept its cookie.

    The caller commits.
    """
    end_session(cookie.get("id", ""), now=utcnow())
    cookie.clear()


def end_earlier() -> None:
    """End the session that signing in is about to replace. The caller commits."""
    if "id" in cookie:
        end_session(cookie["id"], now=utcnow())


def is_bare() -> bool:
    """Whether the second factor must be set up first."""
    return bool(cookie.get("bare"))


def second_factor_set() -> None:
    """The session may do everything now."""
    cookie.pop("bare", None)


def is_fresh() -> bool:
    """Whether it is but minutes since somebody showed here who they are."""
    return not _old("since", FRESH)


def signed_in(*, bare: bool = False) -> Account | None:
    """The account of this session, unless it has lasted or rested too long, or is `bare`."""
    code, epoch = cookie.get("account", ""), cookie.get("epoch", 0)
    if not code or _old("since", LONGEST) or _old("seen", IDLE) or (is_bare() and not bare):
        return None
    if _old("seen", IDLE / 6):
        cookie["seen"] = utcnow().isoformat()
    return find_signed_in(code, epoch, cookie.get("id", ""))


def know_browser(account: Account) -> None:
    """Let this browser try again whatever wrong tries others make: its owner has shown who it is.

    Signing out everywhere makes it a stranger again.
    """
    settings = current_app.extensions["settings"]
    value = _signer().dumps([account.code, account.epoch])

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            _known_name(),
            value,
            max_age=int(KNOWN_FOR.total_seconds()),
            secure=settings.secure,
            httponly=True,
            samesite="Strict",
        )
        return response


def knows_browser(account: Account) -> bool:
    """Whether the account has signed in from this browser with both factors."""
    try:
        told = _signer().loads(known_browser(), max_age=int(KNOWN_FOR.total_seconds()))
    except BadSignature:
        return False
    return bool(told == [account.code, account.epoch])


def known_browser() -> str:
    """What this browser is known by; nothing for a stranger."""
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
    if "halfway" not in cookie or _old("since", HALFWAY):
        return None
    return find_signed_in(cookie["halfway"], cookie["epoch"])


def keep_new_secret(secret: str) -> None:
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
