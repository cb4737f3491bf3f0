"""Of awards that search and names bring near each other: which one takes in what the caller said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from assistant.calculator.conditions import Stated, leaves
from assistant.calculator.listing import rule_options
from assistant.decide.accounting import Left
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD, Bound, meets
from assistant.decide.candidates import Candidate
from assistant.decide.payments import amounts_of
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.documents.model import Span

# Awards this near to the best one, by score, compete in what they explain; what each bound fact weighs.
RIVALS = 0.6
EXPLAINED = 1.0
ITS_OWN = 2  # facts that a sum paid before counts for, where it is one that the award pays
MOST_RIVALS = 8
# A second award this near to the first, with no name between them, may as well be the one meant.
AS_GOOD = 0.9


def fit(candidate: Candidate, best: float) -> float:
    """Score, and what the award takes in: that weighs the less the farther its matter is from what was asked."""
    return candidate.score + EXPLAINED * candidate.explained * candidate.score / best - candidate.passed_over


def rival_of(ordered: Sequence[Candidate], meant: Sequence[Candidate]) -> Candidate | None:
    """Another award that the words fit as well: neither is called by a name of its own, and both take in the same."""
    if len(meant) != 1 or len(ordered) < 2 or ordered[0] is not meant[0]:
        return None
    first, second = ordered[0], ordered[1]
    named = {name.surface for name in first.names} - {name.surface for name in second.names}
    best = max(first.score, second.score)
    near = fit(second, best) >= AS_GOOD * fit(first, best)
    return second if not named and near and first.rule.clause_id != second.rule.clause_id else None


def names_a_measure(candidate: Candidate, told: Told) -> bool:
    """`今年营收六十多亿` beside the award that is asked about: the noun of a figure names no award of its own."""
    figures = [f for f in told.facts if f.label]
    return bool(candidate.names) and all(
        any(name.surface in f.label and name.end <= f.at[1] <= name.end + 16 for f in figures)
        for name in candidate.names
    )


def barring_inputs(rule: BookRule) -> set[str]:
    """Inputs of what shuts a company out of the whole document, and of the exceptions."""
    conditions = [c for e in rule.document.exclusions for c in (e.when, e.unless)]
    return {leaf.input for c in conditions for leaf in leaves(c) if not isinstance(leaf, Stated)}


def explained(rule: BookRule, bounds: Sequence[Bound], told: Told) -> int:
    """How many stretches of the text went into inputs; a level only names an award, and what bars is any award's."""
    barring = barring_inputs(rule)
    paid = {PRIOR_AWARD, PAID_THIS_YEAR}
    its_own = any(
        f.role == "prior" and f.value in amounts_of(rule) for f in told.facts if f.kind == "money" and f.value
    )
    own = [b for b in bounds if b.input not in barring | paid and not rule_options(rule.rule, b.input)]
    return len({span for bound in own for span in bound.spans}) + ITS_OWN * its_own


def of_a_sister(told: Told, rule: BookRule, candidates: Sequence[Candidate], bounds: Sequence[Bound]) -> list[Left]:
    """年销售4500万, where the clause's other award takes it and the one computed takes no sum at all."""
    return [
        Left(at, f"这个数可能是“{sister.rule.title}”的，请说明是哪一项")
        for at, sister in _taken_by_sisters(told, rule, candidates, bounds)
    ]


def adders_of(rules: Sequence[BookRule], candidates: Sequence[Candidate]) -> list[BookRule]:
    """氢能额外的那份, asked for together with what it is paid on top of: named by words no other award of them has."""
    ids = {rule.id for rule in rules}
    names = {c.rule.id: {m.surface for m in c.names} for c in candidates}
    onto = {
        c.rule.id: c.rule for c in candidates
        if any(r.relation == "adds_to" and ids & {*r.rules} for r in c.rule.rule.stack)
    }  # fmt: skip
    said = Counter(surface for i in {*ids, *onto} for surface in names.get(i, ()))
    return [rule for i, rule in onto.items() if any(said[surface] == 1 for surface in names[i])]


def counted_twice(
    told: Told, rule: BookRule, candidates: Sequence[Candidate], own: Mapping[str, Sequence[Bound]]
) -> list[Left]:
    """一款是部级的，一款是市级的，两款一共: the two are counted for neither award alone."""
    rules = {c.rule.id: c.rule for c in candidates} | {rule.id: rule}
    counted = {i: _counted(rules[i], bounds) for i, bounds in own.items() if i in rules}
    mine = counted.pop(rule.id, None)
    others = [b for b in counted.values() if b is not None]
    if mine is None or mine.value < 2 or not others:
        return []
    shared = any(meets(at, mine.spans) for b in others for at in b.spans)
    start, end = told.span(mine.start)
    named = any(start <= m.start < end for c in candidates if c.rule.id == rule.id for m in c.names)
    both = not named and sum(b.value for b in others) <= mine.value
    return [Left(mine.spans[0], "这几件里哪些是这一项的，请说明")] if shared or both else []


def _counted(rule: BookRule, bounds: Sequence[Bound]) -> Bound | None:
    """What was bound as the number of things that the award is paid for."""
    times = {getattr(award, "times", None) for award in rule.rule.awards}
    return next((b for b in bounds if b.input in times and isinstance(b.value, Fraction) and b.spans), None)


def sisters_of(told: Told, rule: BookRule, candidates: Sequence[Candidate], bounds: Sequence[Bound]) -> list[BookRule]:
    """The clause's other awards that take in a sum which the one computed has no place for."""
    return list({s.id: s for _, s in _taken_by_sisters(told, rule, candidates, bounds)}.values())


def _taken_by_sisters(
    told: Told, rule: BookRule, candidates: Sequence[Candidate], bounds: Sequence[Bound]
) -> Iterator[tuple[Span, BookRule]]:
    takes = {rule.registry.spec(n).type for n in rule.accepted - {PRIOR_AWARD, PAID_THIS_YEAR}}
    taken = [span for bound in bounds for span in bound.spans]
    sisters = [c for c in candidates if c.rule.clause_id == rule.clause_id and c.rule.id != rule.id]
    for fact in told.facts:
        apart = fact.kind == "money" and "money" not in takes  # an award that takes sums may have left this one out
        of_days = fact.kind == "quantity" and fact.unit == "天"  # 开工早200天，投产早95天: each the other's
        if (apart or of_days) and fact.role == "given" and not meets(fact.at, taken):
            yield from [(fact.at, each.rule) for each in sisters if meets(fact.at, each.taken)][:1]


def passed_over(told: Told, bounds: Sequence[Bound]) -> int:
    """How many sums the company tells of itself went into no input."""
    taken = [span for bound in bounds for span in bound.spans]
    sums = [f for f in told.facts if f.kind == "money" and f.role == "given" and not f.negated and not f.bound]
    return sum(not meets(f.at, taken) for f in sums)
