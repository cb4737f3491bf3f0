"""Awards calculated for one company from the stretches that speak of them, each from the narrowest that settles it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.answer import Calculation
from assistant.calculator.evaluate import Result
from assistant.calculator.listing import rule_options
from assistant.decide.accounting import Accounting
from assistant.decide.binding import bind
from assistant.decide.bound import Bound
from assistant.decide.candidates import Names
from assistant.decide.level_asked import Absent, asked_level
from assistant.decide.meaning import NEAR, Meaning
from assistant.decide.stretches import Stretch
from assistant.decide.terms import shares_words
from assistant.errors import AssistantFailure
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.model import Span

REACHES = ("narrow", "segment", "sentence")


@dataclass(frozen=True, slots=True)
class Judged:
    """An award calculated from one stretch; `bounds`: how many facts of it went in, `figures`: of them no options."""

    result: Result
    calculation: Calculation
    bounds: int
    figures: int = 0

    @property
    def settled(self) -> bool:
        return self.calculation.semantics not in ("needs_info", "undetermined")


class Judge:
    """Calculates awards from what is told of them. Results are numbered by rule, further ones of a rule by a letter."""

    def __init__(
        self,
        rulebook: Rulebook,
        names: Names,
        accounting: Accounting | None,
        meaning: Meaning | None,
        told: Told | None,
        whole: dict[str, Any],
        as_of: date,
        event: str | None,
    ) -> None:
        self._rulebook, self._names, self._accounting = rulebook, names, accounting
        self._meaning = meaning
        self._told, self._whole, self._as_of, self._event = told, whole, as_of, event
        self._numbers = {rule_id: number for number, rule_id in enumerate(rulebook.rules, start=1)}

    def of(self, rule: BookRule, spoken: Sequence[Stretch]) -> list[Judged]:
        """One result; several where the award is paid for each thing and each is told of by itself."""
        if len(spoken) > 1 and _paid_for_each(rule):
            each = [self._narrowest(rule, stretch, chr(ord("a") + n)) for n, stretch in enumerate(spoken)]
            settled = [judged for judged in each if judged.settled and judged.bounds]
            if len({(j.calculation.option, j.calculation.amount_yuan) for j in settled}) > 1:
                return settled
        spans = [tuple(sorted({s for stretch in spoken for s in getattr(stretch, reach)})) for reach in REACHES]
        return [self._narrowest(rule, Stretch(*spans))]

    def _narrowest(self, rule: BookRule, stretch: Stretch, suffix: str = "") -> Judged:
        """From the narrowest reach that settles the award; from the narrowest of all where none does."""
        tried = []
        for reach in stretch.reaches:
            judged = self._from(rule, reach, suffix)
            if judged.settled:
                return judged
            tried.append(judged)
        return min(tried, key=lambda judged: len(judged.calculation.missing))

    def _from(self, rule: BookRule, reach: Sequence[Span], suffix: str) -> Judged:
        facts = {name: value for name, value in self._whole.items() if name in rule.accepted}
        told = self._told.only(reach) if reach and self._told else None
        own = self._bound(rule, told) if told else []
        facts |= {b.input: b.value for b in own}
        figures = [b for b in own if not rule_options(rule.rule, b.input)]
        judged = self.calculated(rule, facts, len(own), suffix, len(figures))
        asked = [missing.input for missing in judged.calculation.missing]
        if told and asked and (stated := self._stated(rule, told, asked)):
            judged = self.calculated(rule, {**facts, **stated}, len(own), suffix, len(figures))
        return judged

    def _bound(self, rule: BookRule, told: Told) -> list[Bound]:
        """What the stretch tells; a level that stands apart from the award's name is taken in as well."""
        own = bind(rule, told, self._as_of.year)
        asked = asked_level(rule, told, self._names.mentions(told.text, self._rulebook.region(rule)), own)
        return own if isinstance(asked, Absent) else asked

    def _stated(self, rule: BookRule, told: Told, asked: Sequence[str]) -> dict[str, Any]:
        """What is missing, in words of the company's own: yes, no, or the level."""
        if self._accounting is None:
            return {}
        found: dict[str, Any] = {b.input: True for b in self._accounting.terms.confirmed(told, rule, asked)}
        levels = {str(f.value) for f in told.facts if f.kind == "level" and f.role == "given" and not f.negated}
        for name in asked:
            spec = rule.registry.spec(name)
            of_level = [o.id for o in spec.options if len(levels) == 1 and o.label.startswith(min(levels))]
            if len(of_level) == 1:
                found[name] = of_level[0]
            if spec.type == "boolean" and self._denies(told, (spec.label, spec.question)):
                found[name] = False
        return found

    def _denies(self, told: Told, phrases: Sequence[str]) -> bool:
        """Whether a denial of the text is near to one of `phrases` and shares words with it (但不是全国前3名)."""
        meaning = self._meaning
        return meaning is not None and any(
            meaning.nearest(words, phrases)[1] >= NEAR and any(shares_words(words, p) for p in phrases)
            for words in (told.words(start) for start, _ in told.denied)
        )

    def calculated(
        self, rule: BookRule, facts: dict[str, Any], bounds: int, suffix: str = "", figures: int = 0
    ) -> Judged:
        name = f"c{self._numbers[rule.id]}{suffix}"
        try:
            result, calculation = self._rulebook.evaluate(rule.id, facts, self._as_of, self._event, name)
        except AssistantFailure:  # facts of another award that happen to share a word
            bounds = figures = 0
            result, calculation = self._rulebook.evaluate(rule.id, {}, self._as_of, self._event, name)
        return Judged(result, calculation, bounds, figures)


def _paid_for_each(rule: BookRule) -> bool:
    """Whether several things of one company are paid one by one (每项, 每个品种)."""
    return any(getattr(award, "times", None) is not None for award in rule.rule.awards)
