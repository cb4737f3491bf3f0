"""Tiers on a quantity: the ladder with its amounts, 首次 against earlier years, and tiers without amounts."""

from __future__ import annotations

from fractions import Fraction

from assistant.answer import Condition as Shown
from assistant.calculator import kinds, literals, words
from assistant.calculator.amounts import ZERO, at_most, between, exact
from assistant.calculator.check import check, equality_note, holds, shortfall
from assistant.calculator.facts import Facts
from assistant.calculator.outcome import Outcome, needs, refused
from assistant.calculator.trace import Step, step


def ladder(award: kinds.Ladder, facts: Facts, *, difference: bool = True) -> Outcome:
    """The highest tier reached whose own conditions hold.

    `difference`: a lower tier reached before counts towards it (晋级补差).
    """
    spec = facts.registry.spec(award.by)
    value = facts.number(award.by)
    tops = sorted(award.steps, key=lambda tier: literals.against(spec, tier.at), reverse=True)
    best_amount = max(literals.value(tier.amount) for tier in tops)
    if value is None:
        return needs([award.by], ZERO, best_amount)
    missing: list[str] = []
    conditions: list[Shown] = []
    for tier in tops:
        if not _reached(award, tier, value, facts):
            continue
        checked = check(tier.when, facts)
        conditions += checked.shown
        if checked.truth == "no":
            continue
        if checked.truth == "unknown":
            missing += checked.missing
            continue
        return _tier_outcome(award, tier, tops, value, facts, missing, conditions, checked.steps, difference)
    if missing:
        return needs(missing, ZERO, best_amount)
    return _below(award, tops[-1], value, facts, conditions)


def _tier_word(award: kinds.Ladder, tier: kinds.Step) -> words.Word:
    return words.resolve(tier.word or award.word)


def _reached(award: kinds.Ladder, tier: kinds.Step, value: Fraction, facts: Facts) -> bool:
    figure = literals.against(facts.registry.spec(award.by), tier.at)
    return holds(_tier_word(award, tier).operator, value, figure)


def _tier_outcome(
    award: kinds.Ladder, tier: kinds.Step, tops: list[kinds.Step], value: Fraction, facts: Facts, missing: list[str],
    conditions: list[Shown], steps: list[Step], difference: bool,
) -> Outcome:  # fmt: skip
    amount = literals.value(tier.amount)
    if missing:
        return needs(missing, amount, max(literals.value(each.amount) for each in tops))
    word, at = _tier_word(award, tier), literals.text(tier.at)
    spec = facts.registry.spec(award.by)
    said = step(
        "tier", label=spec.label, actual=facts.show(award.by), bound=word.around(at), literal=literals.text(tier.amount)
    )
    outcome = Outcome(exact(amount), steps=[*steps, said], conditions=conditions, option=word.around(at))
    outcome.notes += _equality_notes(award, tops, value, facts)
    earlier = facts.number(award.before) if award.before and facts.given(award.before) else None
    if earlier is None:
        return outcome
    passed = next((each for each in tops if _reached(award, each, earlier, facts)), None)
    if passed is None:
        return outcome
    reached_before = word.around(literals.text(passed.at))
    if passed is tier or literals.value(passed.amount) >= amount:
        shown = Shown(
            text="首次", input=award.before or "", required=f"首次{word.around(at).removeprefix('首次')}",
            actual=facts.show(award.before or ""), met="no", shortfall="以前年度已经达到，不是首次",
        )  # fmt: skip
        return refused([step("earlier_tier", bound=reached_before, literal=literals.text(passed.amount))], [shown])
    outcome.steps.append(step("earlier_tier", bound=reached_before, literal=literals.text(passed.amount)))
    if difference and not facts.given("prior_award"):
        outcome.notes.append(f"此前已到“{reached_before}”一档；该档奖励是否已领，影响补差。")
        outcome.missing = ["prior_award"]
        outcome.amount = between(amount - literals.value(passed.amount), amount)
    return outcome


def _equality_notes(award: kinds.Ladder, tops: list[kinds.Step], value: Fraction, facts: Facts) -> list[str]:
    notes = []
    for tier in tops:
        word = _tier_word(award, tier)
        if word.disputed and literals.against(facts.registry.spec(award.by), tier.at) == value:
            notes.append(equality_note(word, literals.text(tier.at)))
    return notes


def _below(award: kinds.Ladder, lowest: kinds.Step, value: Fraction, facts: Facts, conditions: list[Shown]) -> Outcome:
    """No tier: how much is missing for the lowest."""
    word, spec = _tier_word(award, lowest), facts.registry.spec(award.by)
    outcome = refused(conditions=conditions)
    if not _reached(award, lowest, value, facts):
        outcome.conditions.append(_missed(award.by, word, lowest.at, value, facts))
        outcome.steps.append(_missed_step(spec.label, outcome.conditions[-1]))
    outcome.notes += _equality_notes(award, [lowest], value, facts)
    return outcome


def _missed(by: str, word: words.Word, at: str, value: Fraction, facts: Facts) -> Shown:
    spec, required = facts.registry.spec(by), word.around(literals.text(at))
    gap = shortfall(spec, word.operator, value, literals.against(spec, at))
    return Shown(
        text=f"{spec.label}{required}", input=by, required=required, actual=facts.show(by), met="no", shortfall=gap
    )


def _missed_step(label: str, shown: Shown) -> Step:
    return step(
        "not_reached", label=label, actual=shown.actual, required=shown.required, shortfall=f"（{shown.shortfall}）"
    )


def up_to(award: kinds.UpTo, facts: Facts) -> Outcome:
    ceiling = None if award.max is None else literals.value(award.max)
    outcome = Outcome(at_most(ceiling), reason=award.reason)
    if award.tiers is not None:
        spec, value, word = facts.registry.spec(award.tiers.by), facts.number(award.tiers.by), None
        if value is None:
            return needs([award.tiers.by], ZERO, ceiling)
        word = words.resolve(award.tiers.word)
        ordered = sorted(award.tiers.steps, key=lambda at: literals.against(spec, at))
        reached = [at for at in ordered if holds(word.operator, value, literals.against(spec, at))]
        if not reached:
            shown = _missed(award.tiers.by, word, ordered[0], value, facts)
            return refused([_missed_step(spec.label, shown)], [shown])
        bound = word.around(literals.text(reached[-1]))
        outcome.steps.append(step("tier_only", label=spec.label, actual=facts.show(award.tiers.by), bound=bound))
    if award.max is not None:
        outcome.steps.append(step("ceiling", word=award.word, literal=literals.text(award.max)))
    else:
        outcome.steps.append(step("open", reason=award.reason, decided_by=""))
    return outcome
