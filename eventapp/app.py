"""The application factory: settings, extensions, entry points."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

from eventapp import addresses, api, extensions, i18n, keys, logs, transactions, views
from eventapp.config import ROOT, Settings, from_environment
from eventapp.demo import pages
from eventapp.mail import smtp
from eventapp.models.frozen_json import dumps as write_json
from eventapp.storage import folder
from eventapp.storage.installation_files import installation_files
from eventapp.storage.virus_scanner import VirusScanner
from eventapp.views.errors import LastResort
from eventapp.views.requests import refuse_what_is_no_form

# A registration with every field full is some kilobytes; files have their own limit.
LARGEST_FORM = 2 * 1024 * 1024


class Sessions(SecureCookieSessionInterface):
    """Sessions in signed cookies, whose signer is created once: the key never changes."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of the app that these sessions belong to."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


class FlaskApp(Flask):
    """Flask without what it would do anew for every request, and always with the same outcome."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.session_interface = Sessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none of ours is a coroutine, which Flask would look at each."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """A ready app. Reads the settings from the environment when none are given."""
    settings = settings or from_environment()
    app = FlaskApp(
        "eventapp",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.url_rule_class = addresses.LateRule
    app.extensions["settings"] = settings
    app.config.from_mapping(_flask_config(settings))
    app.extensions["files"] = installation_files(settings)
    app.extensions["scanner"] = VirusScanner(settings.scanner) if settings.scanner else None
    logs.configure()
    app.before_request(refuse_what_is_no_form)  # before the form's token is looked for
    _bind_extensions(app)
    keys.init_app(app)
    app.extensions["migration_heads"] = migration_heads
    views.init_app(app)
    if settings.stores_mail_locally:
        app.register_blueprint(pages.bp)
    api.init_app(app)
    if proxies := int(settings.trusted_proxies):
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    if not app.testing:  # tests want to see what fails
        app.wsgi_app = LastResort(app.wsgi_app)  # type: ignore[method-assign]
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    folder.make_private(settings.data_folder)
    cookie = "eventapp_session"
    return {
        "SECRET_KEY": keys.purpose_key(settings.secret_key, "cookies"),
        "SQLALCHEMY_DATABASE_URI": settings.database_uri,
        # An error is logged with its statement; names and addresses are among the parameters.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "json_serializer": write_json,
        },
        "SESSION_COOKIE_NAME": f"__Host-{cookie}" if settings.secure else cookie,
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        # A form may lie open over lunch; the token lives as long as the browser session.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "BABEL_DEFAULT_LOCALE": i18n.DEFAULT,
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        **smtp.flask_config(settings),
        "TESTING": settings.mode == "test",
    }


def _bind_extensions(app: Flask) -> None:
    extensions.db.init_app(app)
    with app.app_context():
        transactions.prepare_engine(extensions.db.engine)
    transactions.forbid_writes_while_reading(extensions.db.session)
    extensions.csrf.init_app(app)
    extensions.mail.init_app(app)
    extensions.babel.init_app(app, locale_selector=i18n.select_locale)
    i18n.init_app(app)


@cache
def migration_heads() -> frozenset[str]:
    """The newest revision there is: one, named and numbered as its file, by a house rule."""
    return frozenset(sorted(known_revisions())[-1:])


@cache
def known_revisions() -> frozenset[str]:
    """Every revision there is, each named as its file."""
    versions = ROOT / "migrations" / "versions"
    return frozenset(path.stem for path in versions.glob("[0-9]*.py"))
