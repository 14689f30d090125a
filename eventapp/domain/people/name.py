"""Distinguishing people of one address by their names."""

import unicodedata


def fold_name(text: str) -> str:
    """The name as identity: compatibility forms, letter case and extra blanks do not matter.

    Accents do: Åsa and Asa are two people. So this differs from the fold for searching, which
    takes accents off because whoever searches types what the keyboard has.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
