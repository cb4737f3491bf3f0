import pytest

from eval.dataset import CalculationItem
from eval.metrics.calculation import score

QUOTE = "对认定的企业给予一百五十万元奖励"


def item(semantics="exact", amount="1500000", **expected):
    return CalculationItem.model_validate(
        {
            "id": "a", "kind": "fixed", "question": "?", "doc": "shaoxing-2025", "gold_quote": QUOTE,
            "expected": {"semantics": semantics, "amount_yuan": amount, **expected},
        }
    )  # fmt: skip


@pytest.fixture
def verdict(make_answer, calculation, citation):
    def of(asked, *results, status="answered", cited=True, **parts):
        calculations = [calculation(*each) if isinstance(each, tuple) else each for each in results]
        citations = [citation(QUOTE)] if cited else []
        return score(asked, make_answer(status=status, calculations=calculations, citations=citations, **parts))

    return of


def test_right_to_the_yuan_as_sure_as_it_may_be_and_cited(verdict):
    assert verdict(item(), ("exact", "1500000")).correct
    assert not verdict(item(), ("exact", "1500000.01")).amount
    assert not verdict(item(), ("at_most", "1500000")).semantics
    assert not verdict(item(), ("exact", "1500000"), cited=False).correct
    assert verdict(item(accept=["800000"]), ("exact", "800000")).correct


def test_every_part_of_the_headline_has_to_be_right(verdict):
    found = verdict(item(), ("exact", "1500000"), ("exact", "100000"))
    assert not found.amount
    assert found.wrong_sure


def test_awards_that_give_no_figure_and_other_cities_say_nothing_against_it(verdict):
    assert verdict(item(), ("exact", "1500000"), ("not_eligible", "0"), ("needs_info", None)).correct
    assert verdict(item(), ("exact", "1500000"), ("exact", "990000", "hangzhou-2023")).correct
    assert verdict(item(), ("exact", "990000", "hangzhou-2023")).wrong_sure  # none of the asked one: all of them


def test_the_total_is_the_headline(verdict, total):
    assert verdict(item(), ("exact", "100000"), total=total("exact", "1500000")).correct


def test_an_upper_bound_called_sure_is_a_wrong_sure_amount(verdict):
    assert verdict(item("upper-bound"), ("at_most", "1500000")).correct
    found = verdict(item("upper-bound"), ("exact", "1500000"))
    assert found.amount
    assert found.wrong_sure
    assert verdict(item("upper-bound", accept_semantics=["exact"]), ("exact", "1500000")).correct


def test_nothing_due(verdict):
    asked = item("none", "0")
    assert verdict(asked, ("not_eligible", "0")).correct
    assert verdict(asked, ("exact", "0")).correct
    assert verdict(asked, status="abstained").correct
    assert not verdict(asked).semantics  # says nothing at all
    assert verdict(asked, ("exact", "1")).wrong_sure
    assert not verdict(asked, ("at_most", "1")).wrong_sure


def test_a_missing_fact_has_to_be_asked_for(verdict, calculation):
    asked = item("needs-info", None)
    asks = calculation("needs_info", None, missing=[{"input": "level", "question": "哪一级？"}])
    assert verdict(asked, asks, cited=False).correct
    assert verdict(asked, status="clarify", cited=False).correct
    assert not verdict(asked, ("at_most", "1500000")).correct


def test_a_range_has_both_ends(verdict, calculation):
    asked = item("range", None, range_yuan=["100", "200"])
    right = calculation("range", None, amount_min_yuan="100", amount_max_yuan="200")
    assert verdict(asked, right).correct
    assert not verdict(asked, calculation("range", None, amount_min_yuan="100", amount_max_yuan="300")).amount
    open_ended = item("range", None, range_yuan=["100", None])
    assert verdict(open_ended, calculation("at_least", None, amount_min_yuan="100")).correct
    assert verdict(asked, ("exact", "150")).wrong_sure


def test_another_reading_that_the_item_accepts(verdict):
    asked = item(accept_semantics=["undetermined"])
    assert verdict(asked, ("undetermined", None)).correct
    assert not verdict(item(), ("undetermined", None)).correct


def test_no_answer_is_wrong_but_never_sure():
    found = score(item(), None)
    assert (found.correct, found.cited, found.sure, found.wrong_sure) == (False, False, False, False)
