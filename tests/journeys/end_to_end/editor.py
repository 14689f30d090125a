"""How a lead becomes an experience: an editor writes, its organisation says yes, all may read."""

from playwright.sync_api import expect

from tests.journeys.browser_user import BrowserUser


def draft_from_lead(desk: BrowserUser, title: str, chain: dict[str, str]) -> str:
    """Take the lead up, sort its text, send it to be read; the code of the card."""
    desk.follow("Uppslag")
    desk.look("Uppslag")
    lead = desk.page.get_by_role("listitem").filter(has_text=title)
    lead.get_by_role("button", name="Skapa ett utkast").click()
    desk.look("Ändra erfarenheten")
    expect(desk.page.get_by_label("Rubrik", exact=True)).to_have_value(title)
    for label, words in chain.items():
        desk.page.get_by_label(label).first.fill(words)
    desk.page.get_by_role("group", name="Fokusområden").get_by_role("checkbox").first.check()
    desk.press("Spara ändringarna")
    desk.look(title)
    code = desk.page.url.rpartition("/")[2]
    desk.press("Skicka för granskning")
    said = desk.page.get_by_text("Organisationen och redaktörerna kan läsa den nu.")
    expect(said).to_be_visible()
    return code


def approve_for_organisation(person: BrowserUser, title: str) -> None:
    """A coordinator who is signed in reads, and says yes."""
    person.open("/own-experiences")
    person.look("Våra erfarenheter")
    person.follow(title)
    person.look(title)
    person.press("Godkänn texten")
    expect(person.page.get_by_text("Din organisation har godkänt texten.")).to_be_visible()


def approve_and_publish(desk: BrowserUser, code: str) -> None:
    """The editor's own yes, and then everybody may read it."""
    desk.open(f"/organizer/experiences/{code}")
    desk.press("Godkänn som redaktör")
    expect(desk.page.get_by_text("Texten är godkänd av en redaktör.")).to_be_visible()
    desk.press("Publicera")
    expect(desk.page.get_by_text("Erfarenheten är publicerad.")).to_be_visible()


def find_by_word(visitor: BrowserUser, word: str, title: str) -> None:
    """Search as anybody may; the word finds this one card, and leads to it."""
    visitor.open("/experiences")
    visitor.page.get_by_role("searchbox").fill(word)
    visitor.press("Sök")
    expect(visitor.page.get_by_role("heading", name="1 erfarenhet", exact=True)).to_be_visible()
    visitor.follow(title)
    visitor.look(title)
