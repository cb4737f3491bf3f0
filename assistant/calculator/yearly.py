"""An award told year by year: a rate for each year of a base, or a sum paid out in shares over the years."""

from __future__ import annotations

from fractions import Fraction

from assistant.answer import Condition as Shown
from assistant.calculator import kinds, literals
from assistant.calculator.amounts import ZERO, exact
from assistant.calculator.facts import Facts
from assistant.calculator.outcome import Outcome, Payment, refused
from assistant.calculator.percentages import base_of
from assistant.calculator.trace import Step, step
from index.text.figures import format_money, number


def yearly(award: kinds.Yearly, facts: Facts) -> Outcome:
    """The payment of the year that is asked for; of all years together where none is."""
    whole = _whole(award, facts)
    if not whole.settled or whole.refused:
        return whole
    assert whole.amount.high is not None
    only = facts.number(award.year)
    steps, due, schedule = list(whole.steps), ZERO, list[Payment]()
    for label, rate in _rates(award):
        if only is not None and number(label.strip("第年")) != only:
            continue
        amount, said = _of_year(award, label, rate, whole.amount.high)
        steps += said
        schedule.append(Payment(label, None, amount))
        due += amount
    if not schedule:
        labels = "、".join(label for label, _ in _rates(award))
        shown = Shown(text="发放年度", input=award.year, required=labels, actual=facts.show(award.year), met="no")
        return refused(whole.steps, [shown])
    outcome = Outcome(exact(due), steps=steps, schedule=schedule)
    if len(schedule) > 1:
        outcome.steps.append(step("sum", result=format_money(due)))
    if only is not None:
        outcome.option = schedule[0].label
    elif award.base is not None:
        outcome.notes.append(f"按每年的{facts.registry.spec(award.base.of).label}都相同，合计{len(schedule)}年。")
    return outcome


def _whole(award: kinds.Yearly, facts: Facts) -> Outcome:
    """What the rates are of."""
    if award.base is not None:
        return base_of(award.base, facts)
    assert award.amount is not None
    printed = literals.text(award.amount)
    return Outcome(exact(literals.value(award.amount)), steps=[step("fixed", literal=printed)])


def _rates(award: kinds.Yearly) -> list[tuple[str, kinds.YearRate]]:
    found = [(label, rate) for rate in award.rates for label in rate.years]
    return sorted(found, key=lambda each: number(each[0].strip("第年")))


def _of_year(award: kinds.Yearly, label: str, rate: kinds.YearRate, of: Fraction) -> tuple[Fraction, list[Step]]:
    amount, shown = of * literals.value(rate.rate), literals.text(rate.rate)
    said = [step("rate", label=label, base=format_money(of), rate=shown, result=format_money(amount))]
    if award.most is not None and amount > (most := literals.value(award.most)):
        printed = literals.text(award.most)
        capped = step(
            "base_cap", label=label, actual=format_money(amount), bound=f"每年{award.word}{printed}", cap=printed
        )
        said.append(capped)
        amount = most
    return amount, said
