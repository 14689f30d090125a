"""Making texts short enough for one page, at the ends of sentences where there are any."""

import math
import re
from collections.abc import Sequence

LINE_LENGTH = 95  # characters of a line of the page, at a size that is easy to read
SENTENCE_END = re.compile(r"[.!?](?=\s)")
ELLIPSIS = " …"


def count_lines(text: str) -> int:
    """How many lines the text fills, about."""
    return sum(max(1, math.ceil(len(line) / LINE_LENGTH)) for line in text.splitlines())


def shorten_together(texts: Sequence[str], lines: int) -> list[str]:
    """The texts, each cut at the same number of lines so that together they fill no more."""
    needed = [count_lines(text) for text in texts]
    most = max([*needed, 1])
    while sum(min(count, most) for count in needed) > lines and most > 1:
        most -= 1
    return [shorten(text, most) for text in texts]


def shorten(text: str, lines: int) -> str:
    """The text, cut after so many lines: after a sentence, else after a word, with a sign."""
    if count_lines(text) <= lines:
        return text
    beginning, room = [], lines
    for line in text.splitlines():
        needed = max(1, math.ceil(len(line) / LINE_LENGTH))
        if needed > room:
            beginning.append(_cut(line, room * LINE_LENGTH - len(ELLIPSIS)))
            break
        beginning.append(line)
        room -= needed
    return "\n".join(filter(None, beginning)).rstrip() + ELLIPSIS


def _cut(line: str, length: int) -> str:
    if length <= 0:
        return ""
    part = line[:length]
    ends = list(SENTENCE_END.finditer(part + " "))
    if ends and ends[-1].end() > length // 2:
        return part[: ends[-1].end()]
    return part.rpartition(" ")[0] or part
