"""Postings: which experiences hold a term, in blocks of ids, few of them or all."""

import pytest

from eventapp.domain.exchange.finding.bits import bits_of, ids_of
from eventapp.domain.exchange.finding.index_terms import Lookup
from eventapp.domain.exchange.finding.posting import (
    ALL_BITS_LENGTH,
    BLOCK_SIZE,
    TermChange,
    changed,
    encoded,
    encoded_places,
    find_bits,
    write_postings,
)
from eventapp.extensions import db
from eventapp.models.exchange.search_entry import ExperiencePosting
from tests.builders.experience import an_experience
from tests.plans import executed, plan_of

NONE: frozenset[str] = frozenset()


def ids(term: str, **kind: bool) -> list[int]:
    (bits,) = find_bits([Lookup((term,), **kind)])
    return sorted(ids_of(bits))


def hold(term: str, *numbers: int) -> None:
    write_postings([TermChange(number, NONE, frozenset({term})) for number in numbers])


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("step", [1, 2, 16, 17, 4000], ids=str)
def test_a_block_is_read_as_it_was_written_and_never_longer_than_all_its_bits(step: int) -> None:
    places = range(0, BLOCK_SIZE, step)
    hold("1torg", *places)

    assert ids("1torg") == [*places]
    content = encoded(bits_of(places))
    assert encoded_places(places) == content
    assert changed(b"", places, ()) == changed(content, places[:3], ()) == content
    assert changed(content, (), places[1:]) == encoded(1)
    assert changed(content, (), places) == b""
    assert len(content) <= ALL_BITS_LENGTH
    assert (len(content) == ALL_BITS_LENGTH) is (step <= 16)


@pytest.mark.usefixtures("app")
def test_terms_are_found_whole_or_where_they_begin_others_in_all_blocks() -> None:
    whole = [3, BLOCK_SIZE - 1, BLOCK_SIZE, *range(2 * BLOCK_SIZE, 3 * BLOCK_SIZE)]
    hold("1torg", *whole)
    hold("1torghandl", 7)
    hold("1torgåö李", 8)
    hold("1torh", 9)
    hold("2torg", 10)

    assert ids("1torg") == whole
    assert ids("1torg", begins=True, whole=False) == [7, 8]
    assert ids("1torg", begins=True) == sorted([*whole, 7, 8])
    assert ids("1tor") == []
    bits = find_bits([Lookup(("1finnsinte",)), Lookup(("1torh", "2torg")), Lookup(())])
    assert [sorted(ids_of(some)) for some in bits] == [[], [9, 10], []]
    assert find_bits([]) == []


@pytest.mark.usefixtures("app")
def test_what_an_experience_no_longer_holds_is_gone_and_what_others_hold_stays() -> None:
    hold("1torg", 3, 4)
    hold("1park", 3)

    write_postings([TermChange(3, frozenset({"1torg", "1park"}), frozenset({"1bad"}))])

    assert (ids("1torg"), ids("1park"), ids("1bad")) == ([4], [], [3])
    assert db.session.query(ExperiencePosting).filter_by(term="1park").count() == 0


@pytest.mark.usefixtures("app")
def test_what_was_lost_by_an_accident_is_there_again_and_nothing_is_written_twice() -> None:
    change = TermChange(3, frozenset({"1torg"}), frozenset({"1torg"}))
    write_postings([change])

    with executed() as statements:
        write_postings([change])

    assert ids("1torg") == [3]
    assert not any("INSERT" in statement for statement, _parameters in statements)


def test_one_statement_finds_by_the_order_of_terms(app: object) -> None:
    assert app
    an_experience(title="Torget")
    with executed() as statements:
        find_bits([Lookup(("1torg",)), Lookup(("3park",), begins=True)])

    ((statement, parameters),) = statements
    plan = plan_of(statement, parameters)
    assert "pk_experience_postings" in plan or "USING PRIMARY KEY (term>? AND term<?)" in plan
