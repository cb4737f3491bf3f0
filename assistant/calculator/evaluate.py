"""One rule, the facts, one result. The order of steps is fixed here and nowhere else:

event inside the period → document exclusions → conditions → award, branches or parts → limits →
difference on promotion → who pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from assistant.answer import Condition as Shown
from assistant.calculator import awards, literals, words
from assistant.calculator.amounts import ZERO, exact
from assistant.calculator.check import check
from assistant.calculator.document import DocumentRules
from assistant.calculator.facts import Facts
from assistant.calculator.kinds import Choice, Ladder
from assistant.calculator.listing import award_inputs
from assistant.calculator.outcome import Outcome, enclosing, needs, refused
from assistant.calculator.rule import Branch, Exactness, Limit, Part, Rule, RuleFile
from assistant.calculator.trace import step
from assistant.errors import RuleInvalid
from index.text.figures import format_money

PRIOR_AWARD: Final = "prior_award"  # paid earlier for the same award: promotion differences, cumulative caps
PAID_THIS_YEAR: Final = "paid_this_year"  # paid under the same yearly cap
OVERALL: Final = frozenset({"企业", "主体", "家"})  # limits on the applicant; the others are on one thing


@dataclass(slots=True)
class Result:
    """An outcome with what stacking needs of the way there.

    Attributes:
        uncapped: before the limits on the applicant, so that several results can share one budget.
    """

    file: RuleFile
    rule: Rule
    outcome: Outcome
    uncapped: Outcome
    payers: list[tuple[str, Fraction]] = field(default_factory=list)

    @property
    def rule_id(self) -> str:
        return self.file.rule_id(self.rule)


def evaluate(
    file: RuleFile,
    rule: Rule,
    items: Sequence[tuple[Facts, str]],
    document: DocumentRules,
    approved: Fraction | None = None,
) -> Result:
    """The award of one rule; the document's exclusions are included, its period is the caller's.

    `approved` is a sum in yuan that an authority has fixed: it takes the place of what the clause comes to.

    `items` are the facts of each thing (usually one) and how it is shown: two projects are each evaluated on
    their own, then the limits on the applicant hold for their sum.
    """
    excluded = _excluded(document, items[0][0])
    if excluded is not None:
        return Result(file, rule, excluded, excluded)
    if approved is not None:
        outcome = Outcome(exact(approved), steps=[step("approved", amount=format_money(approved))])
        return Result(file, rule, outcome, outcome, _payers(document, file.clause, outcome, items[0][0]))
    return _finished(file, rule, items, document)


def _excluded(document: DocumentRules, facts: Facts) -> Outcome | None:
    """Refused, when the applicant is known to be excluded; an unknown exclusion never blocks."""
    for exclusion in document.exclusions:
        caught = check(exclusion.when, facts)
        spared = check(exclusion.unless, facts) if exclusion.unless else None
        if (
            caught.truth != "yes"
            or caught.verify
            or (spared is not None and spared.truth == "yes" and not spared.verify)
        ):
            continue
        shown = Shown(text=exclusion.text, input=caught.shown[0].input, required="不属于", actual="属于", met="no")
        outcome = refused([step("excluded", text=exclusion.text)], [shown])
        outcome.notes.append(f"原文：{exclusion.quote}")
        return outcome
    return None


def _finished(file: RuleFile, rule: Rule, items: Sequence[tuple[Facts, str]], document: DocumentRules) -> Result:
    facts = items[0][0]
    rule = rule.model_copy(update={"progress": rule.progress or document.progress})
    singles = [_single(file, rule, each) for each, _ in items]
    uncapped = singles[0] if len(singles) == 1 else _summed(singles, [shown for _, shown in items])
    outcome = _copy(uncapped)
    for limit in (*rule.limits, *file.shared.limits):
        if limit.per in OVERALL:
            _apply_limit(limit, outcome, facts)
    if rule.progress == "difference":
        _take_off_prior(rule, outcome, facts)
    result = Result(file, rule, outcome, uncapped)
    result.payers = _payers(document, file.clause, outcome, facts)
    return result


def _copy(outcome: Outcome) -> Outcome:
    names = ("missing", "conditions", "verify", "steps", "notes", "schedule")
    copied = Outcome(
        outcome.amount, outcome.refused, option=outcome.option, pieces=outcome.pieces, reason=outcome.reason
    )
    for name in names:
        setattr(copied, name, list(getattr(outcome, name)))
    return copied


def _single(file: RuleFile, rule: Rule, facts: Facts) -> Outcome:
    """Conditions, body, exactness and the limits that hold for one thing."""
    checked = check((*file.shared.when, *rule.when), facts)
    if checked.truth == "no":
        outcome = refused(checked.steps, checked.shown)
        outcome.notes += checked.notes
        return outcome
    body = _body(file, rule, facts)
    body.conditions = checked.shown + body.conditions
    body.steps = checked.steps + body.steps
    body.notes = checked.notes + body.notes
    body.verify = checked.verify + body.verify
    for limit in (*rule.limits, *file.shared.limits):
        if limit.per not in OVERALL:
            _apply_limit(limit, body, facts)
    if checked.truth == "unknown" and not body.refused:
        body.missing = list(dict.fromkeys([*checked.missing, *body.missing]))
        body.amount = enclosing([body, refused()])
    return body


def _body(file: RuleFile, rule: Rule, facts: Facts) -> Outcome:
    most = {
        limit.by: literals.value(limit.times_max)
        for limit in (*rule.limits, *file.shared.limits)
        if limit.by and limit.times_max
    }
    if rule.award is not None:
        outcome = awards.evaluate(rule.award, facts, most, difference=rule.progress == "difference")
        outcome.amount = outcome.amount.worded(rule.exactness) if not outcome.missing else outcome.amount
        return outcome
    if rule.branches:
        return _branches(file.rule_id(rule), rule.branches, rule.exactness, facts, most)
    return _parts(rule.parts, rule.exactness, facts, most)


def _branches(
    rule_id: str, branches: Sequence[Branch], default: Exactness, facts: Facts, most: dict[str, Fraction]
) -> Outcome:
    """Exactly one applies. A branch whose own conditions hold silences those it overrides."""
    checks = {branch.id: check(branch.when, facts) for branch in branches}
    silenced = {o for branch in branches if checks[branch.id].truth == "yes" for o in branch.overrides}
    live = [branch for branch in branches if checks[branch.id].truth == "yes" and branch.id not in silenced]
    unsure = [branch for branch in branches if checks[branch.id].truth == "unknown" and branch.id not in silenced]
    if len(live) > 1:
        names = "、".join(branch.id for branch in live)
        raise RuleInvalid(f"规则 {rule_id} 有两个分支同时适用：{names}。请补充 overrides 或收紧条件。")
    outcomes = {branch.id: _branch(branch, default, facts, most) for branch in [*live, *unsure]}
    if not live and not unsure:
        outcome = refused(conditions=[shown for each in checks.values() for shown in each.shown])
        closest = min(checks.values(), key=lambda each: sum(shown.met == "no" for shown in each.shown))
        outcome.steps = closest.steps
        return outcome
    if not unsure:
        chosen = outcomes[live[0].id]
        own = checks[live[0].id]
        chosen.conditions = own.shown + chosen.conditions
        chosen.steps = own.steps + chosen.steps
        chosen.notes = own.notes + chosen.notes
        chosen.verify = own.verify + chosen.verify
        chosen.option = chosen.option or "".join(live[0].label)
        return chosen
    missing = [each for branch in unsure for each in checks[branch.id].missing]
    outcome = needs(list(dict.fromkeys(missing)))
    candidates = [*outcomes.values(), *([] if live else [refused()])]
    outcome.amount = enclosing(candidates)
    outcome.conditions = [shown for branch in [*live, *unsure] for shown in checks[branch.id].shown]
    return outcome


def _branch(branch: Branch, default: Exactness, facts: Facts, most: dict[str, Fraction]) -> Outcome:
    outcome = awards.evaluate(branch.award, facts, most, difference=False)
    if not outcome.missing:
        outcome.amount = outcome.amount.worded(branch.exactness or default)
    for limit in branch.limits:
        _apply_limit(limit, outcome, facts)
    return outcome


def _parts(parts: Sequence[Part], default: Exactness, facts: Facts, most: dict[str, Fraction]) -> Outcome:
    """All that the applicant speaks of, summed. A part of which nothing was said is left out, and said so."""
    total = Outcome(exact(ZERO))
    done, silent = [], []
    for part in parts:
        checked = check(part.when, facts)
        outcome = awards.evaluate(part.award, facts, most)
        if (outcome.missing or checked.truth == "unknown") and not _spoken_of(part, facts):
            silent.append((part, outcome))
            continue
        if checked.truth == "no" or outcome.refused:
            total.conditions += checked.shown + outcome.conditions
            continue
        if not outcome.missing:
            outcome.amount = outcome.amount.worded(default)
        for limit in part.limits:
            _apply_limit(limit, outcome, facts)
        done.append(part)
        total.amount = total.amount + outcome.amount
        total.missing += [*checked.missing, *outcome.missing]
        total.conditions += checked.shown
        total.verify += checked.verify + outcome.verify
        total.steps += [*outcome.steps, step("part", title=part.title, result=str(outcome.amount))]
        total.notes += outcome.notes
    if not done:
        if not silent:
            total.refused = True
            return total
        return needs(list(dict.fromkeys(each for _, outcome in silent for each in outcome.missing)))
    if silent:
        total.notes.append(f"没有说到的部分未计入：{'、'.join(part.title for part, _ in silent)}。")
    if len(done) > 1:
        total.steps.append(step("sum", result=str(total.amount)))
    return total


def _spoken_of(part: Part, facts: Facts) -> bool:
    """Whether any input of the part was given."""
    return any(facts.given(each) for name in award_inputs(part.award) for each in facts.registry.sources(name))


def _summed(singles: list[Outcome], shown: list[str]) -> Outcome:
    """Several things of the same rule: their amounts added, each with its own line."""
    total = Outcome(exact(ZERO), refused=all(single.refused for single in singles))
    for number, (single, value) in enumerate(zip(singles, shown, strict=True), start=1):
        total.amount = total.amount + single.amount
        total.missing += single.missing
        total.conditions += single.conditions
        total.verify += [text for text in single.verify if text not in total.verify]
        total.notes += [note for note in single.notes if note not in total.notes]
        total.steps += [*single.steps, step("item", number=str(number), value=value, result=str(single.amount))]
    total.steps.append(step("sum", result=str(total.amount)))
    return total


def _apply_limit(limit: Limit, outcome: Outcome, facts: Facts) -> None:
    """Cap the outcome; a limit on one thing holds for each of the things counted."""
    if outcome.refused:
        return
    if limit.by and limit.times_max:
        _apply_duration(limit, outcome, facts)
    if limit.max is None:
        return
    ceiling = literals.value(limit.max) * (1 if limit.per in OVERALL else outcome.pieces)
    printed = f"{limit.word}{literals.text(limit.max)}"
    used = _used(limit, facts)
    if used > 0:
        ceiling = max(ceiling - used, ZERO)
        outcome.steps.append(step("cap_left", bound=printed, used=format_money(used), left=format_money(ceiling)))
    if outcome.missing or outcome.amount.sureness == "undetermined":
        outcome.amount = outcome.amount.capped(ceiling)
        return
    over = outcome.amount.high is None or outcome.amount.high > ceiling
    outcome.amount = outcome.amount.capped(ceiling)
    outcome.steps.append(
        step("cap_hit", bound=printed, max=format_money(ceiling)) if over else step("cap_kept", bound=printed)
    )


def _used(limit: Limit, facts: Facts) -> Fraction:
    if limit.window in ("累计", "期间"):
        return facts.number(PRIOR_AWARD) or ZERO
    return (facts.number(PAID_THIS_YEAR) or ZERO) if limit.window == "年" else ZERO


def _apply_duration(limit: Limit, outcome: Outcome, facts: Facts) -> None:
    """最多不超过三年: a year beyond the last one gets nothing (a count of years was capped before)."""
    assert limit.by is not None
    assert limit.times_max is not None
    value, most = facts.number(limit.by), literals.value(limit.times_max)
    if value is None or value <= most or facts.registry.spec(limit.by).type != "year_index":
        return
    required = words.resolve(limit.word).around(literals.text(limit.times_max))
    outcome.conditions.append(
        Shown(text=f"支持年限{required}", input=limit.by, required=required, actual=facts.show(limit.by), met="no")
    )
    outcome.refused, outcome.amount, outcome.missing = True, exact(ZERO), []


def _take_off_prior(rule: Rule, outcome: Outcome, facts: Facts) -> None:
    """晋级补差: what was paid for the lower level counts towards the higher one."""
    if outcome.refused or outcome.missing or outcome.amount.sureness == "undetermined":
        return
    paid = facts.number(PRIOR_AWARD)
    tiered = isinstance(rule.award, Choice | Ladder)
    if paid is None:
        if tiered and rule.progress == "difference":
            outcome.notes.append("如此前已享受较低档次的奖励，只补差额。")
        return
    full, outcome.amount = outcome.amount, outcome.amount.less(paid)
    if paid > 0:
        outcome.steps.append(step("difference", full=str(full), paid=format_money(paid), result=str(outcome.amount)))


def _payers(document: DocumentRules, clause_id: str, outcome: Outcome, facts: Facts) -> list[tuple[str, Fraction]]:
    """Exact shares of a sure amount; the caller rounds, the last payer takes the remainder."""
    funding = document.funding_of(clause_id)
    if funding is None or outcome.refused or outcome.missing:
        return []
    inside = facts.get(funding.input)
    if inside is None:
        outcome.notes.append(
            f"资金由谁承担：区内由{'和'.join(funding.payers)}按{literals.text(funding.split)}比例承担，其他区域由{funding.otherwise}全额承担；金额不变。"
        )
        return []
    if outcome.amount.sureness not in ("exact", "at_most") or outcome.amount.high is None:
        return []
    whole = outcome.amount.high
    if inside is False:
        return [(funding.otherwise, whole)]
    left, right = literals.sides(funding.split)
    first = whole * left / (left + right)
    shares = [(funding.payers[0], first), (funding.payers[1], whole - first)]
    shown = "，".join(f"{who}{format_money(share)}" for who, share in shares)
    outcome.steps.append(step("split", shares=shown))
    return shares
