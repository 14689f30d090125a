"""Whether a text mentions that somebody is protected: then nobody but the contact may read it.

Held too often, a row waits for one look; held too seldom, somebody is found. So a word that begins
like "skydd" holds a row unless it is known to be ordinary.
"""

import re

from eventapp.domain.people.folding import fold

# In folded text: small letters without accents or signs, one blank between words.
MENTIONS = re.compile(
    r"""
    \bskydd\w*                                   # skyddad, skyddade, skyddsmarkering …
    | \bskyd[ad]\w*                              # spelt wrongly
    | \bsekretess\w*
    | \bkvarskriv\w*
    | \bfingerad\w*
    | \bhemlig\w*\ (?:adress|identitet|id|nummer|uppgift\w*)
    | \blever?\ (?:gomd|under\ hot)\b | \bgomd(?:a)?\ adress
    | \bhotad\b | \bhotbild\ mot\ (?:mig|henne|honom) | \bhot\ mot\ (?:mig|min)\b
    | \bfar\ (?:ej|inte)\ (?:sta|namnas|synas|finnas)\b.{0,40}\b(?:lista|listor|skylt|skyltar)
    | \bprotected\ (?:identity|personal|person|address|data)\b
    | \b(?:confidential|secret)\ (?:identity|address)\b
    | \bwitness\ protection\b
    """,
    re.VERBOSE,
)
# Ordinary words of work. Each takes what it covers out of the text before it is looked at.
ORDINARY = (
    r"skyddsombud\w*",
    r"(?:huvud|regionala |regionalt )skyddsombud\w*",
    r"skyddskommitt\w*",
    r"skyddsrond\w*",
    r"skyddsrum\w*",
    r"skyddsjakt\w*",
    r"skyddsutrustning\w*",
    r"skyddsklader\w*",
    r"skyddsprodukt\w*",
    r"skyddsfaktor\w*",
    r"skyddstillsyn\w*",
    r"skyddskonsulent\w*",
    r"skyddsvakt\w*",
    r"skyddsobjekt\w*",
    r"skyddsomrade\w*",
    r"skyddsingenjor\w*",
    r"skyddsbehov\w*",
    r"skyddsprocess\w*",
    r"skyddsbedomning\w*",
    r"skyddsarbete\w*",
    r"skyddsnat\w*",
    r"skyddsforordnande\w*",
    r"skyddsinspektor\w*",
    r"skydda (?:barn|unga|ungdomar|brottsoffer|verksamheten|miljon|naturen|demokratin)\w*",
    r"skydd (?:mot|for|av) \w+",
    r"(?:stod|trygghet|sakerhet) och skydd\b",
    r"skydd och (?:stod|trygghet|sakerhet)\b",
    r"skyddat boende\w*",
    r"skyddade boende\w*",
    r"skyddad(?:e)? (?:verkstad|verkstader|natur|naturomraden|arter|zon|zoner|titel|miljo)\w*",
    r"(?:offentlighet och |offentlighets och )sekretess\w*",
    r"sekretess(?:lag|regler|fragor|brytande|bestammelse|forbindelse|utbildning|och)\w*",
)
_ordinary = re.compile(r"\b(?:" + "|".join(ORDINARY) + ")")


def mentions_protection(text: str) -> bool:
    """Whether the text says, in any spelling, that somebody's details are protected."""
    folded = fold(text)
    return bool(MENTIONS.search(_ordinary.sub(" ", folded)))
