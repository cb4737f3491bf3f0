"""Sentences that are the clause's own words: the passages that answer a topic, or a clause asked for by number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.select import MARGIN, has_figure, supporting
from assistant.drafting.wording import tidy
from assistant.evidence import Evidence
from assistant.topics import Topic
from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, Passage
from index.search.searcher import ScoredPassage

AMOUNT = frozenset({"amount", "due", "total"})

# A card quotes at most this much at a stretch; a longer clause takes several cards.
CARD_CHARACTERS = 280
CLAUSE_CARDS = 3


# What a question wants → how the sentence that gives it is worded. Of the passages near the best one, those that
# are worded so are preferred; where none is, the best ones stand.
_WORDED: dict[str, re.Pattern[str]] = {
    "bureau": re.compile(r"牵头|配合单位|负责|会同|受理|主管|由.{2,20}(?:制定|组织|承担|解释|实施)|组长|主任"),
    "eligibility": re.compile(r"必须|须为|应当|不得|不予|及以上|以上|符合|适用|纳入|要求|条件|限于|不包括|除外"),
    "validity": re.compile(r"有效期|施行|不再|废止|执行期限|为准|自公布|自发布"),
    "issue_info": re.compile(r"〔\d{4}〕|\d{4}年\d{1,2}月\d{1,2}日|印发"),
    "stacking": re.compile(r"不重复|就高|差额|补差|累计|叠加|重复享受|基础上"),
}
# Nobody asks for a bureau by the words of the award: the right sentence of the best clause may score lower.
REACH = 2.2


def extracts(topic: Topic, evidence: Evidence, intents: Collection[str], *, most: int = 3) -> Iterator[DraftSentence]:
    """The supporting passages of a topic as claims, in reading order where they stand in one clause."""
    wants_figure = bool(AMOUNT & set(intents)) and not set(intents) & {"bureau", "issue_info", "target"}
    chosen = [
        entry.passage
        for entry in _worded(topic, intents) or supporting(topic.scored, wants_figure=wants_figure, most=most)
    ]
    not_here = ""
    if wants_figure and not any(has_figure(passage.text) for passage in chosen):
        not_here = phrases.NO_AMOUNT.format(region=topic.region)
    elif "define" in intents and (term := undefined_term(topic.part.text, chosen)):
        not_here = phrases.NO_DEFINITION.format(term=term)
    if not_here:
        yield DraftSentence(not_here, "frame", region=topic.region)
    for passage in in_reading_order(chosen):
        yield replace(claim([passage], topic.region, evidence), context=bool(not_here))


def _worded(topic: Topic, intents: Collection[str]) -> list[ScoredPassage]:
    """Passages of the best clause (or nearly as good ones) worded as the question wants; only for single wishes."""
    for wish, pattern in _WORDED.items():
        if wish not in intents or (wish == "eligibility" and "amount" in intents):
            continue
        best = topic.scored[0]
        near = [
            entry
            for entry in topic.scored[:12]
            if pattern.search(entry.passage.text)
            and (entry.score >= best.score - MARGIN or entry.passage.clause_id == best.passage.clause_id)
            and entry.score >= best.score - REACH
        ]
        if wish == "eligibility":  # what is required, rather than what is paid
            near = [entry for entry in near if not _pays(entry.passage.text)] or near[:1]
        if near:
            return near[:2]
    return []


def _pays(text: str) -> bool:
    return has_figure(text) and re.search(r"奖励|补助|补贴|给予", text) is not None


def pointer(topic: Topic, evidence: Evidence) -> Iterator[DraftSentence]:
    """When a city's text only refers elsewhere for a matter (具体参见…), that is worth saying."""
    for entry in topic.scored[:4]:
        if re.search(r"(?:具体)?参见|具体政策详询|另行制定|按.{2,20}执行", entry.passage.text):
            yield replace(claim([entry.passage], topic.region, evidence), context=True)
            return


def undefined_term(question: str, passages: Sequence[Passage]) -> str:
    """A quoted term the question asks about that the passages use without saying what it stands for.

    A definition stands in front of the term as a list (甲、乙、丙“三位一体”), or behind it (即, 是指, 包括, brackets).
    """
    for term in re.findall(r"[“\"]([^”\"]{2,12})[”\"]", question):
        uses = [passage.text for passage in passages if term in passage.text]
        if uses and not any(_defined(term, text) for text in uses):
            return str(term)
    return ""


def _defined(term: str, text: str) -> bool:
    before, _, after = text.partition(term)
    listed = re.search(r"、[^，。；]{1,40}$", before.rstrip('“"')) is not None
    return listed or re.match(r"[”\"]?(?:[^，。；、]{0,6})(?:即|是指|指的是|包括|（|\(|：)", after) is not None


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
