"""A company against a whole city: every award, three-valued.

applies      the profile names it and nothing that is known speaks against it
might        a fact is missing, or the profile does not say whether the company has been recognised: the question
does_not     a condition is known not to hold, or the profile denies it: why, and what is short

Document-level gates (D类, 失信, the event's year) are part of every calculation and come first in its conditions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from assistant.answer import Calculation, Total
from assistant.calculator.conditions import Stated, leaves
from assistant.calculator.stacking import Entry
from assistant.decide.accounting import Accounting
from assistant.decide.binding import bind
from assistant.decide.candidates import Names
from assistant.decide.exclusions import ShutOut, in_doubt
from assistant.decide.judging import Judge, Judged
from assistant.decide.meaning import Meaning
from assistant.decide.stretches import Stretch, stretches
from assistant.reading.polarity import plans
from assistant.reading.statements import FIRM, kind_of
from assistant.reading.told import Told, told_of
from assistant.rulebook.load import BookRule, Rulebook
from index.search.ranking import ScoredPassage
from index.text.ngrams import tokens
from index.text.sentences import sentence_spans
from index.vocabulary.lexicon import Mention

Verdict = Literal["applies", "might", "does_not"]
Near = Callable[[str, str], Sequence[ScoredPassage]]
NOT_HAD = frozenset({"not_achieved", "planned"})  # 只入围没得奖, 还在评审
LEAST = 6
_FIGURES = frozenset({"money", "percent", "points", "quantity"})
# A statement without a name means the awards of so many passages nearest to it, this near (z units) and no farther
# behind the best than this share of it; keywords that say for whom an award is.
NEAREST = 4
FOUND = 2.5
NEARLY = 0.65
# Without a figure that goes in, a statement must lie nearer.
FOUND_ALONE = 5.0
TELLING = 6  # characters of a label that tell an award from others


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

    def in_doubt(self, shut_out: Sequence[ShutOut]) -> Matches:
        """Of a company that may be shut out of the whole document nothing is sure."""
        doubted = [(match, in_doubt(match.calculation, shut_out)) for match in self.matches]
        if all(match.calculation is calculation for match, calculation in doubted):
            return self
        changed = [
            match if match.calculation is calculation else replace(match, calculation=calculation, verdict="might")
            for match, calculation in doubted
        ]
        return Matches(self.city, tuple(changed), None)


class Profiles:
    """Matches profiles, given as text or as facts by input id.

    Args:
        near: the passages of a city nearest to a statement; without it only awards that are called by name are seen.
        accounting, meaning: hear conditions by their meaning; without them only by the names the rules give them.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        names: Names | None = None,
        near: Near | None = None,
        accounting: Accounting | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self.rulebook = self._rulebook = rulebook
        self.names = self._names = names or Names(rulebook)
        self.accounting, self.meaning = accounting, meaning
        self._near = near

    def match_text(self, text: str, city: str, as_of: date, event: str | None = None) -> Matches:
        """A company's description in its own words.

        An award takes its facts from the stretch that speaks of it, from its sentence where that is not enough; what
        bars a company from everything (D类, 失信) is taken from the whole text.
        """
        told = told_of(text, as_of)
        said, denied = self._spoken_of(told, city, as_of)
        rules = self._of(city)
        whole = self._of_all(rules, told, as_of.year)
        judge = Judge(self.rulebook, self.names, self.accounting, self.meaning, told, whole, as_of, event)
        found: list[tuple[BookRule, Judged]] = []
        for rule in rules:
            for judged in judge.of(rule, said.get(rule.id, [])):
                found.append((rule, judged))
        named = set(said) | self._found(told, rules, set(said) | denied, judge, found)
        return self._matched(city, found, named, denied - named)

    def _spoken_of(self, told: Told, city: str, as_of: date) -> tuple[dict[str, list[Stretch]], set[str]]:
        """Rule id → where its award is spoken of; and the rules whose award is only denied."""
        text, sentences = told.text, sentence_spans(told.text)
        held: list[Mention] = []
        denied: set[str] = set()
        planned = plans(text, told.segments)
        for mention in self._names.mentions(text, city):
            wished = any(a <= mention.start < b for a, b in planned)
            wished = wished or kind_of(told.words(mention.start), FIRM) in NOT_HAD
            if wished or told.is_denied((mention.start, mention.end)) or self._over(mention, told, as_of):
                denied.add(mention.concept)
            else:
                held.append(mention)
        said = stretches(told, held, sentences)
        for rule in self._of(city):
            signs = [[m for word in group for m in re.finditer(re.escape(word), text)] for group in rule.rule.signs]
            there = [[m for m in group if not told.is_denied(m.span())] for group in signs]
            if there and all(there):
                places = [m.start() for group in there for m in group]
                spans = tuple(sorted({(a, b) for a, b in sentences for at in places if a <= at < b}))
                own = tuple(span for each in said.get(rule.id, []) for span in each.sentence)
                spans = tuple(sorted({*spans, *own}))
                said[rule.id] = [Stretch(spans, spans, spans)]
        return said, denied

    def _over(self, mention: Mention, told: Told, as_of: date) -> bool:
        """Recognised long ago, where no payments run on from year to year."""
        rule = self._rulebook.rules[mention.concept]
        runs_on = any(rule.registry.spec(name).type in ("year", "year_index") for name in rule.accepted)
        return not runs_on and _long_ago(told, mention.start, as_of)

    def _found(
        self,
        told: Told,
        rules: Sequence[BookRule],
        known: set[str],
        judge: Judge,
        found: list[tuple[BookRule, Judged]],
    ) -> set[str]:
        """Awards of sentences that call none by name: those that search finds nearest, where their facts settle them.

        A sum is only reckoned for whom the award is meant: the words that tell it from others stand in the text.
        """
        if self._near is None:
            return set()
        by_passage: dict[str, list[BookRule]] = defaultdict(list)
        for rule in rules:
            for passage in self._names.quotes[rule.id]:
                by_passage[passage].append(rule)
        named: set[str] = set()
        spoken = [m.start for m in self._names.mentions(told.text, self._rulebook.region(rules[0]))] if rules else []
        for first, last in sentence_spans(told.text):
            figures = [f for f in told.facts if first <= f.at[0] < last and f.kind in _FIGURES]
            if any(first <= place < last for place in spoken) or (last - first < LEAST):
                continue
            if told.is_denied((first, first + 1)) or any(a <= first < b for a, b in plans(told.text, told.segments)):
                continue
            near = self._near(told.text[first:last], self._rulebook.region(rules[0]))
            best = near[0].plain if near else 0.0
            for entry in near[:NEAREST]:
                if entry.plain < max(FOUND if figures else FOUND_ALONE, NEARLY * best):
                    continue
                for rule in by_passage.get(entry.passage.id, []):
                    if rule.id in known | named or not _meant_for(
                        rule, told.text if figures else told.text[first:last], bool(figures)
                    ):
                        continue
                    span = ((first, last),)
                    judged = next(iter(judge.of(rule, [Stretch(span, span, span)])))
                    if bool(figures) > bool(judged.figures):
                        continue
                    if judged.settled and judged.calculation.amount_yuan not in (None, "0"):
                        place = next(n for n, (other, _) in enumerate(found) if other is rule)
                        found[place] = (rule, judged)
                        named.add(rule.id)
        return named

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
        judge = Judge(self.rulebook, self.names, self.accounting, self.meaning, None, {}, as_of, event)
        own = [(rule, {k: v for k, v in facts.items() if k in rule.accepted}) for rule in self._of(city)]
        found = [(rule, judge.calculated(rule, each, len(each))) for rule, each in own]
        return self._matched(city, found, set(awards), set())

    def _of(self, city: str) -> list[BookRule]:
        return [rule for rule in self._rulebook.rules.values() if self._rulebook.region(rule) == city]

    def _matched(
        self, city: str, found: Sequence[tuple[BookRule, Judged]], said: set[str], denied: set[str]
    ) -> Matches:
        matches: list[Match] = []
        entries: list[Entry] = []
        for rule, judged in found:
            verdict, question = _verdict(rule, judged.calculation, rule.id in said, rule.id in denied)
            if verdict == "applies":
                entries.append(Entry(judged.calculation.id, judged.result))
            matches.append(
                Match(rule.id, rule.rule.title, rule.clause_id, verdict, rule.id in said, judged.calculation, question)
            )
        order = {"applies": 0, "might": 1, "does_not": 2}
        matches.sort(key=lambda match: (order[match.verdict], not match.named))
        return Matches(city, tuple(matches), self._rulebook.total(entries) if entries else None)


def _meant_for(rule: BookRule, text: str, measured: bool) -> bool:
    """The award's own signs all stand in the text; without signs, its label does, or a part of it beside a figure."""
    if not measured:
        return any(word in text for word in rule.rule.label if len(word) >= TELLING)
    if rule.rule.signs:
        return all(any(word in text for word in group) for group in rule.rule.signs)
    pairs = {token for word in rule.rule.label for token in tokens(word) if len(token) > 1}
    return any(pair in text for pair in pairs)


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
