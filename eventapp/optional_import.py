"""Libraries that other libraries load where they find them, and that we do not need there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(library: str) -> Iterator[None]:
    """Let an import of this library fail meanwhile."""
    loaded = sys.modules.get(library)
    sys.modules[library] = None  # type: ignore[assignment]  # an import of it fails
    yield
    del sys.modules[library]
    if loaded:
        sys.modules[library] = loaded
