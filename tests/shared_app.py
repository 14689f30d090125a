"""One app for many tests, as new for each of them.

Creating an app costs more than most tests: two hundred routes are compiled, and each statement and
template again at its first use. So an app is created once, and reset before each test.
"""

from collections.abc import Iterator
from typing import Any

from jinja2 import BytecodeCache
from sqlalchemy import event

from eventapp.app import create_app
from eventapp.config import Settings
from eventapp.extensions import db, floods
from tests.visitor import Visitor

Container = dict[Any, Any]
# How many statements a connection to PostgreSQL keeps prepared: a few tests use up the hundred that
# psycopg keeps by itself, and then each is prepared anew, again and again.
PREPARED_MAX = 1_000


class SharedApp:
    """An app that is created once and can be reset, with templates that others have compiled."""

    def __init__(self, settings: Settings, compiled_templates: BytecodeCache) -> None:
        self.app = create_app(settings)
        self.app.test_client_class = Visitor
        self.app.jinja_env.bytecode_cache = compiled_templates
        with self.app.app_context():
            self._engine = db.engine
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _do_not_wait_for_the_disk)
        else:
            event.listen(self._engine, "connect", _keep_what_is_prepared)
        self._config = dict(self.app.config)
        self._extensions = dict(self.app.extensions)
        self._caches = [(cache, cache.copy()) for cache in _caches(self._extensions)]

    def reset(self) -> None:
        """Forget every visitor, cached page and changed setting."""
        _refill(self.app.config, self._config)
        _refill(self.app.extensions, self._extensions)
        for cache, content in self._caches:
            _refill(cache, content)
        floods.reset()
        # What is cached by engine is not found again; connections and compiled statements are.
        db._app_engines[self.app][None] = self._engine.execution_options()

    def disconnect(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()


def _caches(extensions: Container) -> Iterator[Container]:
    """The dictionaries of the app's own extensions, such as the page cache."""
    for extension in extensions.values():
        if type(extension).__module__.startswith("eventapp.") and hasattr(extension, "__dict__"):
            yield from (value for value in vars(extension).values() if isinstance(value, dict))


def _refill(container: Container, content: Container) -> None:
    container.clear()
    container.update(content)


def _do_not_wait_for_the_disk(connection: Any, _: object) -> None:
    """No test outlives a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


def _keep_what_is_prepared(connection: Any, _: object) -> None:
    connection.prepared_max = PREPARED_MAX
