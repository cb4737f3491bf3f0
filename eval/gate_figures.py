"""What the gates of the answers let through, as groups of the score table: `gates/all` and `gates/kind=…`."""

from __future__ import annotations

from eval.gate_rates import REPORTED_ONLY, Verifier, measure
from eval.metrics.intervals import wilson
from eval.scoring import Figure, Table, rounded

CORRUPTIONS = 600  # some forty a kind, in a few seconds
SEED = 20261122


def gate_table(verify: Verifier, n: int = CORRUPTIONS) -> Table:
    """Shares of the wrong answers caught and of the right sentences blocked; a kind is named `reported=` if nothing
    is promised of it."""
    outcome = measure(verify, n, SEED)
    summary = outcome.summary()
    counted = sum(found["n"] for kind, found in summary["by_kind"].items() if kind not in REPORTED_ONLY)
    table: Table = {
        "gates/all": {
            "caught_rate": _share(summary["caught_rate"], counted),
            "false_block_rate": _share(summary["false_block_rate"], outcome.sentences),
        }
    }
    for kind, found in summary["by_kind"].items():
        name = "reported" if kind in REPORTED_ONLY else "kind"
        table[f"gates/{name}={kind}"] = {"caught_rate": _share(found["caught"] / found["n"], found["n"])}
    return dict(sorted(table.items()))


def _share(value: float, n: int) -> Figure:
    return rounded(value, *wilson(value * n, n), n)
