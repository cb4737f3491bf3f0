"""Sentences that are the clause's own words: the passages that answer a topic, or a clause asked for by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.drafting.draft import DraftSentence
from assistant.drafting.select import supporting
from assistant.drafting.wording import tidy
from assistant.evidence import Evidence
from assistant.topics import Topic
from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, Passage

# A card quotes at most this much at a stretch; a longer clause takes several cards.
CARD_CHARACTERS = 280
CLAUSE_CARDS = 3


def extracts(topic: Topic, evidence: Evidence, *, wants_figure: bool, most: int = 3) -> Iterator[DraftSentence]:
    """The supporting passages of a topic as claims, in reading order where they stand in one clause."""
    chosen = [entry.passage for entry in supporting(topic.scored, wants_figure=wants_figure, most=most)]
    for passage in in_reading_order(chosen):
        yield claim([passage], topic.region, evidence)


def clause_in_full(clause: Clause, library: Library, evidence: Evidence) -> Iterator[DraftSentence]:
    """What a clause says, on as few cards as its length allows."""
    region = library.documents[clause.document_id].region
    passages = [
        *library.passages_of(clause.id),
        *(
            passage
            for child in library.children(clause.id)
            if child.kind in (ClauseKind.PARAGRAPH, ClauseKind.ITEM)
            for passage in library.passages_of(child.id)
        ),
    ]
    for run in runs(passages)[:CLAUSE_CARDS]:
        yield claim(run, region, evidence)


def claim(passages: Sequence[Passage], region: str, evidence: Evidence) -> DraftSentence:
    """One claim in the passages' own words, on one card."""
    n = evidence.cite_run(passages)
    text = "".join(tidy(passage.text) for passage in passages)
    return DraftSentence(f"{region}：{text}", "claim", (n,), region)


def runs(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Neighbouring passages of one clause, brought together up to a card's length."""
    found: list[list[Passage]] = []
    for passage in passages:
        last = found[-1] if found else None
        fits = last and last[0].clause_id == passage.clause_id
        if last and fits and sum(len(p.text) for p in last) + len(passage.text) <= CARD_CHARACTERS:
            last.append(passage)
        else:
            found.append([passage])
    return found


def in_reading_order(passages: Sequence[Passage]) -> list[Passage]:
    """Clauses stay in order of relevance; within a clause the text's own order reads better."""
    clauses = list(dict.fromkeys(passage.clause_id for passage in passages))
    return sorted(passages, key=lambda p: (clauses.index(p.clause_id), p.spans[0]))
