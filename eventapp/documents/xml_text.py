"""Text that XML can contain and typefaces can show."""

import re

# XML 1.0 §2.2: of the control characters only tab and line ends, no lone surrogates, no U+FFFE/F;
# and what the same section discourages, the C1 controls and the code points of no character.
_FORBIDDEN = re.compile(
    "[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)


def printable(text: str) -> str:
    """Leave out what XML 1.0 cannot contain, even escaped. Does not escape markup."""
    return _FORBIDDEN.sub("", text)
