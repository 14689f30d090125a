"""Which offers and needs speak of the same thing: they share a word that carries meaning."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eventapp.domain.people.stemmer import PREFIX_MIN_LENGTH, stem_query, stems_of
from eventapp.models import Listing, Need, Offer

STEM_MIN_LENGTH = 4
LONG_STEM_LENGTH = 7
ENDING = re.compile(r"(et|en)s?$")
MATCHES_MAX = 20
# Words that every offer and need is made of, Swedish and English. As stems, in folded letters.
EMPTY_WORDS = frozenset(
    stems_of(
        "alla andra annan arbetar arbete behöver blir blivit bättre dela delar denna deras detta "
        "efter eller erbjuder erfarenhet erfarenheter finns från förslag gärna genom hade hela "
        "hjälp hjälpa hjälper inte jämföra kommer kommun kommuner kommunen kring kunna låna lånar "
        "lära med mellan mera mycket måste någon något några olika oss också plats pröva samma "
        "sedan ska skulle starta söker söka tillsammans under utan vara varit vill vilka visa "
        "visar våra vårt över åt about after also always because been both could does each "
        "experience from have help into like more much municipality municipalities need offer "
        "other others ours over seek share show some that their them then there these they this "
        "those together under very want what when where which will with would your"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Match:
    """A need and an offer that fit together."""

    need: Need
    offer: Offer


def find_matches(offers: Sequence[Offer], needs: Sequence[Need]) -> list[Match]:
    """The pairs of different organisations that share words, those that share most first.

    All are of one focus area.
    """
    stems = {listing.id: _meaningful_stems(listing) for listing in (*offers, *needs)}
    pairs = [
        (len(stems[need.id] & stems[offer.id]), Match(need, offer))
        for need in needs
        for offer in offers
        if need.organisation_id != offer.organisation_id
    ]
    pairs.sort(key=lambda pair: -pair[0])
    return [match for shared, match in pairs if shared][:MATCHES_MAX]


def _meaningful_stems(listing: Listing) -> set[str]:
    """The stems of its words, without words that carry no meaning of their own."""
    stems = stems_of(f"{listing.title} {listing.text}").split()
    return {
        _indefinite(stem)
        for stem in stems
        if len(stem) >= STEM_MIN_LENGTH and stem not in EMPTY_WORDS
    }


def _indefinite(stem: str) -> str:
    # The Swedish stemmer leaves neuter endings be: protokollet and protokoll are one matter.
    return ENDING.sub("", stem) if len(stem) >= LONG_STEM_LENGTH else stem


def filter_by_words(words: str, listings: Iterable[Listing]) -> list[Listing]:
    """The listings that contain every word, by the rules of the search for experiences."""
    query = stem_query(words)
    return [listing for listing in listings if _contains(listing, query)]


def _contains(listing: Listing, query: list[tuple[str, ...]]) -> bool:
    stems = stems_of(f"{listing.title} {listing.text} {listing.organisation.name}").split()
    return all(
        any(stem == own or _begins(own, stem) for stem in stems_of_word for own in stems)
        for stems_of_word in query
    )


def _begins(own: str, stem: str) -> bool:
    return len(stem) >= PREFIX_MIN_LENGTH and own.startswith(stem)
