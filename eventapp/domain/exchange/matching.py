"""Which offers and needs speak of the same thing: they share a word that carries meaning."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eventapp.domain.exchange.stem import BEGINS_AT, sought_stems, stems_of
from eventapp.models import Need, Offer, Wish

SHORTEST = 4
LONG = 7
ENDING = re.compile(r"(et|en)s?$")
MOST_MATCHES = 20
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
    """Somebody seeks what somebody else can give."""

    need: Need
    offer: Offer


def matches(offers: Sequence[Offer], needs: Sequence[Need]) -> list[Match]:
    """The pairs of different organisations that share words, those that share most first.

    All are of one focus area.
    """
    stems = {each.id: telling_stems(each) for each in (*offers, *needs)}
    found = [
        (len(stems[need.id] & stems[offer.id]), Match(need, offer))
        for need in needs
        for offer in offers
        if need.organisation_id != offer.organisation_id
    ]
    found.sort(key=lambda each: -each[0])
    return [match for shared, match in found if shared][:MOST_MATCHES]


def telling_stems(wish: Wish) -> set[str]:
    """The stems of its words, without those that say nothing of what it is about."""
    stems = stems_of(f"{wish.title} {wish.text}").split()
    return {
        _indefinite(each) for each in stems if len(each) >= SHORTEST and each not in EMPTY_WORDS
    }


def _indefinite(stem: str) -> str:
    # The Swedish stemmer leaves neuter endings be: protokollet and protokoll are one matter.
    return ENDING.sub("", stem) if len(stem) >= LONG else stem


def holding(words: str, wishes: Iterable[Wish]) -> list[Wish]:
    """Those that hold every word that is sought, by the rules of the search for experiences."""
    sought = sought_stems(words)
    return [each for each in wishes if _holds(each, sought)]


def _holds(wish: Wish, sought: list[tuple[str, ...]]) -> bool:
    stems = stems_of(f"{wish.title} {wish.text} {wish.organisation.name}").split()
    return all(
        any(stem == own or _begins(own, stem) for stem in each for own in stems) for each in sought
    )


def _begins(own: str, stem: str) -> bool:
    return len(stem) >= BEGINS_AT and own.startswith(stem)
