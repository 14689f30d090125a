"""Names for aliases: ordinary ones, so common that a name says nothing of who bears it."""

import secrets

from sqlalchemy import select

from eventapp.domain.people.name import fold_name
from eventapp.extensions import db
from eventapp.models import Event, Registration

# The most common ones of the country's name statistics; put together by chance, no person is meant.
FIRST_NAMES = (
    *("Anna", "Eva", "Maria", "Karin", "Kristina", "Lena", "Sara", "Emma", "Kerstin", "Malin"),
    *("Jenny", "Hanna", "Linda", "Ida", "Elin", "Sofia", "Ulla", "Annika", "Susanne", "Helena"),
    *("Lars", "Mikael", "Anders", "Johan", "Erik", "Per", "Karl", "Peter", "Jan", "Thomas"),
    *("Daniel", "Fredrik", "Hans", "Andreas", "Stefan", "Mats", "Marcus", "Mattias", "Magnus"),
)
LAST_NAMES = (
    *("Andersson", "Johansson", "Karlsson", "Nilsson", "Eriksson", "Larsson", "Olsson", "Persson"),
    *("Svensson", "Gustafsson", "Pettersson", "Jonsson", "Jansson", "Hansson", "Bengtsson"),
    *("Lindberg", "Lindström", "Lindqvist", "Lindgren", "Axelsson", "Bergström", "Lundberg"),
    *("Lundgren", "Berglund", "Fredriksson", "Sandberg", "Henriksson", "Forsberg", "Sjöberg"),
)
TRIES_MAX = 50  # of more than a thousand names: enough at any event


def suggest_name(event: Event) -> str:
    """A name that nobody at the event has, drawn by chance."""
    name = ""
    taken = set(
        db.session.scalars(
            select(Registration.folded_name).where(Registration.event_id == event.id)
        )
    )
    for _try in range(TRIES_MAX):
        name = f"{secrets.choice(FIRST_NAMES)} {secrets.choice(LAST_NAMES)}"
        if fold_name(name) not in taken:
            break
    return name
