"""How alike two names are, whatever their letters' case and accents: for suggestions only."""

from eventapp.domain.people.folding import fold

# A name that stands within a longer one is almost as near as one that is the same.
WITHIN = 0.9


def trigrams(text: str) -> frozenset[str]:
    """The groups of three letters within each word of the text, with the word's two ends."""
    return frozenset(
        f" {word} "[start : start + 3] for word in fold(text).split() for start in range(len(word))
    )


def likeness(some: frozenset[str], others: frozenset[str]) -> float:
    """From 0, nothing shared, to 1: the groups that both have, of all that either has."""
    shared = len(some & others)
    smaller = min(len(some), len(others))
    if not shared or smaller < 2:
        return 0.0
    return max(shared / len(some | others), WITHIN * shared / smaller)
