import pytest

from eval.reasons import reasons, worst

GOOD = {
    "right": 1.0, "correct": 1.0, "status_ok": 1.0, "clean": 1.0, "include": 1.0, "focus": 1.0, "recall@10": 1.0,
    "cite_recall": 1.0, "cite_precision": 1.0, "should_withhold": 0.0, "withheld": 0.0,
}  # fmt: skip
SUM = {"correct": 1.0, "amount": 1.0, "semantics": 1.0, "cited": 1.0, "wrong_sure": 0.0}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (GOOD, []),
        ({**GOOD, "right": 0.0, "clean": 0.0}, ["说了不该说的话"]),
        ({**GOOD, "right": 0.0, "include": 0.5}, ["要点只说到 50%"]),
        ({**GOOD, "right": 0.0, "cite_recall": 0.0}, ["检索到了该引的条款，但没有引用"]),
        ({**GOOD, "right": 0.0, "cite_recall": 0.0, "recall@10": 0.0}, ["没有检索到该引的条款"]),
        ({**GOOD, "right": 0.0, "cite_precision": 0.4}, ["引文多半不切题"]),
        ({**GOOD, "right": 0.0, "status_ok": 0.0, "should_withhold": 1.0}, ["该拒答而没有拒答"]),
        (SUM, []),
        ({**SUM, "correct": 0.0, "amount": 0.0, "semantics": 0.0}, ["金额不对"]),
        ({**SUM, "correct": 0.0, "amount": 0.0, "wrong_sure": 1.0}, ["把算错的金额说成确定"]),
        ({**SUM, "correct": 0.0, "cited": 0.0}, ["没有引到金额所依据的条文"]),
    ],
)
def test_why_an_item_failed(row, why):
    assert reasons(row) == why


def test_the_worst_come_first_and_good_ones_never():
    items = {
        "s/qa/good": GOOD,
        "s/qa/thin": {**GOOD, "right": 0.0, "include": 0.5},
        "s/qa/empty": {**GOOD, "right": 0.0, "include": 0.0, "cite_recall": 0.0, "cite_precision": 0.0},
        "s/qa/false": {**GOOD, "right": 0.0, "clean": 0.0},
        "s/calc/sure": {**SUM, "correct": 0.0, "amount": 0.0, "wrong_sure": 1.0},
    }
    assert [each.key for each in worst(items)] == ["s/calc/sure", "s/qa/false", "s/qa/empty", "s/qa/thin"]
    assert len(worst(items, 2)) == 2
