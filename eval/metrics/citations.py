"""Whether the citations given as support are the right ones, and short enough to be read.

ALCE (Gao et al., "Enabling Large Language Models to Generate Text with Citations", EMNLP 2023) asks an entailment
model whether a citation supports its sentence. Here people marked the supporting provisions, so gold quotes take
the model's place: recall asks whether each provision needed is cited, precision whether each one cited is needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.texts import covers

SHORTEST_LIMIT = 300


def cite_recall(cited: Sequence[str], gold: Sequence[str]) -> float:
    """Share of the gold quotes that one of the support quotes holds."""
    return sum(any(covers(text, quote) for text in cited) for quote in gold) / len(gold)


def cite_precision(cited: Sequence[str], gold: Sequence[str]) -> float:
    """Share of the support quotes that hold a gold quote; nothing cited is 0.

    A quote longer than 300 characters and twice the longest gold quote does not count: a whole chapter holds
    everything and shows nothing.
    """
    limit = max(SHORTEST_LIMIT, 2 * max(map(len, gold)))
    good = sum(len(text) <= limit and any(covers(text, quote) for quote in gold) for text in cited)
    return good / len(cited) if cited else 0.0


def quote_length(cited: Sequence[str]) -> float | None:
    """Mean length of the support quotes in characters; None where nothing is cited."""
    return sum(map(len, cited)) / len(cited) if cited else None
