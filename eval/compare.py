"""`diff A B`: which items flipped, whether the figures differ by more than chance, and whether B may ship."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.gates import Fired, Gate, check
from eval.metrics.intervals import Paired, paired
from eval.run_folder import Scores
from eval.scoring import Table, regroup

# The figures whose change is worth a line, in the order of the table.
COMPARED = (
    "right", "correct", "recall@1", "recall@3", "passage@3", "cite_precision", "cite_recall", "include", "clean",
    "focus", "status_ok", "standing", "amount", "semantics", "wrong_sure",
)  # fmt: skip
LESS_IS_BETTER = frozenset({"wrong_sure", "wrong_sure_n", "quote_len", "false_block_rate"})


@dataclass(frozen=True, slots=True)
class Change:
    """A figure over the items that both runs have, in one group."""

    group: str
    figure: str
    before: float
    after: float
    test: Paired


@dataclass(frozen=True, slots=True)
class Flip:
    """An item whose verdict changed."""

    key: str
    better: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything `diff` says.

    Attributes:
        only: number of items that one of the two runs alone has.
    """

    flips: list[Flip]
    changes: list[Change]
    fired: list[Fired]
    only: int


def verdict(row: dict[str, float]) -> float:
    """1 for an item that came out well: `right` for a question, `correct` for a calculation."""
    return row["right"] if "right" in row else row["correct"]


def compare(before: Scores, after: Scores, gates: Sequence[Gate]) -> Comparison:
    """Compare two runs item by item, and hold the second against the gates."""
    common = [key for key in after.items if key in before.items]
    flips = [
        Flip(key, verdict(after.items[key]) > verdict(before.items[key]))
        for key in common
        if verdict(after.items[key]) != verdict(before.items[key])
    ]
    groups: dict[str, list[str]] = {}
    for key in common:
        groups.setdefault(key.rsplit("/", 1)[0], []).append(key)
    changes = [
        change
        for group, keys in sorted(groups.items())
        for figure in COMPARED
        if (change := _change(group, figure, keys, before, after))
    ]
    only = len(after.items.keys() ^ before.items.keys())
    pair = (before.groups, after.groups)
    if only:  # a set that grew is not a figure that fell
        pair = (_over(common, before), _over(common, after))
    return Comparison(flips, changes, check(gates, after.groups, pair), only)


def _over(keys: list[str], scores: Scores) -> Table:
    """The table over these items; groups that no item stands behind (the gates' own figures) stay as they are."""
    table = regroup({key: scores.items[key] for key in keys})
    return {**{name: row for name, row in scores.groups.items() if name.startswith("gates/")}, **table}


def _change(group: str, figure: str, keys: list[str], before: Scores, after: Scores) -> Change | None:
    """None where the figure does not exist or no item changed."""
    pairs = [
        (before.items[key][figure], after.items[key][figure])
        for key in keys
        if figure in before.items[key] and figure in after.items[key]
    ]
    if not any(a != b for a, b in pairs):
        return None
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    return Change(group, figure, sum(first) / len(first), sum(second) / len(second), paired(first, second))
