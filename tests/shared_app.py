"""One app for many tests, as new for each of them.

Making an app costs more than most tests: two hundred addresses are compiled, and each statement
and template again at first use. What an app remembers of its visitors is taken from it instead.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import event

from eventapp.app import create_app
from eventapp.config import Settings
from eventapp.extensions import db, limiter
from tests.visitor import Visitor

Container = dict[Any, Any]


class SharedApp:
    """An app that is made once, and put back as it was made."""

    def __init__(self, settings: Settings) -> None:
        self.app = create_app(settings)
        self.app.test_client_class = Visitor
        with self.app.app_context():
            self._engine = db.engine
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _do_not_wait_for_the_disk)
        self._config = dict(self.app.config)
        self._extensions = dict(self.app.extensions)
        self._memory = [(each, each.copy()) for each in _containers(self._extensions)]

    def put_back(self) -> None:
        """Forget every visitor, cached page and changed setting."""
        _refill(self.app.config, self._config)
        _refill(self.app.extensions, self._extensions)
        for container, content in self._memory:
            _refill(container, content)
        limiter.reset()
        # What is cached by engine is not found again; connections and compiled statements are.
        db._app_engines[self.app][None] = self._engine.execution_options()

    def let_go(self) -> None:
        """Close the connections that its database must not outlive."""
        self._engine.dispose()

    def holds_a_connection(self) -> bool:
        """Whether somebody has not given a connection back, in a thread of their own perhaps."""
        return bool(self._engine.pool.checkedout())  # type: ignore[attr-defined]


def _containers(extensions: Container) -> Iterator[Container]:
    """Where the app's own extensions, the caches among them, remember things."""
    for extension in extensions.values():
        if type(extension).__module__.startswith("eventapp.") and hasattr(extension, "__dict__"):
            yield from (each for each in vars(extension).values() if isinstance(each, dict))


def _refill(container: Container, content: Container) -> None:
    container.clear()
    container.update(content)


def _do_not_wait_for_the_disk(connection: Any, _: object) -> None:
    """No test outlives a power cut."""
    connection.execute("PRAGMA synchronous=OFF")
