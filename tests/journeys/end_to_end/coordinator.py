"""How a coordinator plans: with the keyboard alone, and without any script."""

from playwright.sync_api import Page, expect


def plan_with_keys(page: Page, base: str, title: str, function: str) -> None:
    """Write an action, and see it in the plan with who does it."""
    page.goto(f"{base}/own-organisation/plan/new")
    page.get_by_label("Vad ska göras?").press_sequentially(title)
    page.keyboard.press("Tab")
    page.keyboard.type(function)
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem").filter(has_text=title)).to_contain_text(function)


def declare_with_keys(page: Page, base: str, card: str, sentence: str) -> None:
    """Say that one plans to try another's experience, and see it below the card."""
    page.goto(f"{base}/own-declarations/experiences/{card}")
    page.get_by_label("Vi planerar att pröva den").press("Space")
    page.get_by_label("Vad ändrar ni").press_sequentially(sentence)
    page.get_by_role("button", name="Berätta", exact=True).press("Enter")
    expect(page.get_by_text("Ni kan ändra det när som helst.")).to_be_visible()
    page.goto(f"{base}/experiences/{card}")
    expect(page.get_by_text(sentence)).to_be_visible()
