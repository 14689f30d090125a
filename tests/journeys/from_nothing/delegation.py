"""A municipality's places: reserved by the organizer, filled by its coordinator."""

from playwright.sync_api import expect

from tests.journeys.browser_user import BrowserUser


def reserve(desk: BrowserUser, slug: str, organisation: str, seats: int) -> None:
    """Reserve places for an organisation on the event's page of delegations."""
    desk.open(f"/organizer/events/{slug}/delegations")
    desk.look("Delegationer")
    form = desk.page.locator("main details:not(.desk-menu)")
    if form.get_attribute("open") is None:
        desk.page.get_by_text("Reservera platser utan att bjuda in").tap()
    choose_organisation(desk, organisation)
    desk.page.get_by_label("Platser", exact=True).fill(str(seats))
    desk.press("Reservera platserna")
    expect(desk.page.get_by_role("link", name=organisation, exact=True)).to_be_visible()


def name_people(coordinator: BrowserUser, title: str, people: dict[str, str]) -> None:
    """Register colleagues, by name and address, on the delegation's page."""
    coordinator.open("/delegations")
    coordinator.follow(title, exact=False)
    for name, email in people.items():
        coordinator.follow("Anmäl en kollega")
        coordinator.look("Anmäl en kollega")
        coordinator.page.get_by_label("Namn", exact=True).fill(name)
        coordinator.page.get_by_label("E-postadress").fill(email)
        coordinator.press("Anmäl kollegan")
        said = f"{name} är anmäld och får ett mejl med en personlig länk."
        expect(coordinator.page.get_by_text(said)).to_be_visible()


def choose_organisation(person: BrowserUser, organisation: str) -> None:
    """Type the first letters, take the right one of those that are offered."""
    person.page.locator("main input[role=combobox]").fill(organisation[:6].lower())
    person.page.get_by_role("option", name=organisation, exact=True).tap()
