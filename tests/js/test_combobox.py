"""A long select becomes searchable, and still holds the answer."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.js.page import open_page

FORM = """<main><form>
<label for="town">Town</label><p id="town-hint">Choose.</p>
<select class="input" id="town" name="town" aria-describedby="town-hint" data-component="combobox"
  data-open="Show all" data-none="Nothing." data-one="1 match" data-many="{n} matches"
  data-other="else">
<option value="">Choose</option><option value="other" data-always>Another</option>
<optgroup label="Municipalities">
<option value="g" data-also="GBG">Göteborgs Stad</option><option value="k">Ockelbo kommun</option>
<option value="o">Öckerö kommun</option><option value="s" %s>Södertälje kommun</option>
<option value="u">Södertälje, utbildningskontoret</option></optgroup></select>
<input id="else" name="else"></form></main>"""


@pytest.fixture
def box(page: Page) -> Locator:
    open_page(page, FORM % "")
    return page.get_by_role("combobox", name="Town")


def answer(box: Locator) -> str:
    chosen: str = box.evaluate("box => box.form.querySelector('select').value")
    return chosen


def offered(box: Locator) -> list[str]:
    return box.page.get_by_role("option").all_inner_texts()


def test_letters_without_dots_find_those_with(box: Locator) -> None:
    box.fill("sodert")
    assert offered(box) == ["Södertälje kommun", "Södertälje, utbildningskontoret", "Another"]


def test_the_very_letter_comes_before_the_folded_one(box: Locator) -> None:
    box.fill("ö")
    assert offered(box)[:2] == ["Öckerö kommun", "Ockelbo kommun"]


def test_beginnings_of_several_words_meet(box: Locator) -> None:
    box.fill("utb söd")
    assert offered(box)[0] == "Södertälje, utbildningskontoret"


def test_another_name_finds_it_and_is_shown(box: Locator) -> None:
    box.fill("gbg")
    assert offered(box)[0].split() == ["Göteborgs", "Stad", "GBG"]


def test_arrows_and_enter_choose(box: Locator) -> None:
    box.fill("sod")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "town-list-1")
    box.press("Enter")
    assert answer(box) == "u"
    expect(box).to_have_value("Södertälje, utbildningskontoret")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_finger_chooses(box: Locator) -> None:
    box.tap()
    box.page.get_by_role("option", name="Öckerö kommun").tap()
    assert answer(box) == "o"


def test_the_first_escape_closes_and_the_second_empties(box: Locator) -> None:
    box.fill("gbg")
    box.press("Enter")
    box.press("ArrowDown")
    box.press("Escape")
    assert answer(box) == "g"
    box.press("Escape")
    assert answer(box) == ""
    expect(box).to_have_value("")


def test_what_was_typed_in_full_counts_when_one_goes_on(box: Locator) -> None:
    box.fill("ockero kommun")
    box.press("Tab")
    assert answer(box) == "o"


def test_letters_that_fit_several_choose_none(box: Locator) -> None:
    box.fill("söd")
    box.press("Tab")
    assert answer(box) == ""


def test_what_is_not_in_the_list_is_kept_as_another(box: Locator) -> None:
    box.fill("Byn bortom bergen")
    box.press("Tab")
    assert answer(box) == "other"
    expect(box.page.locator("#else")).to_have_value("Byn bortom bergen")


def test_a_second_thought_replaces_what_was_kept_but_not_what_was_written(box: Locator) -> None:
    other = box.page.locator("#else")
    for typed in ("Byn bortom bergen", "Staden vid sjön"):
        box.fill(typed)
        box.press("Tab")
    expect(other).to_have_value("Staden vid sjön")

    other.fill("Staden vid sjön, hamnen")
    box.fill("Byn")
    box.press("Tab")
    expect(other).to_have_value("Staden vid sjön, hamnen")


def test_the_answer_already_given_stands_in_the_field(page: Page) -> None:
    open_page(page, FORM % "selected")
    box = page.get_by_role("combobox", name="Town")
    expect(box).to_have_value("Södertälje kommun")
    expect(box).to_have_attribute("aria-describedby", "town-hint")


def test_a_reader_hears_how_many_match(box: Locator) -> None:
    box.fill("sod")
    expect(box.page.get_by_role("status")).to_have_text("2 matches")
    box.fill("zzz")
    expect(box.page.get_by_role("status")).to_have_text("Nothing.")
