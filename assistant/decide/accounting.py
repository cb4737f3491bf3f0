"""Closed accounting: what the caller said and no amount took in (READING: nothing is passed over).

Every figure, denial, earlier payment, level and ordinal of an ask's text ends in one of these: bound to an input ·
a condition met or denied · another award's · background, of which the clause does not speak · left over. An amount
is sure only when nothing is left over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.calculator import literals
from assistant.calculator.listing import rule_options
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD, PRIOR_OPTION, Bound
from assistant.decide.meaning import LIKE, NEAR, Meaning
from assistant.decide.phrases_of_law import Phrase, limits_of, phrases_of
from assistant.reading.model import Fact
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.documents.model import Span
from index.text.figures import scan
from index.text.ngrams import tokens
from index.text.normalize import fold

# Share of a statement's words that the clause must hold before the statement can bear on the award.
SPOKEN_OF = 0.3
_FIGURES = frozenset({"money", "percent", "points", "ratio", "quantity", "range"})
_LEVELS = frozenset({"level", "grade"})


@dataclass(frozen=True, slots=True)
class Left:
    """Words that nothing took in; `lowers`: they can only take away from the amount."""

    at: Span
    why: str
    lowers: bool = False


class Accounting:
    """Holds what was said against what was used."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._phrases: dict[str, tuple[Phrase, ...]] = {}

    def left_over(
        self, told: Told, rule: BookRule, bounds: Sequence[Bound], clause: str, names: Iterable[Span] = ()
    ) -> list[Left]:
        """What is left of `told` once the award has taken its inputs.

        Args:
            bounds: what was bound, to this award and to others asked about in the same text.
            clause: the full text of the award's clause.
            names: spans in which awards are called by name.
        """
        taken = [*(span for bound in bounds for span in bound.spans), *names]
        found = [
            *self._figures(told, rule, bounds, taken, clause),
            *self._denials(told, rule, bounds),
            *self._payments(told, rule, bounds),
            *self._levels(told, rule, bounds, taken, clause),
        ]
        return sorted({each.at: each for each in found}.values(), key=lambda each: each.at)

    def _figures(
        self, told: Told, rule: BookRule, bounds: Sequence[Bound], taken: list[Span], clause: str
    ) -> Iterator[Left]:
        printed = {(f.kind, f.value) for f in scan(clause)}
        amounts = {literals.value(atom.figure) for atom in rule.atoms if atom.role == "award"}
        for fact in told.facts:
            if fact.kind not in _FIGURES or fact.role in ("asserted", "tier") or meets(fact.at, taken):
                continue
            if fact.kind == "quantity" and fact.value == 1:
                continue
            if fact.role == "prior":
                if self._paid_before(rule):
                    yield Left(fact.at, "此前领过的这笔没有计入", lowers=True)
                continue
            own_amount = fact.kind == "money" and fact.value in amounts
            restated = (fact.kind, fact.value) in printed and not own_amount and (fact.bound or not fact.label)
            if restated or self._of_another_year(fact, rule, bounds) or not self._bears(told, fact, clause):
                continue
            yield Left(fact.at, "这个数没有计入测算")

    def _of_another_year(self, fact: Fact, rule: BookRule, bounds: Sequence[Bound]) -> bool:
        """去年80亿 beside 今年105亿, where the award looks at one year only."""
        if fact.period in ("", "this_year") or not any(b.spans for b in bounds):
            return False
        return not any(rule.registry.spec(name).period.startswith(("上", "前", "此前")) for name in rule.accepted)

    def _bears(self, told: Told, fact: Fact, clause: str) -> bool:
        """Whether the clause speaks of what the figure is said of; else it is background (成立年份, 员工数)."""
        held = set(tokens(fold(clause).text))
        words = fact.label or told.words(fact.at[0]).replace(fact.text, " ")
        said = [t for t in tokens(words) if len(t) > 1]
        return not said or sum(t in held for t in said) / len(said) >= SPOKEN_OF

    def _paid_before(self, rule: BookRule) -> bool:
        """Whether an earlier payment bears on the award at all."""
        return bool(rule.accepted & {PRIOR_AWARD, PAID_THIS_YEAR}) or any(
            limit.window in ("累计", "期间") or limit.times_max for limit in limits_of(rule)
        )

    def _denials(self, told: Told, rule: BookRule, bounds: Sequence[Bound]) -> Iterator[Left]:
        phrases = self._phrases.setdefault(rule.id, phrases_of(rule))
        for start, end in told.denied:
            segment = told.segment(start)
            reach = (min(segment.start, start), max(segment.end, end))
            if any(b.end > b.start and reach[0] <= b.start < reach[1] and _denies(b) for b in bounds):
                continue
            best, likeness = self._meaning.nearest(told.text[slice(*reach)], [p.text for p in phrases])
            if likeness >= NEAR and not phrases[best].bars and not phrases[best].denies:
                yield Left(reach, _denied_why(phrases[best], likeness), lowers=True)

    def _payments(self, told: Told, rule: BookRule, bounds: Sequence[Bound]) -> Iterator[Left]:
        """Received before, the sum not said."""
        if any(b.input in (PRIOR_AWARD, PAID_THIS_YEAR) for b in bounds):
            return
        for fact in told.facts:
            if fact.kind == "prior" and self._paid_before(rule):
                yield Left(fact.at, "此前领过的金额没有说，不能扣减", lowers=True)

    def _levels(
        self, told: Told, rule: BookRule, bounds: Sequence[Bound], taken: list[Span], clause: str
    ) -> Iterator[Left]:
        """A level beside the one the amount was taken for; a former one is settled by what was paid for it."""
        paid = any(b.input in (PRIOR_AWARD, PRIOR_OPTION) for b in bounds)
        shown = [
            rule.registry.show(b.input, b.value)
            for b in bounds
            if isinstance(b.value, str) and b.input in rule.registry
        ]
        graded = bool(rule_options(rule.rule, "level")) or any(b.input.endswith(("level", "grade")) for b in bounds)
        for fact in told.facts:
            if fact.kind not in _LEVELS or fact.negated or meets(fact.at, taken):
                continue
            word = str(fact.value)
            settled = (fact.role == "former" or told.words(fact.at[0]).find("级") >= 0) and paid
            named = any(word in text or fact.text in text for text in shown)
            printed = word in clause or fact.text in clause or word.removesuffix("级") in clause
            if not settled and not named and not (printed and not graded):
                yield Left(fact.at, "这个级别（等次）没有用上")


def _denied_why(phrase: Phrase, likeness: float) -> str:
    return f"原文以“{phrase.text}”为条件" if likeness >= LIKE else f"可能关系到“{phrase.text}”"


def _denies(bound: Bound) -> bool:
    """A bound that took in a no: false, none of a list, nothing received."""
    return bound.value in (False, 0) or bound.value == [] or (isinstance(bound.value, list) and not bound.value)


def meets(at: Span, spans: Iterable[Span]) -> bool:
    return any(start < at[1] and at[0] < end for start, end in spans)
