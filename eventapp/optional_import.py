"""Libraries that other libraries load where they find them, and that we do not need there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType


@contextmanager
def without(library: str) -> Iterator[None]:
    """Let an import of this library fail meanwhile."""
    loaded = sys.modules.get(library)
    sys.modules[library] = None  # type: ignore[assignment]  # an import of it fails
    yield
    del sys.modules[library]
    if loaded:
        sys.modules[library] = loaded


@contextmanager
def without_its_other_modules(package: str) -> Iterator[None]:
    """Let single modules of a package be imported, where the package itself would load them all."""
    spec = find_spec(package)
    if spec is None or package in sys.modules:
        yield
        return
    stand_in = sys.modules[package] = ModuleType(package)
    stand_in.__path__ = list(spec.submodule_search_locations or ())
    yield
    del sys.modules[package]
