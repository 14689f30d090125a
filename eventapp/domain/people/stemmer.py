"""What words are found by: their Swedish and their English stem.

A word is stemmed before its letters are folded: folded first, arbetslös, arbetslösa and
arbetslöshet are three stems. The stemmer leaves many articles (brottet, skolan); they are taken
off before it.
"""

import re
import unicodedata
from functools import lru_cache

from eventapp.domain.people.folding import fold
from eventapp.optional_import import without_its_other_modules

with without_its_other_modules("snowballstemmer"):  # 4 MB, for thirty languages
    from snowballstemmer.english_stemmer import EnglishStemmer
    from snowballstemmer.swedish_stemmer import SwedishStemmer

# Stored beside every index: what was indexed by older rules is indexed anew.
RULES = 2
WORD = re.compile(r"[^\W_]+")
# A longer stem finds words that begin with it too, for Swedish joins words: samtal, samtalskväll.
PREFIX_MIN_LENGTH = 4
TAIL_MIN_LENGTH = 4
QUERY_WORDS_MAX = 8
# Words whose -an, -et or -en is no article. Each was met; `tests/domain/people` has them all.
NOT_AN = re.compile(
    r"(verkan|mälan|början|önskan|fordran|ansökan|längtan|predikan|tävlan|organ|plan|kran|gran"
    r"|(?<!m)man|[rt]ian|rikan)$|^(utan|innan|annan|medan|redan|sedan|mellan|sådan|dan)$"
)
NOT_ET = re.compile(
    r"(itet|het|[pt]?aket|ljett|biet|planet|budget|internet|mycket|vilket|inget|något|alfabet"
    r"|kabinet|piket|intet|etet)$"
)
VOWEL = re.compile("[aeiouyåäö]")
ENDS_IN_CONSONANT_AND_R = re.compile("[^aeiouyåäö]r$")
# deltagandet is of deltagande, but landet of land and bandet of band.
VERBAL_NOUN = re.compile("(?<!b)(?<!l)(?<!br)(?<!str)[ae]nd$")
NOT_ENA = re.compile("(arena|hyena|scena)$")
# What the stemmer leaves of a word, and what stands for all its forms; the first that fits.
ENDINGS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("(?<=..[^aeiouyåäö])[ae]$", ""),
        ("centrum$", "cent"),  # centrum, centret
        ("(?<=[ie])um$", ""),  # stadium, stadiet
        ("(?<=mäl)(an|ning)$", ""),  # anmälan, anmälningar
        ("(?<=....)n?ing$", ""),  # vandring, vandrare
        ("(?<!mod)(?<!hot)(?<!kart)(?<!nov)(?<=...)ell$", "al"),  # kriminell, kriminalitet
        ("(?<=[^aeiouyåäö])el$", "l"),  # cykel, cyklar
        ("(?<=[^aeiouyåäö][dt])r$", ""),  # förälder, föräldrar
        ("(?<=[pt])n$", ""),  # vapen, vapnet
        ("mm$", "m"),
        ("män?n?$|mann$", "man"),
        ("böck$", "bok"),
        ("städ$", "stad"),
        ("länd$", "land"),
        ("bränd$", "brand"),
        ("händ$", "hand"),
        ("nätt$", "natt"),
        ("dött$", "dott"),
    )
)


def split_words(text: str) -> list[str]:
    """The words of a text in small letters, their accents as typed: ``Åtgärd 2`` → åtgärd, 2."""
    return WORD.findall(unicodedata.normalize("NFC", text).lower())


def stems_of(text: str) -> str:
    """Every stem of the text in folded letters, once each, in their order, a blank between."""
    return " ".join(dict.fromkeys(stem for word in split_words(text) for stem in _stems(word)))


def stem_query(text: str) -> list[tuple[str, ...]]:
    """For each word that is sought, the stems of which one is enough; at most eight words."""
    return [_stems(word) for word in dict.fromkeys(split_words(text))][:QUERY_WORDS_MAX]


@lru_cache(maxsize=50_000)
def swedish_stem(word: str) -> str:
    """The stem of a word in small letters, å, ä and ö kept: brottet and brott are one."""
    # By a stemmer of its own: one keeps where it is in the word, and threads would share that.
    stem = str(SwedishStemmer().stemWord(without_article(word)))
    for ending, instead in ENDINGS:
        if ending.search(stem):
            return ending.sub(instead, stem)
    return stem


@lru_cache(maxsize=50_000)
def english_stem(word: str) -> str:
    """The stem of an English word in small letters."""
    return str(EnglishStemmer().stemWord(word))


def without_article(word: str) -> str:
    """The word without a genitive's s and the article that the stemmer leaves."""
    noun = word[:-1] if len(word) > 5 and word.endswith(("ets", "ens", "ans")) else word
    if len(noun) <= 4:
        return word
    if noun.endswith(("eln", "én")):
        return noun[:-1]  # cykeln, moskén
    if noun.endswith("ena") and not NOT_ENA.search(noun):
        return noun[:-2]  # områdena
    if noun.endswith("an") and not NOT_AN.search(noun):
        return noun[:-1]  # skolan, narkotikan
    if noun.endswith("et") and not NOT_ET.search(noun) and VOWEL.search(noun[:-2]):
        return _without_neuter_article(noun[:-2])
    return word


def _without_neuter_article(noun: str) -> str:
    if ENDS_IN_CONSONANT_AND_R.search(noun):
        return f"{noun[:-1]}er"  # fönstret, lagret
    if noun.endswith("mm"):
        return noun[:-1]  # rummet, programmet
    return f"{noun}e" if VERBAL_NOUN.search(noun) or noun.endswith("els") else noun


def tails_of(stem: str) -> list[str]:
    """The ends of a stem that may be a word of their own, for compounds are found by them.

    Their letters are as written: folded, gäng would be the tail of every omgång.
    """
    return [stem[start:] for start in range(1, len(stem) - TAIL_MIN_LENGTH + 1)]


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(stem for stem in (fold(swedish_stem(word)), english_stem(fold(word))) if stem)
    )
