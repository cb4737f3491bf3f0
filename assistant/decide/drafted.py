"""When a rule beside a new document may answer: its own sentence is what search finds for the question.

Of a new document not every award has a rule, and a drafted rule, approved or not, has the clause's words for names:
where the sentence that fits best is another one, that one is shown and no sum of a neighbour's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assistant.decide.candidates import Candidate
from index.documents.library import Library
from index.documents.model import Span
from index.search.searcher import ScoredPassage
from index.text.figures import scan

# Of the best passage's strength what the rule's own sentence must have: as it is, and where its name is called.
NEAR: Final = 0.9
NAMED: Final = 0.7
_LOOKED_AT: Final = 40


def may_answer(candidate: Candidate, own: Sequence[ScoredPassage], library: Library) -> bool:
    """Whether a rule is the project's own, or search finds its sentence (nearly) first."""
    if not candidate.rule.beside or not own:
        return True
    span = _quote(candidate, library)
    best = max((e.plain for e in own[:_LOOKED_AT] if _inside(e, candidate, span)), default=0.0)
    rivals = [e.plain for e in own[:_LOOKED_AT] if _pays(e)]
    return best >= (NAMED if candidate.names else NEAR) * max(rivals, default=own[0].plain)


def _pays(entry: ScoredPassage) -> bool:
    """Whether the sentence names a sum, a rate or a range: another award that may be meant."""
    return any(figure.kind not in ("quantity", "number") for figure in scan(entry.passage.text))


def _quote(candidate: Candidate, library: Library) -> Span:
    clause = library.clause(candidate.rule.clause_id)
    source = library.document(candidate.rule.document_id).source
    start = source.find(candidate.rule.rule.quote, clause.start, clause.end)
    return start, start + len(candidate.rule.rule.quote)


def _inside(entry: ScoredPassage, candidate: Candidate, span: Span) -> bool:
    passage = entry.passage
    if passage.document_id != candidate.rule.document_id:
        return False
    start, end = passage.spans[0][0], passage.spans[-1][1]
    return start < span[1] and span[0] < end and min(end, span[1]) - max(start, span[0]) > (end - start) // 2
