"""Which passages support an answer: few, and each because the question asks for it.

A passage supports a question when it ranks first for it, or nearly as high and says the same kind of thing.
Where a sum is asked for, sentences that name none are passed over as long as one with a figure is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.documents.model import Passage
from index.search.searcher import ScoredPassage
from index.text.figures import scan

# Within this distance (z units) of the best passage another one is as good an answer; tuned on the
# development questions: nearer loses second halves of provisions, farther brings in neighbours.
MARGIN = 0.45
MOST = 3
# A provision's sum often stands in the sentence behind the one that names the matter.
BESIDE = 1.5
_REFERS = re.compile(r"参见|详询|另行制定")


def supporting(
    scored: Sequence[ScoredPassage],
    *,
    accept: Callable[[Passage], bool] = lambda _: True,
    wants_figure: bool = False,
    margin: float = MARGIN,
    most: int = MOST,
) -> list[ScoredPassage]:
    """The passages that answer, best first; empty when `accept` (city, document) admits none."""
    admitted = [entry for entry in scored if accept(entry.passage)]
    if not admitted:
        return []
    best = admitted[0]
    near = [entry for entry in admitted[: 2 * most] if entry.score >= best.score - margin]
    if wants_figure:
        same = [e for e in admitted[: 8 * most] if e.passage.clause_id == best.passage.clause_id]
        elsewhere = _REFERS.search(best.passage.text)
        beside = [e for e in same if e.score >= best.score - BESIDE and has_figure(e.passage.text) and not elsewhere]
        near = [entry for entry in near if has_figure(entry.passage.text)] or beside or near
    return near[:most]


def has_figure(text: str) -> bool:
    """Whether the text names a sum, a rate or a range."""
    return any(figure.kind not in ("quantity", "number") for figure in scan(text))
