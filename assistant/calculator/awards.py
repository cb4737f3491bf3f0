"""One function a kind: what the award comes to, from the facts. Each returns an `Outcome`, unlimited and exact.

A figure is read by `literals.value`; an input that is not known makes the outcome `needs`, with bounds where
the options or tiers give some.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from assistant.answer import Condition as Shown
from assistant.calculator import kinds, literals, words
from assistant.calculator.amounts import UNDETERMINED, ZERO, Amount, between, exact
from assistant.calculator.check import check, holds
from assistant.calculator.facts import Facts
from assistant.calculator.installments import installments
from assistant.calculator.ladders import ladder, up_to
from assistant.calculator.outcome import Outcome, Payment, needs, refused
from assistant.calculator.percentages import base_of, percent, percent_tiered
from assistant.calculator.trace import step
from assistant.calculator.yearly import yearly
from assistant.errors import InputInvalid
from index.text.figures import format_money, format_percent


def evaluate(
    award: kinds.Award, facts: Facts, most: Mapping[str, Fraction] | None = None, *, difference: bool = True
) -> Outcome:
    """The award's outcome.

    Args:
        most: caps counts by input id (最多不超过三年).
        difference: a tier reached before counts towards the new one (晋级补差).
    """
    match award:
        case kinds.Fixed():
            return _counted(_fixed(award), award.times, facts, most or {})
        case kinds.Choice():
            return _counted(_choice(award, facts), award.times, facts, most or {})
        case kinds.Ladder():
            return _counted(ladder(award, facts, difference=difference), award.times, facts, most or {})
        case kinds.UpTo():
            return _counted(up_to(award, facts), award.times, facts, most or {})
        case kinds.Percent():
            return percent(award, facts, most)
        case kinds.PercentTiered():
            return percent_tiered(award, facts)
        case kinds.PerStep():
            return _per_step(award, facts)
        case kinds.PerUnit():
            return _per_unit(award, facts, most or {})
        case kinds.Declining():
            return _declining(award, facts)
        case kinds.Installments():
            return installments(award, facts)
        case kinds.Yearly():
            return yearly(award, facts)
        case kinds.Match():
            return _match(award, facts)
        case kinds.Range():
            low, high = literals.ends(award.between)
            return Outcome(between(low, high), steps=[step("between", literal=literals.text(award.between))])
        case kinds.Nothing():
            by = f"，由“{award.decided_by}”确定" if award.decided_by else ""
            return Outcome(UNDETERMINED, reason=award.reason, steps=[step("open", reason=award.reason, decided_by=by)])


def _counted(outcome: Outcome, times: str | None, facts: Facts, most: Mapping[str, Fraction]) -> Outcome:
    """Times the count; one when nobody gave it (每个平台50万元: the amount of one)."""
    count = facts.number(times) if times else None
    if times is None or count is None or outcome.refused:
        return outcome
    if times in most and count > most[times]:
        count = most[times]
    unit, outcome.amount = outcome.amount, outcome.amount.times(count)
    outcome.pieces = count
    if count != 1 and outcome.settled and outcome.amount.high is not None:
        shown = facts.registry.show(times, count)
        outcome.steps.append(step("count", unit=str(unit), count=shown, result=str(outcome.amount)))
    return outcome


def _fixed(award: kinds.Fixed) -> Outcome:
    return Outcome(exact(literals.value(award.amount)), steps=[step("fixed", literal=literals.text(award.amount))])


def _choice(award: kinds.Choice, facts: Facts) -> Outcome:
    held = facts.get(award.by)
    amounts = [literals.value(option.amount) for option in award.options]
    if held is None:
        return needs([award.by], min(amounts), max(amounts))
    names = (held,) if isinstance(held, str) else tuple(held) if isinstance(held, tuple | frozenset) else ()
    if len(names) > 1 and award.together is None:
        label = facts.registry.spec(award.by).label
        raise InputInvalid(f"“{label}”一次只能填一个；有几个的请分别测算。", log=f"{award.by}: several options")
    chosen = [option for name in names for option in award.options if _is_option(option, name, facts, award.by)]
    label = facts.registry.spec(award.by).label
    if not chosen:
        shown = Shown(
            text=label, input=award.by, required="、".join(option_label(award.by, o, facts) for o in award.options),
            actual=facts.show(award.by), met="no",
        )  # fmt: skip
        return refused(conditions=[shown])
    return _pick(award, chosen, label, facts)


def _pick(award: kinds.Choice, chosen: list[kinds.Option], label: str, facts: Facts) -> Outcome:
    checked = [check(option.when, facts) for option in chosen]
    if any(each.truth == "unknown" for each in checked):
        missing = [input_id for each in checked for input_id in each.missing]
        return needs(missing, ZERO, max(literals.value(option.amount) for option in chosen))
    conditions = [shown for each in checked for shown in each.shown]
    live = [option for option, each in zip(chosen, checked, strict=True) if each.truth == "yes"]
    if not live:
        return refused([s for each in checked for s in each.steps], conditions)
    names = [option_label(award.by, option, facts) for option in live]
    best = max(live, key=lambda option: literals.value(option.amount))
    name, literal = option_label(award.by, best, facts), literals.text(best.amount)
    value = literals.value(best.amount)
    if len(live) == 1:
        said = step("option", label=label, option=name, literal=literal)
    elif award.together == "sum":
        value = sum((literals.value(option.amount) for option in live), ZERO)
        figures = "、".join(literals.text(option.amount) for option in live)
        name = "、".join(names)
        said = step("sum_options", options=name, literals=figures, result=format_money(value))
    else:
        said = step("highest_option", options="、".join(names), option=name, literal=literal)
    return Outcome(exact(value), steps=[said], option=name, conditions=conditions,
                   verify=[text for each in checked for text in each.verify])  # fmt: skip


def _is_option(option: kinds.Option, name: object, facts: Facts, by: str) -> bool:
    spec = facts.registry.spec(by)
    ids = [known.id for wanted in option.is_ if (known := spec.option(wanted))]
    if not option.word:
        return name in ids
    operator = words.resolve(option.word).operator
    return any(holds(operator, Fraction(spec.rank(str(name))), Fraction(spec.rank(each))) for each in ids)


def option_label(by: str, option: kinds.Option | kinds.RateOption, facts: Facts) -> str:
    """The level as the clause prints it, else as the registry labels it."""
    return "".join(option.label) or "、".join(facts.registry.show(by, name) for name in option.is_)


def _per_step(award: kinds.PerStep, facts: Facts) -> Outcome:
    value = facts.number(award.quantity)
    if value is None:
        return needs([award.quantity])
    size, amount = literals.value(award.step), literals.value(award.amount)
    above = value - (literals.value(award.over) if award.over else ZERO)
    count = math.floor(above / size)
    spec = facts.registry.spec(award.quantity)
    shown = format_percent(above) if spec.type == "percent" else facts.registry.show(award.quantity, max(above, ZERO))
    at, literal = literals.text(award.step), literals.text(award.amount)
    if count <= 0:
        missed = Shown(text=f"{spec.label}满一档（{at}）", input=award.quantity, required=at, actual=shown, met="no")
        said = step("whole_steps", label=spec.label, step=at, amount=literal, actual=shown, count="0")
        return refused([*facts.explained(award.quantity), said], [missed])
    result = exact(count * amount)
    return Outcome(
        result,
        steps=[
            *facts.explained(award.quantity),
            step("whole_steps", label=spec.label, step=at, amount=literal, actual=shown, count=str(count)),
            step("steps_amount", count=str(count), amount=literal, result=str(result)),
        ],
    )


def _per_unit(award: kinds.PerUnit, facts: Facts, most: Mapping[str, Fraction]) -> Outcome:
    quantity = facts.number(award.quantity)
    missing = [each for each in (award.quantity, *award.times) if facts.number(each) is None]
    if quantity is None or missing:
        return needs(missing)
    if quantity <= 0:
        label = facts.registry.spec(award.quantity).label
        missed = Shown(text=label, input=award.quantity, required="大于零", actual=_signed(quantity), met="no")
        return refused(conditions=[missed])
    steps = facts.explained(award.quantity)
    product, shown = literals.value(award.factor) if award.factor else Fraction(1), []
    for each in (award.quantity, *award.times):
        value, cap = facts.number(each) or ZERO, most.get(each)
        if cap is not None and value > cap:
            printed = facts.registry.show(each, cap)
            label = facts.registry.spec(each).label
            bound = f"最多{printed}"
            steps.append(step("base_cap", label=label, actual=facts.show(each), bound=bound, cap=printed))
            value = cap
        product *= value
        shown.append(facts.registry.show(each, value))
    result = exact(product * literals.value(award.unit_amount))
    factors = [*shown[1:], *([literals.text(award.factor)] if award.factor else [])]
    steps.append(
        step("units", quantity=shown[0], unit=literals.text(award.unit_amount), result=str(result),
             factor="".join(f"×{each}" for each in factors))
    )  # fmt: skip
    return Outcome(result, steps=steps)


def _signed(value: Fraction) -> str:
    return ("-" if value < 0 else "") + format_money(abs(value)).replace("元", "")


def _declining(award: kinds.Declining, facts: Facts) -> Outcome:
    base = base_of(award.base, facts)
    if not base.settled or base.refused:
        return base
    assert base.amount.high is not None
    years = int(literals.value(award.years))
    rates = [_rate_of_year(award, year) for year in range(1, years + 1)]
    schedule = [Payment(f"第{number}年", None, base.amount.high * rate) for number, rate in enumerate(rates, start=1)]
    year = facts.number(award.year)
    if year is None:
        outcome = needs([award.year], schedule[-1].amount, schedule[0].amount)
        outcome.steps, outcome.schedule = base.steps, schedule
        return outcome
    if not 1 <= year <= years:
        most = f"不超过{literals.text(award.years)}"
        shown = Shown(text=f"支持年限{most}", input=award.year, required=most, actual=facts.show(award.year), met="no")
        return refused(base.steps, [shown])
    rate = rates[int(year) - 1]
    result: Amount = exact(base.amount.high * rate)
    said = [
        step("decline", year=str(year), rate=format_percent(rate), first=literals.text(award.rate),
             decrease=literals.text(award.decrease)),
        step("rate", label="", base=str(base.amount), rate=format_percent(rate), result=str(result)),
    ]  # fmt: skip
    return Outcome(result, steps=[*base.steps, *said], option=f"第{year}年")


def _rate_of_year(award: kinds.Declining, year: int) -> Fraction:
    first, decrease = literals.value(award.rate), literals.value(award.decrease)
    if award.manner == "points":
        return max(first - decrease * (year - 1), ZERO)
    return first * (1 - decrease) ** (year - 1)


def _match(award: kinds.Match, facts: Facts) -> Outcome:
    parts = {input_id: value for input_id in award.of if (value := facts.number(input_id)) is not None}
    if not parts:
        return needs([award.of[0]])
    base = sum(parts.values(), ZERO)
    if award.ratio is not None:
        theirs, ours = literals.sides(award.ratio)
        rate, shown = ours / theirs, literals.text(award.ratio)
    else:
        assert award.rate is not None
        rate, shown = literals.value(award.rate), literals.text(award.rate)
    result = exact(base * rate)
    label = "、".join(facts.registry.spec(input_id).label for input_id in parts)
    return Outcome(result, steps=[step("match", label=label, base=format_money(base), rate=shown, result=str(result))])
