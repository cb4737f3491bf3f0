"""Rates: the base with its own caps, a rate that depends on a level, percentage points on top, tiered rates."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from assistant.answer import Condition as Shown
from assistant.calculator import kinds, literals, words
from assistant.calculator.amounts import ZERO, Amount, exact
from assistant.calculator.check import holds
from assistant.calculator.facts import Facts
from assistant.calculator.inputs import InputSpec, show_number
from assistant.calculator.outcome import Outcome, needs, refused
from assistant.calculator.trace import Step, step
from index.text.figures import format_money, format_percent


def base_of(base: kinds.Base, facts: Facts) -> Outcome:
    """`min(of, at_most) × times…` as an exact amount; refused where nothing is left to reward."""
    value = facts.number(base.of)
    factors = [facts.number(each) for each in base.times]
    missing = [base.of] if value is None else []
    missing += [each for each, factor in zip(base.times, factors, strict=True) if factor is None]
    if value is None or missing:
        return needs(missing)
    steps: list[Step] = facts.explained(base.of)
    spec = facts.registry.spec(base.of)
    if base.over is not None:
        start = literals.text(base.over)
        rest = value - literals.value(base.over)
        if rest <= 0:
            shown = Shown(
                text=f"{spec.label}超过{start}", input=base.of, required=f"超过{start}", actual=facts.show(base.of),
                met="no",
            )  # fmt: skip
            return refused(steps, [shown])
        actual = facts.show(base.of)
        steps.append(step("base_over", label=spec.label, actual=actual, over=start, result=_amount(spec, rest)))
        value = rest
    if base.at_most is not None and value > (cap := literals.value(base.at_most)):
        printed = literals.text(base.at_most)
        bound = words.resolve(base.word).around(printed)
        steps.append(step("base_cap", label=spec.label, actual=facts.show(base.of), bound=bound, cap=printed))
        value = cap
    for factor in factors:
        value *= factor or ZERO
    if value <= 0:
        shown = Shown(text=f"{spec.label}大于零", input=base.of, required="大于零", actual=_actual(value), met="no")
        return refused(steps, [shown])
    if base.times:
        steps.append(step("base", result=format_money(value)))
    return Outcome(exact(value), steps=steps)


def _amount(spec: InputSpec, value: Fraction) -> str:
    return format_money(value) if spec.type == "money" else show_number(spec, value)


def _actual(value: Fraction) -> str:
    return "0元" if value == 0 else format_money(value)


def percent(award: kinds.Percent, facts: Facts, most: Mapping[str, Fraction] | None = None) -> Outcome:
    """rate × base, plus the highest adder that applies; `most` caps the things that are counted."""
    base = base_of(award.base, facts)
    rate, said, missing = _rate(award, facts)
    if base.refused:
        return base
    if missing or not base.settled:
        return needs([*base.missing, *missing])
    assert rate is not None
    assert base.amount.high is not None
    extra, open_ended, adder_steps, notes = _adders(award, rate, facts)
    if award.plus is not None:
        more = literals.value(award.plus)
        total_rate = format_percent(rate + more)
        said.append(step("plus", rate=format_percent(rate), add=literals.text(award.plus), total=total_rate))
        extra += more
    total = rate + extra
    value = base.amount.high * total
    label = facts.registry.spec(award.base.of).label
    if award.rate is None:
        last = step("whole", label=label, result=format_money(value))
    else:
        last = step(
            "rate", label=label if not award.base.times else "", base=format_money(base.amount.high),
            rate=format_percent(total) if extra else _printed(award, rate), result=format_money(value),
        )  # fmt: skip
    amount = Amount("at_least", value, None) if open_ended else exact(value)
    outcome = Outcome(amount, steps=[*base.steps, *said, *adder_steps, last], notes=notes)
    if award.pieces is not None and (count := facts.number(award.pieces)) is not None:
        outcome.pieces = min(count, (most or {}).get(award.pieces, count))
    return outcome


def _printed(award: kinds.Percent, rate: Fraction) -> str:
    """The rate as the clause prints it (5‰ stays 5‰)."""
    return literals.text(award.rate) if isinstance(award.rate, str) else format_percent(rate)


def _rate(award: kinds.Percent, facts: Facts) -> tuple[Fraction | None, list[Step], list[str]]:
    if award.rate is None:
        return Fraction(1), [], []
    if isinstance(award.rate, str):
        return literals.value(award.rate), [], []
    choice = award.rate
    held = facts.get(choice.by)
    if held is None:
        return None, [], [choice.by]
    spec = facts.registry.spec(choice.by)
    for option in choice.options:
        if any((known := spec.option(name)) and known.id == held for name in option.is_):
            name = "".join(option.label) or facts.show(choice.by)
            literal = literals.text(option.rate)
            return literals.value(option.rate), [step("option", label=spec.label, option=name, literal=literal)], []
    return ZERO, [], []


def _adders(award: kinds.Percent, rate: Fraction, facts: Facts) -> tuple[Fraction, bool, list[Step], list[str]]:
    """The highest applicable adder, whether the text leaves more open, the steps, and a note when nobody said."""
    if award.adders_input is None:
        return ZERO, False, [], []
    held = facts.get(award.adders_input)
    spec = facts.registry.spec(award.adders_input)
    if not isinstance(held, frozenset):
        raised = [
            f"{_adder_label(adder, facts, award)}的增加{literals.text(adder.add)}" if adder.add
            else f"{_adder_label(adder, facts, award)}的可适当提高"
            for adder in award.adders
        ]  # fmt: skip
        return ZERO, False, [], [f"“{spec.label}”没有说到，先按没有算；{'，'.join(raised)}。"]
    live = [adder for adder in award.adders if held & {known.id for each in adder.has if (known := spec.option(each))}]
    fixed = [adder for adder in live if adder.add is not None]
    steps: list[Step] = []
    extra = ZERO
    if fixed:
        best = max(fixed, key=lambda adder: literals.value(adder.add or "0"))
        extra = literals.value(best.add or "0")
        steps.append(
            step(
                "adder", option=_adder_label(best, facts, award), rate=format_percent(rate),
                add=literals.text(best.add or ""), total=format_percent(rate + extra),
            )
        )  # fmt: skip
    open_ones = [adder for adder in live if adder.add is None]
    steps += [
        step("open_adder", option=_adder_label(adder, facts, award), rate=format_percent(rate)) for adder in open_ones
    ]
    return extra, bool(open_ones), steps, []


def _adder_label(adder: kinds.Adder, facts: Facts, award: kinds.Percent) -> str:
    assert award.adders_input is not None
    shown = [facts.registry.show(award.adders_input, name) for name in adder.has]
    return "".join(adder.label) or "、".join(shown)


def percent_tiered(award: kinds.PercentTiered, facts: Facts) -> Outcome:
    """The rate of the tier `by` falls into, on the base."""
    value = facts.number(award.by)
    base = base_of(award.base, facts)
    if value is None or not base.settled:
        return needs([*([award.by] if value is None else []), *base.missing])
    spec = facts.registry.spec(award.by)
    for tier in award.tiers:
        if not _in_tier(tier, value):
            continue
        if base.refused:
            return base
        assert base.amount.high is not None
        rate = literals.value(tier.rate)
        result = base.amount.high * rate
        printed = literals.text(tier.rate)
        said = [
            step("rate_tier", label=spec.label, actual=facts.show(award.by), bound=_bound(tier), rate=printed),
            step("rate", label=facts.registry.spec(award.base.of).label, base=format_money(base.amount.high),
                 rate=printed, result=format_money(result)),
        ]  # fmt: skip
        return Outcome(exact(result), steps=[*base.steps, *said], option=_bound(tier))
    required = "、".join(_bound(tier) for tier in award.tiers)
    shown = Shown(
        text=f"{spec.label}属于{required}之一", input=award.by, required=required, actual=facts.show(award.by), met="no"
    )
    return refused(conditions=[shown])


def _bound(tier: kinds.RateTier) -> str:
    return (
        literals.text(tier.between)
        if tier.between
        else words.resolve(tier.word).around(literals.text(tier.value or ""))
    )


def _in_tier(tier: kinds.RateTier, value: Fraction) -> bool:
    if tier.between is not None:
        low, high = literals.ends(tier.between)
        return low <= value < high
    return holds(words.resolve(tier.word).operator, value, literals.value(tier.value or ""))
