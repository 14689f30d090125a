"""Organisations as people write them: by the directory, by their neighbours in the list."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from eventapp.domain.people.folding import fold
from eventapp.domain.people.organisation import Directory, ListedOrganisation
from eventapp.models import OrganisationKind

SLIP_MAX = 0.85  # how alike, from 0 to 1, a name must be that was only misspelt
# Hosts of mailboxes that say nothing of where somebody works.
PRIVATE_HOSTS = frozenset(
    {
        "gmail", "hotmail", "outlook", "live", "icloud", "yahoo", "telia", "bredband2", "comhem",
        "msn", "me", "proton", "protonmail", "privatpost",
    }
)  # fmt: skip


@dataclass(slots=True)
class Spellings:
    """How the cells of one column name organisations: the usual spelling of each."""

    directory: Directory
    kind: OrganisationKind | None = None
    _usual: dict[int, str] = field(default_factory=dict)
    _slips: dict[str, ListedOrganisation | None] = field(default_factory=dict)
    _names: dict[str, ListedOrganisation] = field(default_factory=dict)

    def learn(self, cells: Iterable[str]) -> None:
        """Count the spellings of a column's cells."""
        counted: dict[int, Counter[str]] = {}
        for cell, count in Counter(cells).items():
            if organisation := self.directory.find(cell) if cell else None:
                counted.setdefault(organisation.id, Counter())[cell] += count
        self._usual = {id_: spelt.most_common(1)[0][0] for id_, spelt in counted.items()}

    def usual(self, organisation: ListedOrganisation) -> str:
        """How the list usually writes it; its own name where the list does not."""
        return self._usual.get(organisation.id, organisation.name)

    def find(self, cell: str) -> ListedOrganisation | None:
        """The organisation of this name."""
        return self.directory.find(cell)

    def find_slip(self, cell: str) -> ListedOrganisation | None:
        """The organisation whose name was misspelt, where one is near enough."""
        folded = fold(cell)
        if folded not in self._slips:
            if not self._names:
                self._names = dict(_names(self.directory, self.kind))
            near = get_close_matches(folded, self._names, n=1, cutoff=SLIP_MAX)
            self._slips[folded] = self._names[near[0]] if near else None
        return self._slips[folded]


def _names(
    directory: Directory, kind: OrganisationKind | None
) -> Iterable[tuple[str, ListedOrganisation]]:
    for organisation in directory.organisations:
        if kind is None or organisation.kind is kind:
            for name in (organisation.short_name, organisation.name):
                if name:
                    yield fold(name), organisation


def of_address(email: str, directory: Directory) -> str:
    """The listed organisation that the host of an address is named for; a bare host is none."""
    host = email.rpartition("@")[2]
    stem = host.split(".")[-2] if host.count(".") else host
    if stem in PRIVATE_HOSTS:
        return ""
    listed = directory.find(stem)
    return listed.name if listed else ""
