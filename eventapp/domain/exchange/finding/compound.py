"""Taking compounds apart, and putting together what was typed apart.

Swedish joins words, often by a letter between them: ungdom-s-brott, gat-u-lampa, familj-e-stöd.
Of three equal letters one is left out: buss and station are busstation. A part counts where some
experience has it as a word of its own; of a word that nobody wrote, also as a word's beginning.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select

from eventapp.domain.exchange.finding import near_word
from eventapp.domain.exchange.finding.index_terms import query_stem
from eventapp.domain.people.stemmer import EMPTY_WORDS, VOWEL
from eventapp.extensions import db
from eventapp.models.exchange.search_entry import SearchWord

PART_MIN_LENGTH, LONE_PART_MIN_LENGTH = 3, 4
COMPOUND_MIN_LENGTH = 7
LINKS = "sueoa"
# Endings that make a noun of a verb or an adjective, and are the stem of some word themselves.
SUFFIXES = frozenset(
    ("ing", "ning", "het", "are", "ande", "ende", "else", "skap", "dom", "lig", "sam", "bar")
)


@dataclass(frozen=True, slots=True)
class Compound:
    """What else a typed word may be: its parts (one, where only one is known), words joined."""

    parts: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Split:
    """One way to take a word apart, and the stems by which its parts may be known."""

    heads: Mapping[str, str]  # by each stem, the head as a word
    tail: str
    tails: Collection[str]


def compounds_of(words: Sequence[str]) -> dict[str, Compound]:
    """What each of the words may be. One query, or none; more where somebody types a new word."""
    splits = {word: list(_splits(word)) for word in words}
    pairs = [(pair, pair[0] + link + pair[1]) for pair in _neighbours(words) for link in ("", "s")]
    known = _known(
        {
            *map(query_stem, words),
            *(query_stem(joined) for _, joined in pairs),
            *(stem for all_of in splits.values() for split in all_of for stem in split.heads),
            *(stem for all_of in splits.values() for split in all_of for stem in split.tails),
        }
    )
    joined = [(pair, whole) for pair, whole in pairs if query_stem(whole) in known]
    parts = {word: _pair(splits[word], known, known) for word in words}
    new = [word for word in words if not parts[word] and query_stem(word) not in known]
    parts |= _parts_of_new({word: splits[word] for word in new if splits[word]}, known)
    return {
        word: Compound(
            tuple(_as_word(part, word, known) for part in parts[word]),
            tuple(whole for pair, whole in joined if word in pair),
        )
        for word in words
    }


def _as_word(part: str, compound: str, known: Mapping[str, str]) -> str:
    """The part as it is shown: a head as somebody wrote it, for flick, gat and hemm are none."""
    return known.get(query_stem(part), part) if compound.startswith(part) else part


def _known(stems: set[str]) -> dict[str, str]:
    """Those of the stems that somebody wrote, each with a word of it."""
    if len(stems) < 2:  # one short word alone
        return {}
    rows = db.session.execute(
        select(SearchWord.stem, SearchWord.word).where(SearchWord.stem.in_(stems))
    )
    return {row.stem: row.word for row in rows}


def _neighbours(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for first, second in pairwise(words):
        if min(len(first), len(second)) >= PART_MIN_LENGTH:
            yield first, second


def _splits(word: str) -> Iterator[_Split]:
    if len(word) < COMPOUND_MIN_LENGTH:
        return
    stem = query_stem(word)
    for place in range(PART_MIN_LENGTH, len(word) - PART_MIN_LENGTH + 1):
        head, tail = word[:place], word[place:]
        heads = _heads(head, tail)
        tails = {query_stem(tail), stem[place:]} - SUFFIXES
        if heads and tail not in EMPTY_WORDS:
            yield _Split(heads, tail, {end for end in tails if len(end) >= PART_MIN_LENGTH})


def _heads(head: str, tail: str) -> dict[str, str]:
    forms = [head]
    if head[-1] in LINKS and len(head) > PART_MIN_LENGTH:
        forms.insert(0, head[:-1])
    if head[-1] == tail[0]:
        forms.append(head + tail[0])
    forms = [form for form in forms if form not in EMPTY_WORDS and VOWEL.search(form)]
    return {stem: form for form in reversed(forms) for stem in (query_stem(form), form)}


def _parts_of_new(
    splits: Mapping[str, Sequence[_Split]], known: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Of words that nobody wrote the two parts or the one, which may only begin another word."""
    if not splits:
        return {}
    tails = {stem for all_of in splits.values() for split in all_of for stem in split.tails}
    long = [stem for stem in tails if len(stem) >= LONE_PART_MIN_LENGTH]
    tails_known = {*known, *near_word.known_beginnings(long)}
    return {
        word: _pair(its_splits, known, tails_known) or _lone_part(its_splits, known, tails_known)
        for word, its_splits in splits.items()
    }


def _pair(
    splits: Sequence[_Split], heads_known: Collection[str], tails_known: Collection[str]
) -> tuple[str, ...]:
    """The two parts most alike in length: bostadsbolag is of bostad, not of bo and stadsbolag."""
    pairs = [
        (head, split.tail)
        for split in splits
        if any(stem in tails_known for stem in split.tails)
        for head in [next((form for stem, form in split.heads.items() if stem in heads_known), "")]
        if head
    ]
    return min(pairs, key=lambda pair: abs(len(pair[0]) - len(pair[1])), default=())


def _lone_part(
    splits: Sequence[_Split], heads_known: Collection[str], tails_known: Collection[str]
) -> tuple[str, ...]:
    """The last part, which says what it is (brott of any kind), else the first; the longest."""
    tails = [split.tail for split in splits if any(stem in tails_known for stem in split.tails)]
    heads = [form for split in splits for stem, form in split.heads.items() if stem in heads_known]
    for parts in (tails, heads):
        long = [part for part in parts if len(part) >= LONE_PART_MIN_LENGTH]
        if long:
            return (max(long, key=len),)
    return ()
