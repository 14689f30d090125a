"""Letters that say the same but for what is one person's alone: rendered once, with blanks.

Rendering takes longer than anything else about a letter, and of twenty that are written together
nearly all are about one event.
"""

import contextlib
import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass

from markupsafe import escape

# Private signs of Unicode: nobody types them, and no template or filter changes them.
_OPENS, _CLOSES = "\ue000", "\ue001"
_BLANK = re.compile(f"{_OPENS}([a-z_]+){_CLOSES}")


def blank(name: str) -> str:
    """What a template shows for a text that is filled in afterwards."""
    return f"{_OPENS}{name}{_CLOSES}"


@dataclass(frozen=True, slots=True)
class FormLetter:
    """A rendered letter as pieces: what all have, and between them the names of blanks."""

    text: tuple[str, ...]
    html: tuple[str, ...]

    def filled_text(self, personal: Mapping[str, str]) -> str:
        """The text for one person."""
        return _filled(self.text, personal)

    def filled_html(self, personal: Mapping[str, str]) -> str:
        """The HTML for one person, whose texts are none themselves."""
        return _filled(self.html, {name: str(escape(text)) for name, text in personal.items()})


def form_letter(text: str, html: str) -> FormLetter:
    """Take a rendered letter apart at its blanks."""
    return FormLetter(tuple(_BLANK.split(text)), tuple(_BLANK.split(html)))


def _filled(pieces: tuple[str, ...], personal: Mapping[str, str]) -> str:
    written = list(pieces)
    # What looks like a blank and is none was typed by somebody.
    written[1::2] = [personal.get(name, "") for name in written[1::2]]
    return "".join(written)


_shared: ContextVar[dict[Hashable, FormLetter] | None] = ContextVar("form letters", default=None)


@contextlib.contextmanager
def sharing_form_letters() -> Iterator[None]:
    """Let the letters written inside the block share what they have in common.

    They say what is so when the first of them is written: so the block is a short one.
    """
    token = _shared.set({})
    try:
        yield
    finally:
        _shared.reset(token)


def shared_form_letter(common: Hashable | None, render: Callable[[], FormLetter]) -> FormLetter:
    """The letter with everything in `common`, as another one had it; else rendered now."""
    shared = _shared.get()
    if shared is None or common is None:
        return render()
    if common not in shared:
        shared[common] = render()
    return shared[common]
