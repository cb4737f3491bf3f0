"""How well the ranked clauses hold the gold quotes. `ranking` is the clauses' texts, best first, each clause once."""

from __future__ import annotations

import math
from collections.abc import Sequence

from eval.metrics.texts import covers

# A clause longer than this is a chunk of a document: only its beginning is looked at, so that handing over
# whole documents earns nothing.
CLAUSE_CHARACTERS = 900


def recall_at(k: int, ranking: Sequence[str], gold: Sequence[str]) -> float:
    """recall@k: share of the gold quotes that stand in one of the first k clauses (or passages)."""
    return sum(any(covers(text, quote) for text in ranking[:k]) for quote in gold) / len(gold)


def reciprocal_rank(ranking: Sequence[str], gold: Sequence[str]) -> float:
    """1 / rank of the first clause that holds a gold quote, else 0. Its mean is MRR (Voorhees, TREC-8 1999)."""
    for rank, text in enumerate(ranking, start=1):
        if any(covers(text, quote) for quote in gold):
            return 1 / rank
    return 0.0


def ndcg_at(k: int, ranking: Sequence[str], gold: Sequence[str]) -> float:
    """nDCG@k: Σ gain/log2(rank+1) over that of the best order (Järvelin & Kekäläinen, TOIS 2002).

    A clause gains the number of gold quotes that it is the first to hold, so that a second clause with the same
    provision gains nothing (novelty as in α-nDCG with α = 1: Clarke et al., SIGIR 2008). The best order puts
    the clauses that gained in descending order and every quote that was not found into a clause of its own.
    """
    left = list(gold)
    gains: list[int] = []
    for text in ranking:
        held = [quote for quote in left if covers(text, quote)]
        left = [quote for quote in left if quote not in held]
        gains.append(len(held))
    best = sorted([gain for gain in gains if gain] + [1] * len(left), reverse=True)
    return _discounted(gains[:k]) / _discounted(best[:k])


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
