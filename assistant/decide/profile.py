"""A company against a whole city: every award, three-valued.

applies      the profile names it and nothing that is known speaks against it
might        a fact is missing, or the profile does not say whether the company has been recognised: the question
does_not     a condition is known not to hold, or the profile denies it: why, and what is short

Document-level gates (D类, 失信, the event's year) are part of every calculation and come first in its conditions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from assistant.answer import Calculation, Total
from assistant.calculator.conditions import Stated, leaves
from assistant.calculator.stacking import Entry
from assistant.decide.binding import bind
from assistant.decide.candidates import Names
from assistant.errors import AssistantFailure
from assistant.reading.told import Told, told_of
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.model import Span
from index.text.sentences import sentence_spans
from index.vocabulary.lexicon import Mention

Verdict = Literal["applies", "might", "does_not"]


@dataclass(frozen=True, slots=True)
class Match:
    """One award for one company.

    Attributes:
        named: the profile speaks of the award itself, not only of quantities it could use.
        question: what to ask to settle it; empty when it is settled.
    """

    rule_id: str
    title: str
    clause_id: str
    verdict: Verdict
    named: bool
    calculation: Calculation
    question: str = ""


@dataclass(frozen=True, slots=True)
class Matches:
    """All awards of a city; `total` is over what applies, as an interval where it is no single number."""

    city: str
    matches: tuple[Match, ...]
    total: Total | None

    def of(self, verdict: Verdict) -> list[Match]:
        return [match for match in self.matches if match.verdict == verdict]


class Profiles:
    """Matches profiles, given as text or as facts by input id."""

    def __init__(self, rulebook: Rulebook, names: Names | None = None) -> None:
        self._rulebook = rulebook
        self._names = names or Names(rulebook)

    def match_text(self, text: str, city: str, as_of: date, event: str | None = None) -> Matches:
        """A company's description in its own words.

        An award takes its facts from the sentences that name it; what bars a company from everything (D类, 失信)
        is taken from the whole text.
        """
        told = told_of(text, as_of)
        said, denied = self._spoken_of(told, city, as_of)
        rules = self._of(city)
        whole = self._of_all(rules, told, as_of.year)
        found = [(rule, self._facts(rule, said.get(rule.id), whole, as_of.year)) for rule in rules]
        return self._matched(city, found, set(said), denied - set(said), as_of, event)

    def _spoken_of(self, told: Told, city: str, as_of: date) -> tuple[dict[str, Told], set[str]]:
        """Rule id → the sentences that speak of the award; and the rules whose award is only denied."""
        text, sentences = told.text, sentence_spans(told.text)
        own: dict[str, set[Span]] = defaultdict(set)
        denied: set[str] = set()
        for mention in self._names.mentions(text, city):
            if told.is_denied((mention.start, mention.end)) or self._over(mention, told, as_of):
                denied.add(mention.concept)
            else:
                own[mention.concept].add(next((a, b) for a, b in sentences if a <= mention.start < b))
        for rule in self._of(city):
            signs = [[m for word in group for m in re.finditer(re.escape(word), text)] for group in rule.rule.signs]
            held = [[m for m in group if not told.is_denied(m.span())] for group in signs]
            if held and all(held):
                places = [m.start() for group in held for m in group]
                own[rule.id] |= {(a, b) for a, b in sentences for at in places if a <= at < b}
        return {rule: told.only(spans) for rule, spans in own.items()}, denied

    def _over(self, mention: Mention, told: Told, as_of: date) -> bool:
        """Recognised long ago, where no payments run on from year to year."""
        rule = self._rulebook.rules[mention.concept]
        runs_on = any(rule.registry.spec(name).type in ("year", "year_index") for name in rule.accepted)
        return not runs_on and _long_ago(told, mention.start, as_of)

    def _facts(self, rule: BookRule, own: Told | None, whole: dict[str, Any], year: int) -> dict[str, Any]:
        shared = {name: value for name, value in whole.items() if name in rule.accepted}
        return {**shared, **({b.input: b.value for b in bind(rule, own, year)} if own else {})}

    def _of_all(self, rules: Sequence[BookRule], told: Told, year: int) -> dict[str, Any]:
        """What bears on every award of a document (its gates, who pays), read from the whole text once."""
        found: dict[str, Any] = {}
        for rule in {rule.document_id: rule for rule in rules}.values():
            gates = [(*e.when, *e.unless) for e in rule.document.exclusions]
            wanted = {leaf.input for gate in gates for leaf in leaves(gate) if not isinstance(leaf, Stated)}
            funded = {each.input for each in rule.document.funding}
            # Any rule that takes these inputs reads them alike.
            reader = next((r for r in rules if wanted | funded <= r.accepted), rule)
            found |= {b.input: b.value for b in bind(reader, told, year) if b.input in wanted | funded}
        return found

    def match_facts(
        self, facts: Mapping[str, Any], awards: Iterable[str], city: str, as_of: date, event: str | None = None
    ) -> Matches:
        """Typed facts by input id, and the ids of rules whose recognition the company has."""
        rules = self._of(city)
        found = [(rule, {k: v for k, v in facts.items() if k in rule.accepted}) for rule in rules]
        return self._matched(city, found, set(awards), set(), as_of, event)

    def _of(self, city: str) -> list[BookRule]:
        return [rule for rule in self._rulebook.rules.values() if self._rulebook.region(rule) == city]

    def _matched(
        self,
        city: str,
        found: list[tuple[BookRule, dict[str, Any]]],
        said: set[str],
        denied: set[str],
        as_of: date,
        event: str | None,
    ) -> Matches:
        matches: list[Match] = []
        entries: list[Entry] = []
        numbers = {rule_id: number for number, rule_id in enumerate(self._rulebook.rules, start=1)}
        for rule, facts in found:
            number = numbers[rule.id]
            try:
                result, calculation = self._rulebook.evaluate(rule.id, facts, as_of, event, f"c{number}")
            except AssistantFailure:  # facts of another award that happen to share a word
                result, calculation = self._rulebook.evaluate(rule.id, {}, as_of, event, f"c{number}")
            verdict, question = _verdict(rule, calculation, rule.id in said, rule.id in denied)
            if verdict == "applies":
                entries.append(Entry(calculation.id, result))
            matches.append(
                Match(rule.id, rule.rule.title, rule.clause_id, verdict, rule.id in said, calculation, question)
            )
        order = {"applies": 0, "might": 1, "does_not": 2}
        matches.sort(key=lambda match: (order[match.verdict], not match.named))
        return Matches(city, tuple(matches), self._rulebook.total(entries) if entries else None)


def _long_ago(told: Told, place: int, as_of: date) -> bool:
    """`2023年认定的小巨人`, said in 2026: what is paid is the recognition of the year, not that it is still held."""
    segment = told.segment(place)
    years = [when.year for when in told.dates if segment.start <= when.at[0] < segment.end]
    return bool(years) and max(years) < as_of.year - 1


def _verdict(rule: BookRule, calculation: Calculation, named: bool, denied: bool) -> tuple[Verdict, str]:
    if denied or calculation.semantics == "not_eligible":
        return "does_not", ""
    if calculation.semantics == "needs_info":
        return "might", calculation.missing[0].question if calculation.missing else ""
    if not named:
        return "might", f"是否符合“{rule.rule.title}”？"
    return "applies", ""
