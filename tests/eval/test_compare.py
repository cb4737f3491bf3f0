"""Flips, gates and their reasons, by hand."""

import pytest

from eval.compare import compare
from eval.errors import GatesInvalid
from eval.gates import Gate, check, load_gates
from eval.run_folder import Scores


def scores(**rights):
    rows = {
        f"s/qa/{name}": {"right": float(value), "recall@1": 1.0, "withheld": 0.0, "should_withhold": 0.0}
        for name, value in rights.items()
    }
    mean = sum(row["right"] for row in rows.values()) / len(rows)
    return Scores({"s/qa": {"right": {"mean": mean, "low": 0, "high": 1, "n": len(rows)}}}, rows)


def gate(**bounds):
    return Gate(name="门", group="*/qa", figure="right", **bounds)


def test_flips_and_paired_figures():
    found = compare(scores(a=1, b=1, c=0), scores(a=0, b=1, c=1, d=1), [])
    assert [(flip.key, flip.better) for flip in found.flips] == [("s/qa/a", False), ("s/qa/c", True)]
    (change,) = found.changes
    assert (change.group, change.figure, change.test.better, change.test.worse, change.test.p) == (
        "s/qa",
        "right",
        1,
        1,
        1,
    )
    assert found.only == 1
    assert not compare(scores(a=1), scores(a=1), []).changes


@pytest.mark.parametrize(
    ("bounds", "after", "bound"),
    [
        ({"min": 0.6}, scores(a=1, b=0), 0.6),
        ({"max": 0.4}, scores(a=1, b=0), 0.4),
        ({"drop": 0.4}, scores(a=1, b=0), 0.6),
        ({"min": 0.5, "drop": 0.5}, scores(a=1, b=0), None),
    ],
)
def test_a_gate_is_a_bound_or_a_distance_from_the_baseline(bounds, after, bound):
    fired = check([gate(**bounds)], after.groups, (scores(a=1, b=1).groups, after.groups))
    assert [each.bound for each in fired] == ([] if bound is None else [bound])
    if fired:
        assert "s/qa" in fired[0].text()
        assert "门" in fired[0].text()


def test_a_rise_is_held_too():
    before, after = scores(a=1, b=0).groups, scores(a=1, b=1).groups
    fired = check([gate(rise=0.1)], after, (before, after))
    assert fired[0].baseline == 0.5


def test_a_figure_that_vanished_fires_and_a_group_that_was_not_run_does_not():
    vanished = {"s/qa": {"recall@1": {"mean": 1.0, "low": 1, "high": 1, "n": 1}}}
    assert check([gate(min=0)], vanished, (scores(a=1).groups, vanished))[0].value is None
    assert not check([gate(min=0.9)], {"other/calc": {}}, (scores(a=1).groups, {}))


def test_a_star_stays_inside_its_part():
    table = {"seen/qa": {}, "seen/qa/kind=x": {}, "all/calc": {}}
    assert gate().groups(table) == ["seen/qa"]


@pytest.mark.parametrize(
    "text", ["gates: [{name: a}]", "gates:\n  - {name: a, group: b, figure: c, minimum: 1}", "a: ["]
)
def test_broken_gates_are_refused(tmp_path, text):
    path = tmp_path / "gates.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GatesInvalid):
        load_gates(path)


def test_the_shipped_gates_load_and_forbid_any_wrong_sure_amount():
    assert any(g.figure == "wrong_sure_n" and g.max == 0 for g in load_gates())
