"""Distinguishing people of one address by their names."""

import unicodedata

# It stands in an index beside the address, where PostgreSQL has room for 2,700 bytes. 120 letters
# of any script fold to no more; a few signs stand for whole words, and become up to 18 letters.
FOLDED_NAME_MAX_LENGTH = 250


def fold_name(text: str) -> str:
    """The name as identity: compatibility forms, letter case and extra blanks do not matter.

    Accents do: Åsa and Asa are two people. So this differs from the fold for searching, which
    takes accents off because whoever searches types what the keyboard has.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def folds_too_long(text: str) -> bool:
    """Whether the name as identity has no room: it is written with signs that stand for words."""
    return len(fold_name(text)) > FOLDED_NAME_MAX_LENGTH
