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


def fold(text: str) -> str:
    """The text without case, accents and signs: ``O'Åkerström  Ægir`` → ``o akerstrom aegir``."""
    plain = unicodedata.normalize("NFKD", text).lower().translate(WHOLE_LETTERS)
    bare = (letter for letter in plain if not unicodedata.category(letter).startswith("M"))
    return " ".join("".join(map(_letter_or_blank, bare)).split())


def fold_query(text: str) -> list[str]:
    """The words to look for, folded; a query of signs alone is a word that no folded text holds."""
    return fold(text).split() or text.split()


def _letter_or_blank(sign: str) -> str:
    return sign if unicodedata.category(sign)[0] in "LN" else " "
