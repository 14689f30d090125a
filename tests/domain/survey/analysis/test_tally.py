"""Values counted by the way they are read."""

from eventapp.domain.survey.analysis.tally import Measure, Reading, count_answers


def test_those_without_an_opinion_stand_aside() -> None:
    scale = Measure(Reading.SCALE, tuple("12345"), frozenset("45"), frozenset("12"))
    answers = count_answers(scale, [("5", 2), ("-", 3), ("1", 1), ("3", 1)])
    assert (answers.base, answers.aside, answers.positive, answers.negative) == (4, 3, 2, 1)
    assert answers.counts == (1, 0, 1, 0, 2)
    assert answers.means == (3.5,)
    assert answers.median == 4


def test_several_choices_add_up_to_more_than_those_who_answered() -> None:
    answers = count_answers(Measure(Reading.SEVERAL, ("a", "b", "c")), [("a,b", 2), ("b", 1)])
    assert answers.counts == (2, 3, 0)
    assert answers.base == 3
    assert answers.positive is None


def test_a_ranking_is_read_in_two_ways() -> None:
    given = [("b>a", 2), ("a>c>b", 1)]
    assert count_answers(Measure(Reading.FIRST, ("a", "b", "c")), given).counts == (1, 2, 0)
    assert count_answers(Measure(Reading.RANKED, ("a", "b", "c")), given).counts == (3, 3, 1)


def test_a_change_counts_who_moved_and_both_means() -> None:
    change = Measure(Reading.CHANGE, ("lower", "same", "higher"), frozenset({"higher"}))
    answers = count_answers(change, [("2>5", 2), ("4>4", 1), ("5>3", 1)])
    assert answers.counts == (1, 1, 2)
    assert answers.means == (3.25, 4.25)


def test_amounts_are_gathered_into_classes_and_days_into_months() -> None:
    amounts = Measure(Reading.AMOUNT, ("0", "1", "3", "6"), edges=(0, 1, 3, 6))
    answers = count_answers(amounts, [("0", 1), ("2", 1), ("5", 2), ("40", 1)])
    assert answers.counts == (1, 1, 2, 1)
    assert answers.median == 5
    months = count_answers(Measure(Reading.MONTH), [("2023-10-02", 1), ("2023-09-30", 2)])
    assert months.categories == ("2023-09", "2023-10")
    assert months.counts == (2, 1)
