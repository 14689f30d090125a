"""Who may come in by which door, and what each caller is answered. A door outside it fails."""

from dataclasses import dataclass, field

from eventapp.domain.permission import Role

EVERYBODY = frozenset(Role)
HOLDER = frozenset({Role.PARTICIPANT})


@dataclass(frozen=True, slots=True)
class Door:
    """One method of one route.

    `status` is what someone who may come in is answered by a valid request, and `roles` who that
    is. Behind a `<token>`, everybody else is answered 404, exactly as if there were no such page.
    `form` is the page whose form a POST comes from, and `data` what is typed there.
    """

    method: str
    rule: str
    roles: frozenset[Role]
    status: int = 200
    form: str = ""
    data: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How the door is called in the tables of routes."""
        return f"{self.method} {self.rule}"


def public(rule: str, status: int = 200) -> Door:
    """A page that everybody may read."""
    return Door("GET", rule, EVERYBODY, status)


def own(rule: str, status: int = 200) -> Door:
    """A page for the holder of a personal link."""
    return Door("GET", rule, HOLDER, status)


PERSONAL = "/registrations/<token>"
CONFIRMATION = f"{PERSONAL}/cancellation/new"

DOORS = (
    public("/"),
    public("/events/<slug>"),
    public("/events/<slug>.ics"),
    public("/events/<slug>/schedule"),
    public("/events/<slug>/schedule.ics"),
    public("/events/<slug>/schedule.json"),
    public("/events/<slug>/schedule.xml"),
    public("/events/<slug>/changes"),
    public("/events/<slug>/changes.atom"),
    public("/events/<slug>/sessions/<code>"),
    public("/events/<slug>/sessions/<code>.ics"),
    public("/events/<slug>/registration/new"),
    public("/events/<slug>/registration/received"),
    Door(
        "POST",
        "/events/<slug>/registration",
        EVERYBODY,
        303,
        form="/events/<slug>/registration/new",
        data={
            "name": "Bo Ek",
            "email": "bo.ek@town.example",
            "organisation": "other",
            "other_organisation": "Föreningen Exempel",
        },
    ),
    public("/accessibility"),
    public("/privacy"),
    public("/cookies"),
    public("/registrations"),
    public("/registrations/sent"),
    Door(
        "POST",
        "/registrations",
        EVERYBODY,
        303,
        form="/registrations",
        data={"email": "bo.ek@town.example"},
    ),
    Door("POST", "/language", EVERYBODY, 303, data={"language": "en", "next": "/"}),
    public("/assets/site.css"),
    public("/static/<path:filename>"),
    public("/healthz"),
    public("/readyz"),
    public("/styleguide"),
    public("/mailbox"),
    public("/mailbox.json"),
    public("/mailbox/<message_id>"),
    public("/mailbox/<message_id>.eml"),
    own(PERSONAL),
    own(f"{PERSONAL}/edit"),
    own(f"{PERSONAL}/copy.json"),
    own(CONFIRMATION),
    own(f"{PERSONAL}/ticket"),
    own(f"{PERSONAL}/ticket.pdf"),
    own(f"{PERSONAL}/ticket.png"),
    own(f"{PERSONAL}/ticket.svg"),
    # A calendar shows nothing but its address, which opens the feed and nothing else.
    Door("GET", f"{PERSONAL}/agenda.ics", EVERYBODY),
    Door(
        "POST",
        PERSONAL,
        HOLDER,
        303,
        form=f"{PERSONAL}/edit",
        data={"name": "Åsa Öström", "version": "1", "badge": "none"},
    ),
    Door("POST", f"{PERSONAL}/agenda", HOLDER, 303, form=CONFIRMATION),
    Door("POST", f"{PERSONAL}/cancellation", HOLDER, 303, form=CONFIRMATION),
    # Nothing was offered to this holder, who has a place.
    Door("POST", f"{PERSONAL}/acceptance", HOLDER, 409, form=CONFIRMATION),
)
