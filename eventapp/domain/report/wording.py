"""The words of a report: shares as people say them, and the names of kinds and stages."""

from collections.abc import Sequence

from eventapp.i18n import _, _l, _n, number

# Shares that people say in words, in whole per cent, the simplest first.
SPOKEN_SHARES = (
    (50, _l("half")),
    (25, _l("one in four")),
    (75, _l("three in four")),
    (33, _l("one in three")),
    (67, _l("two in three")),
    (20, _l("one in five")),
    (80, _l("four in five")),
    (10, _l("one in ten")),
    (90, _l("nine in ten")),
)
NEAR_PERCENT = 2  # so far from it a share may be and still be said so

STAGES = {
    "untested": _l("An idea that has not been tried"),
    "tried": _l("Tried"),
    "followed-up": _l("Followed up"),
    "compared": _l("Compared"),
    "evaluated": _l("Evaluated by an outsider"),
}
ADAPTATIONS = {
    "plans": _l("Plans it"),
    "adapts": _l("Adapts it"),
    "uses": _l("Uses it"),
    "refrained": _l("Decided against it"),
}


def share(percent: int) -> str:
    """A share as a sentence says it: "three in four (74 per cent)", or "62 per cent"."""
    figure = _("%(percent)s per cent", percent=percent)
    if percent == 100:
        return _("all (%(figure)s)", figure=figure)
    if not percent:
        return _("nobody (%(figure)s)", figure=figure)
    for spoken, words in SPOKEN_SHARES:
        if abs(percent - spoken) <= NEAR_PERCENT:
            return _("%(words)s (%(figure)s)", words=words, figure=figure)
    return figure


def events(count: int) -> str:
    """So many events."""
    return _n("%(num)d event", "%(num)d events", count)


def organisations(count: int) -> str:
    """So many organisations."""
    return _n("%(num)d organisation", "%(num)d organisations", count)


def experiences(count: int) -> str:
    """So many experiences."""
    return _n("%(num)d experience", "%(num)d experiences", count)


def listed(words: Sequence[str]) -> str:
    """Words one after the other, with "and" before the last."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1])


def out_of(part: int, whole: int) -> str:
    """How many of how many: 85 of 99."""
    return _("%(part)s of %(whole)s", part=number(part), whole=number(whole))
