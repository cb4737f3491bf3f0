"""What a rule file contains, listed: the inputs it reads and the figures it claims (its atoms)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from assistant.calculator import kinds, literals
from assistant.calculator.conditions import Compare, Conditions, Has, Is, leaves
from assistant.calculator.document import DocumentRules
from assistant.calculator.rule import Limit, Rule, RuleFile

Role = Literal["award", "cap", "rate", "base", "threshold", "total"]

# Fields of an award that name inputs; a test holds this against the models' InputId annotations.
_INPUT_FIELDS = frozenset(
    {
        "by",
        "times",
        "before",
        "of",
        "base",
        "quantity",
        "year",
        "start",
        "through",
        "lapse",
        "adders_input",
        "input",
        "pieces",
    }
)


@dataclass(frozen=True, slots=True)
class Atom:
    """One figure a rule claims.

    Attributes:
        figure: the literal as printed; nth: which occurrence in the quote, when the author said so.
        whole: with the unit that the text prints once for its list.
        label: level and object words that must stand with it.
        bound: the printed bound word that governs it, `…` for the figure where it surrounds it.
        threshold: for a tier's amount, the threshold that goes with it.
        path: where in the rule it stands (`award.steps[2].amount`); shared ones begin with `shared`.
        group: figures of one 分别 list share a group and stand in the quote's order.
    """

    clause_id: str
    rule_id: str
    figure: str
    role: Role
    label: tuple[str, ...]
    bound: str = ""
    per: str = ""
    window: str = ""
    threshold: str = ""
    path: str = ""
    group: str = ""
    nth: int | None = None
    whole: str = ""


def rule_inputs(file: RuleFile, rule: Rule, document: DocumentRules | None = None) -> list[str]:
    """Ids of every input the rule may read, in the order they matter; derived ones not resolved."""
    found: dict[str, None] = {}
    for conditions in (file.shared.when, rule.when):
        found.update(dict.fromkeys(_condition_inputs(conditions)))
    for branch in rule.branches:
        found.update(dict.fromkeys(_condition_inputs(branch.when)))
    for award in _awards(rule):
        found.update(dict.fromkeys(award_inputs(award)))
    for part in rule.parts:
        found.update(dict.fromkeys(_condition_inputs(part.when)))
    limits = [*rule.limits, *file.shared.limits, *(limit for branch in rule.branches for limit in branch.limits)]
    found.update(dict.fromkeys(limit.by for limit in limits if limit.by))
    progress = rule.progress or (document.progress if document else None)
    if progress == "difference" or any(limit.window in ("累计", "期间") for limit in limits):
        found["prior_award"] = None
    if any(limit.window == "年" for limit in limits):
        found["paid_this_year"] = None
    if document is not None:
        if (funding := document.funding_of(file.clause)) is not None:
            found[funding.input] = None
        for exclusion in document.exclusions:
            found.update(dict.fromkeys(_condition_inputs((*exclusion.when, *exclusion.unless))))
    return list(found)


def _condition_inputs(conditions: Conditions) -> list[str]:
    return [leaf.input for leaf in leaves(conditions) if isinstance(leaf, Compare | Is | Has)]


def _awards(rule: Rule) -> list[kinds.Award]:
    alternatives = [reading.award for reading in rule.readings]
    return [*rule.awards, *(award for award in alternatives if award is not None)]


def rule_options(rule: Rule, input_id: str) -> list[str]:
    """The options of a level that the rule tells apart, in its own order; empty when it tells none."""
    found: dict[str, None] = {}
    for award in _awards(rule):
        by_level = award.rate if isinstance(award, kinds.Percent) else award
        if isinstance(by_level, kinds.Choice | kinds.RateChoice) and by_level.by == input_id:
            for option in by_level.options:
                found.update(dict.fromkeys(option.is_))
    return list(found)


def award_inputs(award: object) -> list[str]:
    """Input ids an award reads, found by the fields that name inputs."""
    found: dict[str, None] = {}
    queue: list[object] = [award]
    while queue:
        current = queue.pop(0)
        if isinstance(current, BaseModel):
            for name in type(current).model_fields:
                value = getattr(current, name)
                if name in _INPUT_FIELDS and isinstance(value, str):
                    found[value] = None
                elif name in _INPUT_FIELDS and isinstance(value, tuple):
                    found.update(dict.fromkeys(item for item in value if isinstance(item, str)))
                if isinstance(value, BaseModel | tuple):
                    queue.append(value)
        elif isinstance(current, tuple):
            queue += current
    return list(found)


def atoms(file: RuleFile, rule: Rule) -> list[Atom]:
    """Every figure the rule claims, shared ones included, in the order written."""
    rule_id = file.rule_id(rule)

    def atom(literal: str, role: Role, path: str, label: tuple[str, ...] = (), **rest: str) -> Atom:
        printed, nth = literals.split(literal)
        return Atom(
            file.clause,
            rule_id,
            printed,
            role,
            (*label, *rule.label),
            path=path,
            nth=nth,
            whole=literals.text(literal),
            **rest,
        )

    def conditions(where: str, all_of: Conditions) -> Iterator[Atom]:
        for number, leaf in enumerate(leaves(all_of)):
            if isinstance(leaf, Compare) and _is_figure(leaf.value):
                yield atom(leaf.value, "threshold", f"{where}[{number}].value", bound=leaf.word)

    def limits(where: str, all_of: tuple[Limit, ...]) -> Iterator[Atom]:
        for number, limit in enumerate(all_of):
            path = f"{where}[{number}]"
            if limit.max:
                yield atom(limit.max, "cap", f"{path}.max", bound=limit.word, per=limit.per, window=limit.window)
            if limit.times_max:
                yield atom(limit.times_max, "threshold", f"{path}.times_max", bound=limit.word, per=limit.per)

    def award(where: str, one: kinds.Award, bound: str, label: tuple[str, ...]) -> Iterator[Atom]:
        for literal, role, path, own, rest in _award_figures(one):
            rest = {"bound": bound, **rest} if role in ("award", "rate") else rest
            group = rest.pop("group", "")
            yield atom(
                literal, role, f"{where}.{path}", (*own, *label), **rest, group=f"{where}.{group}" if group else ""
            )

    found = [*conditions("shared.when", file.shared.when), *limits("shared.limits", file.shared.limits)]
    found += [*conditions("when", rule.when)]
    if rule.award is not None:
        found += award("award", rule.award, rule.bound, ())
    for branch in rule.branches:
        where = f"branches.{branch.id}"
        found += [
            *conditions(f"{where}.when", branch.when),
            *award(f"{where}.award", branch.award, branch.bound or rule.bound, branch.label),
        ]
        found += limits(f"{where}.limits", branch.limits)
    for part in rule.parts:
        where = f"parts.{part.id}"
        found += [*conditions(f"{where}.when", part.when), *award(f"{where}.award", part.award, rule.bound, part.label)]
        found += limits(f"{where}.limits", part.limits)
    found += limits("limits", rule.limits)
    if rule.total:
        found.append(atom(rule.total, "total", "total"))
    return found


def _is_figure(literal: str) -> bool:
    try:
        literals.value(literal)
    except ValueError:
        return False  # a level of an ordered enum (D类)
    return True


_Figure = tuple[str, Role, str, tuple[str, ...], dict[str, str]]


def _award_figures(award: kinds.Award) -> Iterator[_Figure]:
    """(literal, role, path, label words, further atom fields) of one award."""
    match award:
        case kinds.Fixed():
            yield award.amount, "award", "amount", (), {}
        case kinds.Choice():
            for n, option in enumerate(award.options):
                yield option.amount, "award", f"options[{n}].amount", option.label, {"group": "options"}
                yield from _step_conditions(f"options[{n}]", option.when)
        case kinds.Ladder():
            for n, tier in enumerate(award.steps):
                bound = {"bound": tier.word or award.word, "group": "thresholds"}
                yield tier.at, "threshold", f"steps[{n}].at", tier.label, bound
                yield from _step_conditions(f"steps[{n}]", tier.when)
            for n, tier in enumerate(award.steps):
                pair = {"threshold": literals.split(tier.at)[0], "group": "amounts"}
                yield tier.amount, "award", f"steps[{n}].amount", tier.label, pair
        case kinds.Percent():
            yield from _percent_figures(award)
        case kinds.PercentTiered():
            for n, tier_ in enumerate(award.tiers):
                at = tier_.between or tier_.value or ""
                yield at, "threshold", f"tiers[{n}]", (), {"bound": tier_.word}
                yield tier_.rate, "rate", f"tiers[{n}].rate", (), {"threshold": literals.split(at)[0]}
            yield from _base_figures(award.base)
        case kinds.PerStep():
            if award.over:
                yield award.over, "threshold", "over", (), {}
            yield award.step, "base", "step", (), {}
            yield award.amount, "award", "amount", (), {}
        case kinds.PerUnit():
            yield award.unit_amount, "rate", "unit_amount", (), {}
            if award.factor:
                yield award.factor, "base", "factor", (), {}
        case kinds.Declining():
            yield from _base_figures(award.base)
            yield award.rate, "rate", "rate", (), {}
            yield award.decrease, "rate", "decrease", (), {}
            yield award.years, "threshold", "years", (), {}
        case kinds.Installments():
            for n, payment in enumerate(award.payments):
                yield payment.amount, "award", f"payments[{n}].amount", payment.years, {"window": "年"}
            if award.total:
                yield award.total, "total", "total", (), {}
        case kinds.Yearly():
            if award.base:
                yield from _base_figures(award.base)
            if award.amount:
                yield award.amount, "award", "amount", (), {}
            for n, rate in enumerate(award.rates):
                yield rate.rate, "rate", f"rates[{n}].rate", (), {"window": "年"}
            if award.most:
                yield award.most, "cap", "most", (), {"bound": award.word, "window": "年"}
        case kinds.Match():
            yield (award.rate or award.ratio or ""), "rate", "rate" if award.rate else "ratio", (), {}
        case kinds.Range():
            yield award.between, "award", "between", (), {}
        case kinds.UpTo():
            if award.tiers:
                for n, at in enumerate(award.tiers.steps):
                    yield at, "threshold", f"tiers.steps[{n}]", (), {"bound": award.tiers.word, "group": "thresholds"}
            if award.max:
                yield award.max, "cap", "max", (), {"bound": award.word}
        case kinds.Nothing():
            return


def _step_conditions(where: str, when: Conditions) -> Iterator[_Figure]:
    for n, leaf in enumerate(leaves(when)):
        if isinstance(leaf, Compare) and _is_figure(leaf.value):
            yield leaf.value, "threshold", f"{where}.when[{n}].value", (), {"bound": leaf.word}


def _base_figures(base: kinds.Base) -> Iterator[_Figure]:
    if base.at_most:
        yield base.at_most, "base", "base.at_most", (), {"bound": base.word}
    if base.over:
        yield base.over, "base", "base.over", (), {}


def _percent_figures(award: kinds.Percent) -> Iterator[_Figure]:
    yield from _base_figures(award.base)
    if isinstance(award.rate, kinds.RateChoice):
        for n, option in enumerate(award.rate.options):
            yield option.rate, "rate", f"rate.options[{n}].rate", option.label, {"group": "rates"}
    elif award.rate is not None and literals.text(award.rate) != kinds.WHOLE:
        yield award.rate, "rate", "rate", (), {}
    if award.plus:
        yield award.plus, "rate", "plus", (), {}
    for n, adder in enumerate(award.adders):
        if adder.add:
            yield adder.add, "rate", f"adders[{n}].add", adder.label, {}
