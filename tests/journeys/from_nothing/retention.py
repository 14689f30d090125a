"""What is kept and for how long: decided, counted, deleted, and answered for by a receipt."""

from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.browser_user import BrowserUser

REFERENCE = "2026/0117-4, 14 mars 2026"


def decide(desk: BrowserUser, *kinds: str) -> None:
    """Adopt what is proposed for these kinds of data, with a reference."""
    desk.open("/organizer/retention")
    desk.look("Gallring")
    for kind in kinds:
        desk.page.get_by_label("Beslut", exact=True).fill(REFERENCE)
        proposal = desk.page.get_by_role("row").filter(has_text=kind)
        proposal.get_by_role("button").click()
        expect(desk.page.get_by_text(f"Beslutat: {kind}.")).to_be_visible()


def count_due(desk: BrowserUser) -> dict[str, int]:
    """The dry run on the page: how many of each kind would go."""
    desk.follow("Se vad som ska gallras")
    expect(desk.page.get_by_text("Inget har tagits bort.", exact=False)).to_be_visible()
    rows = desk.page.locator("main tbody tr").filter(has=desk.page.get_by_role("rowheader"))
    return {
        row.get_by_role("rowheader").inner_text(): int(row.get_by_role("cell").first.inner_text())
        for row in rows.all()
    }


def delete_due(desk: BrowserUser) -> str:
    """Have it deleted; the path of the page that becomes the receipt."""
    desk.press("Gallra nu")
    desk.page.wait_for_url("**/organizer/retention/runs/*")
    return desk.page.url.removeprefix(desk.base)


def read_receipt(desk: BrowserUser, path: str) -> None:
    """Wait until everything is deleted; by whose decision it was is on the page."""
    desk.open_until(path, desk.page.get_by_role("link", name="Hämta kvittot, PDF"))
    desk.look("Kvitto")
    expect(desk.page.get_by_role("main")).to_contain_text(REFERENCE)


def printed_receipt(desk: BrowserUser, path: str) -> str:
    """The words of the receipt on paper."""
    answer = desk.page.context.request.get(f"{path}.pdf")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
