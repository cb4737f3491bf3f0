"""What our reader left over, offered to the model: it may say which input of the award a stretch of words speaks of.

It is a reading and no more. Taken from it are only words that were left over, as they stand in the question, and inputs
of the award that nothing has filled; the value is what our own parser makes of those words. The award stays as unsure
as it was: what it would come to is told as a condition, for the caller to confirm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from assistant.answer import Calculation, Unaccounted
from assistant.calculator.inputs import Value
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD
from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.drafting.spoken import accepted_facts
from assistant.errors import AssistantFailure, InputInvalid
from assistant.masking import masked
from assistant.reading.model import Understanding
from assistant.rulebook.load import BookRule, Rulebook
from index.text.figures import scan

NEITHER = "none"  # of no input: background, or another matter
MOST = 4  # spans of one question


def schema(spans: Sequence[str], inputs: Mapping[str, str]) -> type[BaseModel]:
    """`{"readings": [{"words": one of the spans, "input": one of the inputs or none}]}`."""
    words: Any = Literal[tuple(spans)]
    names: Any = Literal[(*inputs, NEITHER)]
    one = create_model("Reading", __config__=ConfigDict(extra="forbid"), words=(words, ...), input=(names, ...))
    return create_model(
        "Readings",
        __config__=ConfigDict(extra="forbid"),
        readings=(list[one], Field(max_length=MOST)),
    )


class Offer:
    """One award whose words were not all taken in: what is asked of the model, and what comes of its reply.

    Attributes:
        spans: the words left over, verbatim; inputs: id → label of what nothing has filled.
    """

    def __init__(self, book: Rulebook, topic: Topic, calculation: Calculation, understood: Understanding) -> None:
        self._book = book
        self._topic = topic
        self._calculation = calculation
        self._understood = understood
        self._rule: BookRule = book.rules[calculation.rule_id]
        question = understood.effective_question
        self.spans = [
            each.text
            for each in calculation.unaccounted[:MOST]
            if each.text in question and masked(each.text) == each.text and len(scan(each.text)) == 1
        ]
        free = [*self._rule.inputs, PRIOR_AWARD, PAID_THIS_YEAR]
        registry = self._rule.registry
        self.inputs = {
            name: registry.spec(name).label
            for name in free
            if name in registry and name not in calculation.inputs and not registry.spec(name).options
        }

    @property
    def award(self) -> str:
        return phrases.named(self._calculation, self._topic.region)

    @property
    def asks(self) -> bool:
        return bool(self.spans and self.inputs)

    def take(self, readings: Sequence[Any]) -> bool:
        """Note what of the readings holds in the topic's calculation; whether any did."""
        taken = self._accepted(readings)
        if not taken:
            return False
        try:
            known = accepted_facts(self._rule, {}, self._understood)
            event = str(self._understood.event_date) if self._understood.event_date else None
            facts = {**known, **dict(taken.values())}
            would_be = self._book.calculate(self._rule.id, facts, self._as_of, event)
        except AssistantFailure:
            return False
        words = phrases.amount(would_be) or ("不符合条件" if would_be.semantics == "not_eligible" else "")
        if not words:
            return False
        labels = {span: self.inputs[name] for span, (name, _) in taken.items()}
        # The caller's own figure is not said again in an answer, lest it be taken for the clause's.
        several = "几个数分别" if len(labels) > 1 else "数"
        note = (
            f"您另外提到的{several}如是指{'、'.join(labels.values())}，则为{words}"
            "（这是大模型的读法，没有计入，请核对）。"
        )
        self._replace(
            self._calculation.model_copy(
                update={
                    "notes": [*self._calculation.notes, note],
                    "unaccounted": [
                        _read(each, labels, would_be.amount_yuan) for each in self._calculation.unaccounted
                    ],
                }
            )
        )
        return True

    @property
    def _as_of(self) -> date:
        return self._understood.as_of

    def _accepted(self, readings: Sequence[Any]) -> dict[str, tuple[str, Value]]:
        """Span → (input, value): each span and each input once, and the value is that of the span's own figure."""
        found: dict[str, tuple[str, Value]] = {}
        for reading in readings:
            span, name = reading.words, reading.input
            if span not in self.spans or name not in self.inputs or span in found:
                continue
            if any(name == other for other, _ in found.values()):
                continue
            try:
                found[span] = (name, self._rule.registry.parse(name, scan(span)[0].text))
            except InputInvalid:
                continue
        return found

    def _replace(self, calculation: Calculation) -> None:
        self._topic.calculations[:] = [
            calculation if each.id == calculation.id else each for each in self._topic.calculations
        ]


def _read(each: Unaccounted, labels: Mapping[str, str], amount: str | None) -> Unaccounted:
    if each.text not in labels:
        return each
    return each.model_copy(update={"read_as": labels[each.text], "amount_yuan": amount})


def offers(book: Rulebook, topics: Sequence[Topic], understood: Understanding) -> list[Offer]:
    """Of every award in whose text something was left over."""
    found = [
        Offer(book, topic, calculation, understood)
        for topic in topics
        for calculation in topic.calculations
        if calculation.unaccounted and calculation.rule_id in book.rules
    ]
    return [offer for offer in found if offer.asks]
