"""A quotation with one word turned round: 期满后30日内 for 期满前30日内, 货物入区 for 出区, 来本市投资 for 来本省."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from assistant.claims.words import folded
from index.text.sentences import sentence_spans

_TURNED: Final = tuple(map(frozenset, ("前后", "出入", "内外", "东西", "早晚", "先后")))
_HERE: Final = frozenset("省市县区")
_AROUND: Final = 5  # characters on both sides that are the clause's, from which it is a quotation
_LONGEST: Final = 2


def turned_round(said: str, clauses: Sequence[str]) -> str:
    """Why a quotation in `said` says the opposite, in Chinese; "" when none does."""
    for clause in clauses:
        for printed, own in _replaced(folded(said), clause):
            both = [frozenset((a, b)) for a in printed for b in own]
            here = printed[-1] in _HERE and own[-1] in _HERE and f"本{printed}" in folded(clause)
            if any(pair in _TURNED for pair in both) or (here and f"本{own}" in folded(said)):
                return f"原文是“{printed}”，句中换成了“{own}”"
    return ""


@lru_cache(maxsize=4096)
def _replaced(said: str, clause: str) -> tuple[tuple[str, str], ...]:
    return tuple(each for start, end in sentence_spans(clause) for each in _changes(said, folded(clause[start:end])))


def _changes(said: str, sentence: str) -> Iterator[tuple[str, str]]:
    """Between two stretches that are the same: the clause's words, and those in their place."""
    steps = SequenceMatcher(None, sentence, said, autojunk=False).get_opcodes()
    for before, (kind, a, b, c, d), behind in zip(steps, steps[1:], steps[2:], strict=False):
        if kind != "replace" or max(b - a, d - c) > _LONGEST or before[0] != "equal" or behind[0] != "equal":
            continue
        if before[2] - before[1] >= 2 and before[2] - before[1] + behind[2] - behind[1] >= _AROUND:
            yield sentence[a:b], said[c:d]
