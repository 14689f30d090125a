"""The organizers' menus: groups that stand apart, of what the reader may do."""

from eventapp.domain.permission import Role
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.visitor import Visitor


def test_the_menu_of_an_event_has_its_entries_in_groups(client: Visitor) -> None:
    desk = signed_in(client, an_account(Role.ORGANIZER))

    page = desk.get(f"/organizer/events/{an_event().slug}").text

    menu = page.split('class="desk-nav"')[1].split("</ul>")[0]
    firsts = [part.split("</a>")[0].rpartition(">")[2] for part in menu.split('"begins"')[1:]]
    assert firsts == ["Program", "Utskick", "Kökslista", "Enkät", "Logg"]


def test_the_general_menu_has_no_groups(client: Visitor) -> None:
    desk = signed_in(client, an_account(Role.ORGANIZER))

    assert '"begins"' not in desk.get("/organizer").text
