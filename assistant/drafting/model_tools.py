"""What the planning model can do, and what comes of it: clauses for the evidence, calculations for the answer.

Plain functions from checked arguments to a Chinese reply. A call that asks for what the question does not bear out
is refused in words (`ToolException`), so that the model can mend it; nothing here is ever shown to the user.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from langchain_core.tools import ToolException
from pydantic import BaseModel

from assistant.answer import Calculation
from assistant.decide.candidates import SECOND_AT_LEAST, Candidate, Names
from assistant.decide.topic import Topic
from assistant.drafting.model_prompt import fenced
from assistant.drafting.result import result
from assistant.drafting.spoken import accepted_facts
from assistant.drafting.wording import tidy
from assistant.errors import AssistantFailure
from assistant.evidence import Evidence
from assistant.reading.model import Understanding
from assistant.reading.told import told_of
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.model import Passage
from index.errors import IndexFailure
from index.search.searcher import Searcher

MOST_CARDS = 10
MOST_AWARDS = 5
HITS = 3


class Toolbox:
    """The tools of one turn.

    Attributes:
        topics: what the calculations added, in the shape in which the drafter reports them.
        refused: calls that were turned down.
    """

    def __init__(
        self,
        searcher: Searcher,
        rulebook: Rulebook,
        names: Names,
        understood: Understanding,
        topics: Sequence[Topic],
        evidence: Evidence,
        numbers: Iterator[int],
        asks_sum: bool,
    ) -> None:
        self._searcher = searcher
        self._rulebook = rulebook
        self._names = names
        self._understood = understood
        self._at_hand = topics
        self._evidence = evidence
        self._numbers = numbers
        self.asks_sum = asks_sum
        self.topics: list[Topic] = []
        self.refused = 0

    @cached_property
    def awards(self) -> dict[str, BookRule]:
        """Rules the question may mean; what `find_awards` finds is added."""
        return {c.rule.id: c.rule for topic in self._at_hand for c in _near(topic.candidates)}

    def input_ids(self) -> list[str]:
        """Everything the awards at hand can be told, each once."""
        return list(dict.fromkeys(name for rule in self.awards.values() for name in sorted(rule.accepted)))

    def search_clauses(self, query: str) -> str:
        """Clauses of the places in question; each becomes a card."""
        regions = {topic.region for topic in self._at_hand}
        try:
            hits = self._searcher.search(query, HITS, regions=regions)
        except IndexFailure as error:
            raise ToolException(f"没有执行：{error.message}") from error
        best = {hit.passage_id for hit in hits}
        for passage in self._searcher.library.passages:
            if passage.id in best:
                offer(passage, self._evidence)
        lines = [
            f"{self._searcher.library.document(hit.document_id).region}{hit.locator}：{fenced(hit.passage)}"
            for hit in hits
        ]
        return "\n".join(lines) or "没有查到。"

    def find_awards(self, query: str) -> str:
        """Awards of the places in question, with what each needs to be told."""
        lines = []
        told = told_of(query, self._understood.as_of)
        for region in dict.fromkeys(topic.region for topic in self._at_hand):
            scored = self._searcher.passages(query, self._understood.effective_question)
            own = [e for e in scored if self._searcher.library.document(e.passage.document_id).region == region]
            for candidate in _near(self._names.candidates(told, own, [region])):
                rule = candidate.rule
                self.awards[rule.id] = rule
                needs = "；".join(f"{name}：{rule.registry.spec(name).question}" for name in rule.inputs)
                lines.append(f"{rule.id}　{region}“{rule.rule.title}”　{needs or '不需要事实'}")
        return "\n".join(lines) or "没有查到。"

    def calculate_award(self, award: str, facts: BaseModel) -> str:
        """The award from what the user said; joins the answer when the sum can be told.

        What our own matching has calculated stands: it is repeated, never calculated anew.
        """
        done = [c for topic in (*self._at_hand, *self.topics) for c in topic.calculations if c.rule_id == award]
        if done:
            return f"已经测算：{_result(done[0])}"
        rule = self.awards.get(award)
        topic = self._topic_of(rule) if rule else None
        if rule is None or topic is None:
            raise self._refusal("这个项目与来问无关，请用 find_awards 查到的编号。")
        try:
            known = accepted_facts(rule, facts.model_dump(exclude_none=True), self._understood)
            event = str(self._understood.event_date) if self._understood.event_date else None
            calculation = self._rulebook.calculate(rule.id, known, self._understood.as_of, event)
        except AssistantFailure as error:
            raise self._refusal(error.message) from error
        if calculation.semantics in ("needs_info", "not_eligible", "undetermined"):
            return f"未计入：{_result(calculation)}"
        calculation = calculation.model_copy(update={"id": f"c{next(self._numbers)}"})
        self.topics.append(replace(topic, candidates=(), calculations=[calculation], entries=[]))
        return f"已计入：{_result(calculation)}"

    def _topic_of(self, rule: BookRule) -> Topic | None:
        region = self._rulebook.region(rule)
        return next((topic for topic in self._at_hand if topic.region == region), None)

    def _refusal(self, why: str) -> ToolException:
        self.refused += 1
        return ToolException(f"没有执行：{why}")


def offer(passage: Passage, evidence: Evidence) -> None:
    """A card for the passage, where there is room and no card holds it yet."""
    held = [tidy(card.quote) for card in evidence.cards if card.clause_id == passage.clause_id]
    if len(evidence) < MOST_CARDS and not any(tidy(passage.text).rstrip("。") in quote for quote in held):
        evidence.cite(passage)


def _near(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best few, none of them far behind the first."""
    return [c for c in candidates[:MOST_AWARDS] if c.score >= SECOND_AT_LEAST * candidates[0].score]


def _result(calculation: Calculation) -> str:
    return result(calculation, "")
