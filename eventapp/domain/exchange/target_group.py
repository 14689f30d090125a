"""For whom a measure is: groups that are read from the words an experience says it in."""

from enum import StrEnum

from eventapp.domain.people.stemmer import split_words, swedish_stem


class TargetGroup(StrEnum):
    """Whom a measure is for."""

    CHILDREN = "children"
    YOUNG = "young"
    PARENTS = "parents"
    RESIDENTS = "residents"
    STAFF = "staff"
    BUSINESSES = "businesses"
    ASSOCIATIONS = "associations"


# By words of which one is enough: whole, or at the beginning or end of a longer one.
WORDS = {
    TargetGroup.CHILDREN: "barn elever elev förskolebarn children pupils",
    TargetGroup.YOUNG: "unga ung ungdomar ungdom tonåringar gymnasister young youth",
    TargetGroup.PARENTS: "föräldrar vårdnadshavare familjer parents families",
    TargetGroup.RESIDENTS: "boende invånare hyresgäster grannar kvinnor äldre resenärer residents",
    TargetGroup.STAFF: "personal medarbetare chefer lärare handläggare nyanställda samordnare "
    "kommunikatörer planerare förtroendevalda tjänstepersoner staff managers teachers",
    TargetGroup.BUSINESSES: "handlare företag hyresvärdar fastighetsägare exploatörer butiker "
    "krögare businesses",
    TargetGroup.ASSOCIATIONS: "föreningar förening trossamfund civilsamhälle idrottsklubbar "
    "associations",
}
STEMS = {group: {swedish_stem(w) for w in words.split()} for group, words in WORDS.items()}


def target_groups_of(text: str) -> list[TargetGroup]:
    """The groups that the text names; none where it names others, or nobody."""
    stems = [swedish_stem(word) for word in split_words(text)]
    return [group for group, known in STEMS.items() if any(_names(stem, known) for stem in stems)]


def _names(stem: str, known: set[str]) -> bool:
    if stem in known:
        return True
    return any(len(part) > 4 and (stem.startswith(part) or stem.endswith(part)) for part in known)
