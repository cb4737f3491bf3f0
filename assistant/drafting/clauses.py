"""Clauses asked for by number: in full, by their 款 or 项, or only what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.drafting.draft import DraftSentence
from assistant.drafting.extracts import CARD_CHARACTERS, claim
from assistant.drafting.select import has_figure
from assistant.drafting.wording import tidy
from assistant.evidence import Evidence
from assistant.reading.model import ClauseReference, Understanding
from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, Passage
from index.search.searcher import ScoredPassage

CLAUSE_CARDS = 3
# Characters beside the clause's number that name a matter, and how far (z units) its sentence is ahead of the next.
MATTER = 14
STANDS_OUT = 1.0
# More clauses than this (a whole part) are told by their first sentences.
IN_FULL = 3
MOST = 10
_ONLY_SUBJECT = re.compile(r"关于(?:什么|啥|哪)|(?:哪|什么|啥)方面|主题|(?:什么|啥)标题|管(?:什么|啥|哪)的|哪(?:一)?块")
_FIRST_PARAGRAPH = re.compile(r"第\s*[一1]\s*款")
_BELOW = (ClauseKind.PARAGRAPH, ClauseKind.ITEM)


def clauses_asked(
    understood: Understanding, library: Library, evidence: Evidence, scored: Sequence[ScoredPassage] = ()
) -> Iterator[DraftSentence]:
    """The clauses the question names, each once, in the order it names them.

    `scored`: passages as search ranks them for what else the question says; of a long clause that is asked for one
    matter (第三条对新车型怎么规定) only the sentences on it are told.
    """
    asked = list(dict.fromkeys(found for r in understood.references for found in _meant(r, library)))
    subject = _ONLY_SUBJECT.search(understood.effective_question) is not None
    brief = len(asked) > IN_FULL or (subject and len(asked) > 1)
    for clause_id, own_only in asked[:MOST]:
        clause = library.clause(clause_id)
        if brief:
            yield from _subject(clause, library, evidence)
        elif matter := _on_the_matter(clause, understood, scored, len(asked)):
            yield claim(matter, library.documents[clause.document_id].region, evidence)
        else:
            yield from _in_full(clause, library, evidence, own_only=own_only, sums=not subject)


def _on_the_matter(
    clause: Clause, understood: Understanding, scored: Sequence[ScoredPassage], asked: int
) -> list[Passage]:
    """Of a clause longer than a card the sentence that stands out for what is asked; none where none does."""
    own = [entry for entry in scored if entry.passage.clause_id == clause.id]
    said = sum(reference.end - reference.start for reference in understood.references)
    if asked > 1 or len(own) < 2 or len(clause.text) <= CARD_CHARACTERS:
        return []
    if sum(len(part.query) for part in understood.parts) - said < MATTER or own[0].score - own[1].score < STANDS_OUT:
        return []
    return [own[0].passage]


def _meant(reference: ClauseReference, library: Library) -> list[tuple[str, bool]]:
    """Ids, and whether only the clause's own text is meant. A 款 that is named stands for its article."""
    clauses = [library.clause(clause_id) for clause_id in reference.clause_ids]
    inside = {clause.parent_id for clause in clauses if clause.kind in _BELOW}
    first = bool(_FIRST_PARAGRAPH.search(reference.text))
    return [(clause.id, first) for clause in clauses if clause.id not in inside]


def _subject(clause: Clause, library: Library, evidence: Evidence) -> Iterator[DraftSentence]:
    """What a clause is about: its heading and its first sentence."""
    passages = library.passages_of(clause.id)
    if not passages:
        return
    region = library.documents[clause.document_id].region
    heading = f"{clause.heading}——" if clause.heading else ""
    first = claim(passages[:1], region, evidence)
    yield replace(first, text=f"{region}{clause.label}：{heading}{tidy(passages[0].text)}")


def _in_full(
    clause: Clause, library: Library, evidence: Evidence, *, own_only: bool, sums: bool = True
) -> Iterator[DraftSentence]:
    """What a clause says, on as few cards as its length allows.

    `sums`: False where only its subject is asked for: of further sentences those that name no sum say more of it.
    """
    region = library.documents[clause.document_id].region
    own = library.passages_of(clause.id)
    passages = [each for n, each in enumerate(own) if sums or not n or not has_figure(each.text)]
    if not own_only:
        below = [child for child in library.children(clause.id) if child.kind in _BELOW]
        passages += [passage for child in below for passage in library.passages_of(child.id)]
    lead = passages[0].spans[0][0] - clause.start if passages else 0
    for place, run in enumerate(_runs(passages, lead)[:CLAUSE_CARDS]):
        yield _headed(clause, run, region, evidence) if clause.heading and not place else claim(run, region, evidence)


def _headed(clause: Clause, run: Sequence[Passage], region: str, evidence: Evidence) -> DraftSentence:
    """What a clause is about and how it begins, on one card: its heading stands in front of its first sentence."""
    if run[0].clause_id != clause.id:
        return claim(run, region, evidence)
    n = evidence.cite_span(clause.id, clause.start, run[-1].spans[-1][1])
    text = "".join(tidy(passage.text) for passage in run)
    return DraftSentence(f"{region}{clause.label}：{clause.heading}——{text}", "claim", (n,), region)


def _runs(passages: Sequence[Passage], lead: int) -> list[list[Passage]]:
    """Neighbouring passages of one clause, brought together up to a card's length; `lead`: of what stands before."""
    found: list[list[Passage]] = []
    for passage in passages:
        last = found[-1] if found else None
        fits = last and last[-1].clause_id == passage.clause_id and last[-1].spans[-1][1] == passage.spans[0][0]
        before = lead if len(found) == 1 else 0
        if last and fits and before + sum(len(p.text) for p in last) + len(passage.text) <= CARD_CHARACTERS:
            last.append(passage)
        else:
            found.append([passage])
    return found
