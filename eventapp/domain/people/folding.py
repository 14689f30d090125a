"""Folding: letters as people type them when in a hurry, the same on the server and in the browser.

`static/js/lib/fold.js` is the same rule; `tests/vectors/folded.json` is for both. It is for
searching, never for distinguishing people.
"""

import unicodedata

# Letters that Unicode does not take apart into a base and a mark.
WHOLE_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ø": "o",
        "œ": "oe",
        "ß": "ss",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ħ": "h",
    }
)
# Looked up once: European letters, and the marks that they fall apart into.
REMEMBERED_BELOW = 0x2000


class _FoldedLetters(dict[int, str]):
    """What each letter becomes, filled as letters are met; a table is many times a loop's speed."""

    def __missing__(self, number: int) -> str:
        sign = chr(number)
        category = unicodedata.category(sign)[0]
        folded = sign if category in "LN" else "" if category == "M" else " "
        if number < REMEMBERED_BELOW:
            self[number] = folded
        return folded


_FOLDED = _FoldedLetters(WHOLE_LETTERS)


def fold(text: str) -> str:
    """The text without case, accents and signs: ``O'Åkerström  Ægir`` → ``o akerstrom aegir``."""
    return " ".join(unicodedata.normalize("NFKD", text).lower().translate(_FOLDED).split())


def fold_query(text: str) -> list[str]:
    """The words to look for, folded; a query of signs alone is a word that no folded text holds."""
    return fold(text).split() or text.split()
