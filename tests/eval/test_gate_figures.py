"""The gates' shares as groups of the score table, with verifiers that pass or fail everything."""

from eval.gate_figures import gate_table
from eval.gate_rates import Verdict


def test_shares_by_kind_with_intervals():
    table = gate_table(lambda answer: [Verdict(s.text, False) for s in answer.sentences], 60)
    assert table["gates/all"]["caught_rate"]["mean"] == table["gates/all"]["false_block_rate"]["mean"] == 1
    assert "gates/reported=condition_dropped" in table
    kinds = [row["caught_rate"] for name, row in table.items() if name.startswith("gates/kind=")]
    assert sum(kind["n"] for kind in kinds) == table["gates/all"]["caught_rate"]["n"] < 60
    assert all(kind["low"] < kind["mean"] == kind["high"] == 1 for kind in kinds)


def test_nothing_caught_is_nought():
    table = gate_table(lambda answer: [Verdict(s.text, True) for s in answer.sentences], 30)
    assert {row["caught_rate"]["mean"] for row in table.values()} == {0}
    assert table["gates/all"]["false_block_rate"]["mean"] == 0
