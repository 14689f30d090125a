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
RULES = 7
WORD = re.compile(r"[^\W_]+")
# Soft hyphens and signs without width, which come along from PDF files and are no part of a word.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# A longer stem finds words that begin with it too, for Swedish joins words: samtal, samtalskväll.
PREFIX_MIN_LENGTH = 4
TAIL_MIN_LENGTH = 4
QUERY_WORDS_MAX = 8
# Words whose -an, -et or -en is no article. Each was met; `tests/domain/people` has them all.
NOT_AN = re.compile(
    r"(verkan|mälan|början|önskan|fordran|ansökan|längtan|predikan|tävlan|organ|plan|kran|gran"
    r"|klan|(?<!m)man|[rt]ian|rikan)$|^(utan|innan|annan|medan|redan|sedan|mellan|sådan|dan)$"
)
NOT_ET = re.compile(
    r"(itet|het|[pt]?aket|ljett|biet|planet|budget|internet|mycket|vilket|inget|något|alfabet"
    r"|kabinet|piket|intet|etet)$"
)
# After these letters the article is an n alone, which others too end in (maskin, telefon, lön).
# Nouns in -o have a t or na as well.
SHORT_ARTICLE = re.compile(
    "((?:[aeor]g|[kmpr]at|[st]tr|iatr|[eo]r|[eo]m|[ao]f|ap|on|[eo]d|pol|kop|ant)i"  # strategin
    "|(?:milj|sj)ö|(?:var|radi|vide|studi)o|el|é)n$"  # miljön, frånvaron, cykeln, moskén
    "|((?:kont|fot|itt|sin|ari)o)(?:n|t|na)$"
)
VOWEL = re.compile("[aeiouyåäö]")
ENDS_IN_CONSONANT_AND_R = re.compile("[^aeiouyåäö]r$")
# deltagandet is of deltagande, but landet of land and bandet of band.
VERBAL_NOUN = re.compile("(?<!b)(?<!l)(?<!br)(?<!str)[ae]nd$")
NOT_ENA = re.compile("(arena|hyena|scena)$")
# Short nouns that end like an inflection. Alone they are too short for the stemmer, but as the last
# part of a compound it would take them apart: utomhusbad would be of utomhusb.
LAST_PART = re.compile(
    "(?<=..)(?:"
    "(?:(?<!b)bad|(?<![abdlnr])blad|(?<![aeuäö])stad|(?<=[lhsg])rast|svar|glas|(?<=s)enhet)"
    "(?:s|en|ens|et|ets|ar|arna|arnas|er|erna|ernas)?"
    "|(?:brand|hand|(?<!b)land|strand|sand|band)(?:s|ens?)?"
    ")$"
)
# Nouns that the stemmer takes more from in one form than in another: kostnad, kostnaden.
NOUN = re.compile(
    "(?:(?:kost|må|mark|bygg|skill|lev|tyst|vård)nad"
    "|(?:result|kandid|advok|mand|appar|attent|plak|kamr|kr|om|sold|priv)at"
    "|(?:kt|[dklmnrtv]at|ment|kont|mot|profess|spons|sens|monit|villk|korrid)or"
    "|meddeland|galleri|kvarter|somm(?=ar))"
    "(?=(?:e?n?s|e[nt]s?|er|e?rn?as?|n|ers|orn?a?s?|ar|aren?s?|an|ans|a|e|ena|enas)?$)"
)
# Adjectives that the stemmer takes more from in one form than in another: hållbar, hållbara.
ADJECTIVE = re.compile("(?<=..)(?:(?<!b)bar|sam)(?=m?[at]?$)")
# Too short for the stemmer in any form: oron, året, byarna.
SHORT_NOUN = re.compile("^(?:oro|år|by|bro|sjö|idé)(?=(?:s|e?ns?|ets?|[ae]r|[ae]rnas?)$)")
# The owner of what is many: ungdomars, föräldrars, deltagares, myndigheternas, områdenas.
OF_MANY = re.compile("(?:(?<=....)(?:[aeo]r|are)|(?<=...)(?:[aeo]rna|ena))s$")
# Those who do what a verb of three letters says: fritidsledare is found by ledare, not by leda.
AGENT = re.compile("((?<![jlrv])äg|led|lär|läk|häl)ar(?:e|en|ens|es|na|nas)$")
# The stemmer makes one letter of these, but only in words that are long enough: vakt would have
# another stem than ordningsvakt. (Of -skt and -gt it takes a neuter's ending: politiskt, farligt.)
PAIR = re.compile("(?:dd|nn|tt|[aeiouyåäö]kt)$")
# What the stemmer leaves of a word, and what stands for all its forms; the first that fits.
ENDINGS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("(?<=..[^aeiouyåäö])[ae]$", ""),
        ("centrum$", "cent"),  # centrum, centret
        ("(?<=i)um$|eum$", ""),  # stadium, stadiet; museum, museet
        ("(?<=mäl)(an|ning)$|(?<=nsök)(an|n|ning)$", ""),  # anmälan, anmälningar
        ("(?<=bok|del|led|läm|läs|mät|odl|räk|rym|sim|sök|öpp|ord)ning$", "n"),
        ("(?<=....)n?ing$", ""),  # vandring, vandrare
        ("(?<!mod)(?<!hot)(?<!kart)(?<!nov)(?<=...)ellt?$", "al"),  # kriminell, kriminalitet
        ("(?<=[^aeiouyåäö])el$", "l"),  # cykel, cyklar
        ("(?:(?<=...al)|(?<=...iv))t$", ""),  # lokalt, effektivt
        ("döttr$", "dott"),
        ("(?<=[^aeiouyåäö][dt])r$", ""),  # förälder, föräldrar
        ("(?:(?<=off)|(?<=num)|(?<=teat))r$", ""),  # offer, offren
        ("(?<=[pt])n$", ""),  # vapen, vapnet
        ("(?<=ck)n$", ""),  # tecken, tecknet
        ("(?<=...)[ea]ns$", ""),  # konferens, konferensen
        ("(?<=[^aeiouyåäös])s$", ""),  # plats, platsen
        ("mm$", "m"),
        ("män?n?$|mann$", "man"),
        ("böck$", "bok"),
        ("städ$", "stad"),
        ("länd$", "land"),
        ("bränd$", "brand"),
        ("händ$", "hand"),
        ("nätt$", "natt"),
        ("fäd$", "fad"),
        ("mödr$", "mod"),
        ("bröd$", "brod"),
        ("sön$", "son"),
        ("bönd$", "bond"),
        ("stränd$", "strand"),
        ("ledamöt$", "ledamot"),
        ("vänn$", "vän"),
        ("somr$", "somm"),
    )
)


def split_words(text: str) -> list[str]:
    """The words of a text in small letters, their accents as typed: ``Åtgärd 2`` → åtgärd, 2."""
    return WORD.findall(plain_letters(text))


def plain_letters(text: str) -> str:
    """The text in small letters, each sign in one way, without those that nobody sees."""
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text)).lower()


# Words of questions, which say nothing of what is asked for.
EMPTY_WORDS = frozenset(
    split_words(
        "hur vad vem vilka vilken vilket var när varför och eller att som det den de en ett är på "
        "i av för med till från om vi man kan ska får gör göra har hade blir bli inte utan vid mot "
        "mellan bland efter innan under över in ut upp ner sig sin sina sitt vår våra vårt er ni "
        "du jag finns någon något några hos genom så också mer mest bra bättre a an the of "
        "for to and or with how what who which we do does is are"
    )
)


def stems_of(text: str) -> str:
    """Every stem of the text in folded letters, once each, in their order, a blank between."""
    return " ".join(dict.fromkeys(stem for word in split_words(text) for stem in _stems(word)))


def stem_query(text: str) -> list[tuple[str, ...]]:
    """For each word that is sought, the stems of which one is enough; at most eight words."""
    return [_stems(word) for word in dict.fromkeys(split_words(text))][:QUERY_WORDS_MAX]


@lru_cache(maxsize=50_000)
def swedish_stem(word: str) -> str:
    """The stem of a word in small letters, å, ä and ö kept: brottet and brott are one."""
    if word.isdigit():
        return word
    agent = AGENT.search(word)
    if agent:
        return word[: agent.end(1)] + "ar"
    parted = NOUN.search(word) or ADJECTIVE.search(word) or SHORT_NOUN.search(word)
    if parted:
        return word[: parted.end()]
    last = LAST_PART.search(word)
    if last and last.start():
        return word[: last.start()] + swedish_stem(last.group())
    word = word[:-1] if OF_MANY.search(word) else word
    noun = without_article(word)
    # By a stemmer of its own: one keeps where it is in the word, and threads would share that.
    stem = str(SwedishStemmer().stemWord(noun))
    longer = noun[: len(stem) + 1]
    if longer.startswith(stem) and PAIR.search(longer):
        stem = longer
    for ending, instead in ENDINGS:
        if ending.search(stem):
            return ending.sub(instead, stem)
    return stem


@lru_cache(maxsize=50_000)
def english_stem(word: str) -> str:
    """The stem of an English word in small letters."""
    return word if word.isdigit() else str(EnglishStemmer().stemWord(word))


def without_article(word: str) -> str:
    """The word without a genitive's s and the article that the stemmer leaves."""
    noun = word[:-1] if len(word) > 5 and word.endswith(("ets", "ens", "ans")) else word
    if len(noun) <= 4:
        return word
    short = SHORT_ARTICLE.sub(r"\1\2", noun)
    if short != noun:
        return short
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
