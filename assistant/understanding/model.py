"""What was understood of a question. It knows places, documents, clause numbers, dates, wishes; no rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.answer import Fact, Understood
from index.search.references import Reference


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question read by deterministic code over data.

    Attributes:
        question: cleaned of control characters; `query` is self-contained: for a follow-up it carries the
            topic of the conversation.
        parts: the questions in it, each self-contained for search; one at least.
        regions: cities and provinces named, kept for the conversation or carried over, in that order of
            preference; `regions_said` is false when none was said anywhere.
        other_places: places whose policies are not held.
        documents: named by alias or 文号.
        event: the day, month or year ("2024") in which the matter happened, if said.
        intents: names from intents.yaml.
        absent: things asked for that no policy text holds (deadlines, phone numbers).
        refusal: leak, fraud, invent, off_topic, greeting or empty.
        asserted: the user states a figure and wants it confirmed, or passes on hearsay.
        profile: a company describes itself and asks what it may get.
    """

    question: str
    query: str
    parts: tuple[str, ...]
    regions: tuple[str, ...]
    regions_said: bool
    other_places: tuple[str, ...]
    documents: tuple[str, ...]
    references: tuple[Reference, ...]
    as_of: date
    event: str | None
    intents: frozenset[str]
    absent: tuple[str, ...] = ()
    refusal: str = ""
    asserted: bool = False
    profile: bool = False
    follow_up: bool = False
    facts: tuple[Fact, ...] = ()
    carried_over: tuple[str, ...] = ()

    def wants(self, *intents: str) -> bool:
        """Whether any of these intents was found."""
        return bool(self.intents & set(intents))

    def public(self) -> Understood:
        return Understood(
            cities=list(self.regions),
            documents=list(self.documents),
            clauses=list(dict.fromkeys(c for r in self.references for c in r.clause_ids)),
            as_of=self.as_of,
            event_date=self.event,
            intents=sorted(self.intents),
            facts=list(self.facts),
            carried_over=list(self.carried_over),
        )
