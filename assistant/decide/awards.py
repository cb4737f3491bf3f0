"""The awards one ask means, calculated: chosen by what they explain, bound, held against all that was said.

Of awards that search and names bring near each other, the one is meant that takes in most of what the caller said.
A condition the caller denies refuses the award in the clause's words; what no amount took in makes it conditional.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.answer import Calculation, Condition, Missing, Unaccounted
from assistant.calculator import literals
from assistant.calculator.evaluate import Result
from assistant.calculator.kinds import Ladder
from assistant.calculator.listing import rule_options
from assistant.calculator.stacking import Entry
from assistant.decide.accounting import Accounting, Left, not_of_the_place
from assistant.decide.binding import bind
from assistant.decide.bound import PRIOR_AWARD, Bound, meets
from assistant.decide.candidates import Candidate, chosen
from assistant.decide.choosing import (
    MOST_RIVALS,
    RIVALS,
    adders_of,
    barring_inputs,
    counted_twice,
    explained,
    fit,
    names_a_measure,
    of_a_sister,
    passed_over,
    rival_of,
    sisters_of,
)
from assistant.decide.exclusions import shutting
from assistant.decide.level_asked import Absent, asked_level
from assistant.decide.meaning import Meaning
from assistant.decide.otherwise import otherwise
from assistant.decide.payments import amounts_of, paid_for
from assistant.decide.terms import pairs
from assistant.decide.things import said_of_each
from assistant.errors import AssistantFailure
from assistant.reading.model import Fact, Understanding
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule, Rulebook

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Decided:
    """Calculations of one ask, with the results that totals are built from; `absent`: levels no award of it has."""

    calculations: list[Calculation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)


class Awards:
    """Calculates the awards an ask means."""

    def __init__(self, rulebook: Rulebook, accounting: Accounting, meaning: Meaning) -> None:
        self._rulebook = rulebook
        self._meaning = meaning
        self._accounting = accounting

    def decide(
        self,
        told: Told,
        candidates: Sequence[Candidate],
        understood: Understanding,
        number: Iterator[int],
        *,
        together: bool,
        broad: bool,
        sums_only: bool,
    ) -> Decided:
        """Every award the ask means.

        Args:
            candidates: awards of one place, best first.
            together: awards paid on top of one another are calculated together.
            broad: awards close to the best one are wanted as well (a comparison).
            sums_only: an award of which no fact was told is not calculated (`要什么条件` asks for no sum).
        """
        year = understood.as_of.year
        ordered = self._by_explanation(told, candidates, year)
        meant = chosen(ordered, told, broad=broad)
        if not meant and _approved(told, ()):
            meant = [c for c in ordered[:MOST_RIVALS] if self._is_shared(c.rule)][:1]
        several = told.asks_together
        rules = [c.rule for c in meant if c is meant[0] or several or not names_a_measure(c, told)]
        if together or told.asks_together:
            rules += [r for r in (*self._related(rules), *adders_of(rules, candidates)) if r not in rules]
        rival = rival_of(ordered, meant)
        decided = Decided()
        names = {c.rule.id: c.names for c in candidates}
        bounds: dict[str, list[Bound]] = {}
        for rule in rules:
            asked = asked_level(rule, told, names.get(rule.id, ()), self._bound(rule, told, year))
            if isinstance(asked, Absent):
                decided.absent.append(asked)
            else:
                bounds[rule.id] = asked
        rules += [r for r in self._sisters(told, ordered, bounds, year) if r not in rules]
        bounds |= paid_for({r.id: r for r in rules}, bounds, names)
        for rule in [r for r in rules if r.id in bounds]:
            own = bounds[rule.id]
            if sums_only and not self._is_told_of(told, rule, own):
                continue
            self._add(decided, rule, told, own, understood, f"c{next(number)}")
        self._account(decided, told, ordered, bounds, understood)
        if rival and [c.semantics for c in decided.calculations] == ["exact"]:
            left = [Left((0, len(told.text)), f"也可能指“{rival.rule.rule.title}”，请说明是哪一项")]
            (only,) = decided.calculations
            decided.calculations = [_conditional(only, left, told.text, understood)]
            decided.entries = []
        return decided

    def _sisters(
        self, told: Told, candidates: Sequence[Candidate], bounds: dict[str, list[Bound]], year: int
    ) -> list[BookRule]:
        """认定和应用两项一共: asked for together, the clause's other award that takes in what the first one cannot."""
        if not told.asks_together:
            return []
        taken = [b for each in bounds.values() for b in each]
        found = []
        for rule in [self._rulebook.rules[rule_id] for rule_id in bounds]:
            for sister in sisters_of(told, rule, candidates, taken):
                bounds.setdefault(sister.id, self._bound(sister, told, year))
                found.append(sister)
        return found

    def _by_explanation(self, told: Told, candidates: Sequence[Candidate], year: int) -> list[Candidate]:
        """Rivals of the best candidate ordered by what they take in besides their score."""
        if not candidates:
            return []
        best = candidates[0].score
        clause = candidates[0].rule.clause_id
        rivals = [c for c in candidates[:MOST_RIVALS] if c.score >= RIVALS * best or c.rule.clause_id == clause]
        seen = []
        for rival in rivals:
            bounds = bind(rival.rule, told, year, self._meaning)
            taken = tuple(span for bound in bounds for span in bound.spans)
            seen.append(
                replace(
                    rival,
                    explained=explained(rival.rule, bounds, told),
                    passed_over=passed_over(told, bounds),
                    taken=taken,
                )
            )
        ids = {c.rule.id for c in seen}
        rest = [c for c in candidates if c.rule.id not in ids]
        return [*sorted(seen, key=lambda c: (-round(fit(c, best), 6), c.rule.id)), *rest]

    def _bound(self, rule: BookRule, told: Told, year: int) -> list[Bound]:
        """The inputs with what is said to be excluded taken off, and one sum of several things made several."""
        terms = self._accounting.terms
        own = terms.without_excluded(rule, told, bind(rule, told, year, self._meaning))
        own += shutting(rule, told, terms, own)
        return said_of_each(rule, told, own)

    def _related(self, rules: Sequence[BookRule]) -> list[BookRule]:
        """Awards that one of `rules` is paid on top of."""
        ids = [
            other
            for r in rules
            for relation in r.rule.stack
            if relation.relation == "adds_to"
            for other in relation.rules
        ]
        return [self._rulebook.rules[other] for other in ids if other in self._rulebook.rules]

    def _is_told_of(self, told: Told, rule: BookRule, bounds: Sequence[Bound]) -> bool:
        """A fact of the award is told, a condition of it denied, or its own sum asked after (能领那100万吗)."""
        barring = barring_inputs(rule)  # D类, and its exception, are told of every award
        if any(not rule_options(rule.rule, b.input) and b.input not in barring for b in bounds):
            return True  # a level only names the award
        if any(f.kind == "prior" for f in told.facts):
            return True  # 以前领过，还给吗
        paid = amounts_of(rule)
        asked_after = any(f.kind == "money" and f.value in paid for f in told.facts)
        return asked_after or bool(self._accounting.terms.denied(told, rule))

    def _add(
        self, decided: Decided, rule: BookRule, told: Told, own: list[Bound], understood: Understanding, name: str
    ) -> None:
        facts = {bound.input: bound.value for bound in own}
        denied = self._accounting.terms.denied(told, rule)
        other_level = self._accounting.terms.level_not_paid(told, rule)
        for phrase, _ in denied:
            if phrase.input and rule.registry.spec(phrase.input).type == "boolean":
                facts[phrase.input] = False
        event = str(understood.event_date) if understood.event_date else None
        try:
            result, calculation = self._rulebook.evaluate(rule.id, facts, understood.as_of, event, name)
        except AssistantFailure as error:  # what was said does not fit together: no sum is better than a wrong one
            log.info("no calculation of %s from %s: %s", rule.id, facts, error.log)
            return
        missing = {m.input for m in calculation.missing}
        stated_too = self._accounting.terms.confirmed(
            told, rule, _unsaid(rule, calculation, facts),
            lambda name, words: name in missing or self._tells_apart(rule, name, words),
        )  # fmt: skip
        if stated_too:
            own += stated_too
            facts |= {b.input: b.value for b in stated_too}
            result, calculation = self._rulebook.evaluate(rule.id, facts, understood.as_of, event, name)
        approved = _approved(told, own) if calculation.semantics not in ("exact", "not_eligible") else None
        if approved and self._is_shared(rule):
            result, calculation = self._rulebook.evaluate(
                rule.id,
                facts,
                understood.as_of,
                event,
                name,
                approved=approved.value,  # type: ignore[arg-type]
            )
            own.append(Bound("", approved.value, approved.text, *approved.at))
        calculation = otherwise(self._rulebook, rule, facts, calculation)
        stated = [(p.text, told.text[slice(*at)].strip(" ，,。；;")) for p, at in denied if not p.input]
        stated += [(f"只奖励{paid}", said) for paid, said in other_level]
        if at := self._accounting.not_yet(told, rule, own):
            stated.append(("已经认定（入选）", told.text[slice(*at)].strip(" ，,。；;")))
        if stated and calculation.semantics != "not_eligible":
            decided.calculations.append(_refused(calculation, stated))
            return
        if _supposes_an_earlier_step(rule, facts, result, calculation):
            calculation = _asking(calculation, rule, PRIOR_AWARD)
        decided.calculations.append(calculation)
        decided.entries.append(Entry(calculation.id, result))

    def _tells_apart(self, rule: BookRule, name: str, words: str) -> bool:
        """Whether the words say what only the fact says, and not what every case of the award has."""
        spec = rule.registry.spec(name)
        phrase = spec.proof or spec.label
        title = self._rulebook.library.document(rule.document_id).title
        common = pairs(rule.rule.quote.replace(phrase, "。") + "。" + title)
        return len(pairs(words) & (pairs(phrase) - common)) > 1

    def _is_shared(self, rule: BookRule) -> bool:
        """Whether the document says who pays which share of the award."""
        return rule.document.funding_of(rule.clause_id) is not None

    def _account(
        self,
        decided: Decided,
        told: Told,
        candidates: Sequence[Candidate],
        own: Mapping[str, Sequence[Bound]],
        understood: Understanding,
    ) -> None:
        """What was said and not taken in makes an amount conditional; `own`: the inputs by rule."""
        bounds = [b for each in own.values() for b in each]
        names = [(m.start, m.end) for candidate in candidates for m in candidate.names]
        library = self._rulebook.library
        for place, calculation in enumerate(decided.calculations):
            rule = self._rulebook.rules[calculation.rule_id]
            clause = library.full_text(library.clause(rule.clause_id))
            left = self._accounting.left_over(told, rule, bounds, clause, names, len(decided.calculations))
            left += not_of_the_place(told, library.document(rule.document_id).region)
            left += of_a_sister(told, rule, candidates, bounds)
            left += counted_twice(told, rule, candidates, own)
            left = [each for each in left if not _level_of_another(told, each, rule, candidates, decided.calculations)]
            if understood.injected:  # a sum that an instruction dictates is nothing the caller told of himself
                left = [each for each in left if not any(each.at[0] <= f.at[0] < each.at[1] for f in told.facts)]
            if left:
                decided.calculations[place] = _conditional(calculation, left, told.text, understood)
        if any(c.semantics == "conditional" for c in decided.calculations):
            decided.entries = []  # a sum over a doubtful part is as doubtful


def _level_of_another(
    told: Told, left: Left, rule: BookRule, candidates: Sequence[Candidate], calculated: Sequence[Calculation]
) -> bool:
    """国家级 of the award beside it: the level stands in a stretch that names another award that is calculated."""
    if not any(f.at == left.at and f.kind in ("level", "grade") for f in told.facts):
        return False
    start, end = told.span(left.at[0])
    ids = {c.rule_id for c in calculated}
    named = {c.rule.id for c in candidates if c.rule.id in ids and any(start <= m.start < end for m in c.names)}
    return bool(named) and rule.id not in named


def _unsaid(rule: BookRule, calculation: Calculation, facts: Mapping[str, Any]) -> list[str]:
    """What is still missing, and the yes-or-no facts that are taken for no only because nobody named them."""
    taken = [n for n in rule.accepted if n not in facts and rule.registry.spec(n).type == "boolean"]
    return [*(m.input for m in calculation.missing), *sorted(n for n in taken if rule.registry.spec(n).default)]


def _approved(told: Told, bounds: Sequence[Bound]) -> Fact | None:
    """`核定了200万，市本级出多少`: the one sum told, where nothing but a share of it is asked for."""
    taken = [span for bound in bounds for span in bound.spans]
    sums = [f for f in told.facts if f.kind == "money" and f.role not in ("tier", "corrected", "negative") and f.value]
    free = [f for f in sums if not meets(f.at, taken)]
    return free[0] if told.asks_share and len(free) == 1 == len(sums) else None


def _supposes_an_earlier_step(rule: BookRule, facts: dict[str, Any], result: Result, calculation: Calculation) -> bool:
    """`首次突破3亿` of a firm that must have passed 1亿 before: what it was paid then is taken off, and not said."""
    award = rule.rule.award
    if not isinstance(award, Ladder) or calculation.semantics != "exact" or PRIOR_AWARD in facts:
        return False
    if (rule.rule.progress or rule.document.progress) != "difference" or not result.outcome.amount.high:
        return False
    if award.before and award.before in facts:
        return False
    return result.outcome.amount.high > min(literals.value(step.amount) for step in award.steps)


def _refused(calculation: Calculation, stated: Sequence[tuple[str, str]]) -> Calculation:
    """Refused by conditions the clause states and the caller denies."""
    shown = [Condition(text=text, input="", required=text, actual=said, met="no") for text, said in stated]
    known = [c for c in calculation.conditions if c.text not in {text for text, _ in stated}]
    return calculation.model_copy(
        update={
            "semantics": "not_eligible", "amount_yuan": "0", "amount_min_yuan": None, "amount_max_yuan": None,
            "conditions": [*known, *shown], "missing": [], "schedule": [], "payer": [], "readings": [], "notes": [],
        }
    )  # fmt: skip


def _asking(calculation: Calculation, rule: BookRule, input_id: str) -> Calculation:
    """The same award with a question that has to be answered first."""
    missing = [Missing(input=input_id, question=rule.registry.spec(input_id).question)]
    highest = calculation.amount_yuan
    return calculation.model_copy(
        update={
            "semantics": "needs_info", "amount_yuan": None, "amount_min_yuan": "0", "amount_max_yuan": highest,
            "missing": missing, "payer": [],
        }
    )  # fmt: skip


def _conditional(calculation: Calculation, left: Sequence[Left], text: str, understood: Understanding) -> Calculation:
    """The calculation with what was left over; a sum that was sure no longer is."""
    shown = [_unaccounted(each, text, understood) for each in left]
    if calculation.semantics not in ("exact", "at_most") or calculation.amount_yuan is None:
        return calculation.model_copy(update={"unaccounted": shown})
    highest = calculation.amount_yuan if all(each.lowers for each in left) else None
    otherwise_due = calculation.amount_yuan if highest is None and calculation.semantics == "exact" else None
    return calculation.model_copy(
        update={
            "semantics": "conditional", "amount_yuan": None, "amount_max_yuan": highest, "unaccounted": shown,
            "amount_if_yuan": otherwise_due, "payer": [], "schedule": [],
        }
    )  # fmt: skip


def _unaccounted(left: Left, text: str, understood: Understanding) -> Unaccounted:
    """The words as the schema shows them, with their place in the question where they stand there."""
    words = text[slice(*left.at)].strip(" ，,。；;")
    start = understood.question.find(words)
    place = (start, start + len(words)) if start >= 0 else (0, 0)
    return Unaccounted(text=words, start=place[0], end=place[1], why=left.why)
