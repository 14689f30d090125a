"""The list of the door that a device keeps: when its time is over its own page empties itself."""

from playwright.sync_api import Page

from tests.js.modules import call, open_modules

OPEN_UNTIL_OVER = """
    const store = `kept-list spring ${Date.now() + 40}`
    document.body.innerHTML = `<main data-store="${store}" data-home="#desk">1234 5678 Åsa</main>`
    await caches.open(store)
    await caches.open(`kept-list autumn ${Date.now() + 60_000}`)
    const main = document.querySelector("main")
    m.leaveWhenOver(main)
    dispatchEvent(new Event("pageshow"))
    const before = main.textContent
    await new Promise(done => setTimeout(done, 50))
    dispatchEvent(new Event("pageshow"))
    const after = main.textContent
    while (!location.hash) await new Promise(done => setTimeout(done, 5))
    return [before, after, (await caches.keys()).map(name => name.split(" ")[1])]
"""


def test_a_list_that_is_still_on_the_screen_is_emptied_and_others_stay(page: Page) -> None:
    open_modules(page)

    answer = call(page, "components/kept-list.js", OPEN_UNTIL_OVER)

    assert answer == ["1234 5678 Åsa", "", ["autumn"]]
