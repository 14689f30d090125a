"""Pages whose network comes and goes: nothing breaks, and what renews itself goes on later."""

from playwright.sync_api import Page, Route, expect

from tests.js.page import BASE, open_page

FIGURES = '<main><div data-component="renew" data-every="0.8"><p>%s</p></div></main>'


def errors_of(page: Page) -> list[str]:
    """What the page will have failed with."""
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    return failed


def test_a_part_renews_itself_again_after_the_network_was_gone(page: Page) -> None:
    failed = errors_of(page)
    open_page(page, FIGURES % "one came")
    page.route(f"{BASE}/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        pass
    expect(page.locator("p")).to_have_text("one came")

    page.route(f"{BASE}/", lambda route: route.fulfill(body=FIGURES % "two came"))

    expect(page.locator("p")).to_have_text("two came")
    assert failed == []


def test_an_error_page_does_not_take_the_place_of_the_figures(page: Page) -> None:
    open_page(page, FIGURES % "one came")
    page.route(f"{BASE}/", lambda route: route.fulfill(status=503, body=FIGURES % "none came"))
    with page.expect_response(lambda answer: answer.status == 503):
        pass
    page.wait_for_timeout(100)
    expect(page.locator("p")).to_have_text("one came")


def test_a_module_that_does_not_come_leaves_the_page_as_it_is_without_script(page: Page) -> None:
    failed, missed = errors_of(page), []

    def miss(route: Route) -> None:
        missed.append(route.request.url)
        route.abort()

    open_page(page, "<main></main>")
    page.route("**/components/*", miss)
    page.reload()
    page.evaluate("() => document.querySelector('main').dataset.component = 'renew'")
    page.evaluate(f"() => import('{BASE}/static/js/main.js?again')")
    page.wait_for_timeout(100)
    assert missed
    assert failed == []
