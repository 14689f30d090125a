"""The organizers' menus: groups that stand apart, of what the reader may do."""

from eventapp.domain.permission import Role
from tests.builders import an_event
from tests.builders.account import an_account, signed_in
from tests.visitor import Visitor


def test_the_menu_of_an_event_has_its_entries_in_groups(client: Visitor) -> None:
    desk = signed_in(client, an_account(Role.ORGANIZER))

    page = desk.get(f"/organizer/events/{an_event().slug}").text

    firsts = [
        group.split("</a>")[0].rpartition(">")[2] for group in menu_of(page).split("<ul>")[1:]
    ]
    assert firsts == ["Översikt", "Program", "Utskick", "Kökslista", "Enkät", "Logg"]


def test_the_general_menus_have_no_groups(client: Visitor) -> None:
    desk = signed_in(client, an_account(Role.ORGANIZER))

    menu = menu_of(desk.get("/organizer").text)
    assert menu.count("<ul>") == menu.count("<h2>") == 2


def test_the_menus_lid_says_where_one_is(client: Visitor) -> None:
    desk = signed_in(client, an_account(Role.ORGANIZER))
    address = f"/organizer/events/{an_event().slug}"

    for page, label in (
        ("", "Översikt"),
        ("/schedule/board", "Program"),
        ("/edit", "Inställningar"),
    ):
        lid = menu_of(desk.get(address + page).text).split("</summary>")[0]
        assert lid.endswith(f"</span>{label}</span>")


def menu_of(page: str) -> str:
    return page.split('class="desk-nav"')[1].partition("</nav>")[0]
