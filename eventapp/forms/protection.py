"""Whether a text mentions that somebody is protected: then nobody but the contact may read it.

Held too often, a row waits for one look; held too seldom, somebody is found. So a word that begins
like "skydd" holds a row unless it is known to be ordinary.
"""

import re
from typing import Any, ClassVar

from wtforms import StringField

from eventapp.domain.people.folding import fold
from eventapp.i18n import _l

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


class WithoutProtection:
    """A form whose texts come on lists: none may say that somebody's details are protected."""

    protection_sentence: ClassVar[str] = _l(
        "This is not saved: it reads as if personal data are protected, and others would read it. "
        "A security contact registers people whose details are protected, under an alias. If that "
        "is not so here, write it in other words."
    )
    unlisted: ClassVar[frozenset[str]] = frozenset({"email", "reach"})  # no text; sealed

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all fields are right. What mentions protection is not shown again."""
        valid = bool(super().validate(extra_validators))  # type: ignore[misc]
        fields: Any = self
        for field in fields:
            listed = isinstance(field, StringField) and field.short_name not in self.unlisted
            if listed and mentions_protection(field.data or ""):
                field.data = ""
                field.errors = [str(self.protection_sentence)]
                valid = False
        return valid
