"""The runner counts what a verifier lets through; verifiers here are small and real."""

from datetime import date

import pytest

from eval.corruptions.answers import Answer, read_answers
from eval.corruptions.model import Corruption
from eval.corruptions.truth import Truth, values
from eval.gate_rates import Verdict, caught, measure

TRUTH = Truth.load()


def figures_stand_somewhere(answer: Answer) -> list[Verdict]:
    """What systems do that only look whether the number stands in the cited clause."""
    return [
        Verdict(sentence.text, not sentence.clauses or values(sentence.plain) <= TRUTH.held(sentence.clauses))
        for sentence in answer.sentences
    ]


def test_a_verifier_that_passes_everything_catches_nothing():
    outcome = measure(lambda answer: [Verdict(s.text, True) for s in answer.sentences], 60, 1)
    summary = outcome.summary()
    assert summary.keys() == {"n", "caught_rate", "false_block_rate", "by_kind"}
    assert (summary["n"], summary["caught_rate"], summary["false_block_rate"]) == (60, 0.0, 0.0)
    assert sum(kind["n"] for kind in summary["by_kind"].values()) == 60
    assert {frozenset(kind) for kind in summary["by_kind"].values()} == {frozenset({"n", "caught"})}


def test_a_verifier_that_fails_everything_catches_all_and_blocks_all():
    summary = measure(lambda answer: [Verdict(s.text, False) for s in answer.sentences], 60, 1).summary()
    assert (summary["caught_rate"], summary["false_block_rate"]) == (1.0, 1.0)


def test_looking_for_the_number_alone_misses_swaps():
    by_kind = measure(figures_stand_somewhere, 600, 1).summary()["by_kind"]
    assert by_kind["other_clause"]["caught"] == by_kind["other_clause"]["n"]
    assert by_kind["pairing"]["caught"] == 0
    assert by_kind["hedge"]["caught"] < by_kind["hedge"]["n"] / 4


def test_a_dropped_condition_is_reported_and_not_counted():
    right = {answer.id: answer.answer for answer in read_answers()}

    def blind(answer):
        return [Verdict(s.text, s.text in right[answer.id]) for s in answer.sentences]

    summary = measure(blind, 600, 1).summary()
    assert "condition_dropped" in summary["by_kind"]
    without = [kind for name, kind in summary["by_kind"].items() if name != "condition_dropped"]
    assert summary["caught_rate"] == pytest.approx(
        sum(k["caught"] for k in without) / sum(k["n"] for k in without), abs=1e-6
    )


@pytest.mark.parametrize(
    ("failing", "is_caught"),
    [
        ("奖励500万元。", True),
        ("奖励500万元", True),
        ("此为征求意见稿。", False),
        ("甲类奖励500万元；乙类奖励30万元", True),
        ("", False),
    ],
)
def test_only_a_changed_sentence_counts(failing, is_caught):
    answer = Answer("t", "问", "奖励500万元[1]。此为征求意见稿。", ((1, "changsha-2023/6"),), date(2026, 11, 22))
    corruption = Corruption("x10", "more", answer, answer, ("奖励500万元[1]。",), "")
    assert caught(corruption, [Verdict(failing, False)]) is is_caught
