"""The verdict of a comparison, and the reading of forms that it depends on."""

import pytest

from tests.bench.against.comparison import Comparison, Slice, interval
from tests.bench.against.html_form import form_to


def a_comparison(cpu: float = 1.0, rates: tuple[float, ...] = (1.0, 1.0, 1.0)) -> Comparison:
    """Rounds of a second in which the newer tree spends `cpu` times as much on a visit."""
    row = Comparison("page")
    for rate in rates:
        row.before.append(Slice(100, 1.0, 0.5, 0))
        row.after.append(Slice(100, 1.0 / rate, 0.5 * cpu, 0))
    return row


def test_the_interval_of_ratios_is_students() -> None:
    low, middle, high = interval([0.9, 1.0, 1.1])

    # By hand: mean of logarithms -0.00335, deviation 0.1004, t for two degrees of freedom 2.920.
    assert (low, middle, high) == pytest.approx((0.8415, 0.9967, 1.1804), abs=0.0005)


@pytest.mark.parametrize(
    ("cpu", "rates", "worse"),
    [
        (1.0, (1.0, 1.01, 0.99), False),
        (1.079, (1.0, 1.01, 0.99), False),
        (1.081, (1.0, 1.01, 0.99), True),
        (1.0, (0.90, 0.91, 0.90), True),
        (1.0, (0.60, 1.30, 0.80), False),  # too restless to say
    ],
)
def test_worse_is_more_processor_time_or_a_rate_that_is_surely_lower(
    cpu: float, rates: tuple[float, ...], *, worse: bool
) -> None:
    assert a_comparison(cpu, rates).is_worse is worse


def test_a_form_is_filled_in_with_what_it_offers_first() -> None:
    page = """<form action="/language"><input type="hidden" name="next" value="/"></form>
    <form action="/events/x/registration?y=1"><input type="hidden" name="csrf_token" value="t">
    <input name="role"><input type="email" name="email"><select name="organisation">
    <option value="">-</option><option value="o-1">One</option><option value="o-2">Two</option>
    </select><input type="radio" name="badge" value=""><input type="radio" name="badge" value="b">
    <input type="checkbox" name="limited" value="y"><button name="send">Send</button></form>"""

    assert form_to(page, "/events/x/registration").fields == {
        "csrf_token": "t",
        "role": "Trygghetssamordnare",
        "email": "",
        "organisation": "o-1",
        "badge": "b",
    }
