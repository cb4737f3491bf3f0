"""Several things told of in one message: 国家标准2项是主导的，行业标准1项是参编的 are two things of one award.

A message is read from left to right; where an input that the present thing has already is told again, the next thing
begins. What was told once holds for all, and a thing that leaves a level out has that of the thing before it. Sums
count as several things only where the message says so: how many there are, by 一个…另一个, or in a list (450万、200万).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from assistant.calculator.conditions import Stated, leaves
from assistant.calculator.inputs import Each, InputSpec
from assistant.calculator.kinds import Choice, Ladder
from assistant.calculator.listing import award_inputs
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD, Bound
from assistant.decide.figures import Figures
from assistant.decide.levels import current_options
from assistant.decide.phrases_of_law import limits_of
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.documents.model import Span

_ONE_BY_ONE: Final = re.compile(
    r"一[个家项款场台套].{0,30}一[个家项款场台套]|分别|另一|另外一|第二个|[甲A].{0,40}[乙B]"
)
_ONE_MATTER: Final = re.compile(r"同一|同时|同个|就高|补差|差额")
_PER_THING: Final = re.compile(r"(?:单个|每个?)(?=项|项目|平台|品种|场|产品|园区)")
_LISTED: Final = re.compile(r"[、,，和及与跟]?(?:另)?(?:一[个家项款场])?")  # what stands between two sums of a list
_COUNTED: Final = frozenset({"项目", "平台", "品种", "场", "产品", "园区", "项", "个"})
_PIECES: Final = frozenset({"款", "个", "项", "家", "位", "台", "套", "场", "件"})
_EACH: Final = ("都", "各", "每", "均", "分别")
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class _Said:
    """One input told of one thing."""

    input: str
    value: Any
    at: Span


@dataclass(slots=True)
class _Thing:
    """What was told of one thing, by input."""

    said: dict[str, _Said] = field(default_factory=dict)


def things(figures: Figures) -> list[Bound]:
    """Inputs with one value for each thing; empty where one thing, or none, is told of."""
    rule, specs, told = figures.rule, figures.specs, figures.told
    slots = _slots(rule, specs)
    counters = {times for award in rule.rule.awards if isinstance(times := getattr(award, "times", None), str)}
    money = {name for name in slots if specs[name].type in ("money", "area", "kwh")}
    if not slots:
        return []
    # 三场，到会88家、100家、132家: a count that is measured, where no other input is counted in its unit
    own_unit = {name for name in slots if specs[name].type == "count" and figures.units[specs[name].unit] == 1}
    money |= own_unit - counters
    found = _separate(_mentions(slots, specs, told, figures), specs)
    found = [thing for thing in found if not _of_no_kind(thing, found, rule)]
    several = len(found) > 1 and _told_so(found, money, told, specs)
    counted = any(specs[name].type == "count" for name in slots)
    alike = {} if counted or not _by_the_thing(rule) else _alike(found, money, told)
    if not several and not (len(found) == 1 and alike):
        return []
    found = [thing for place, thing in enumerate(found) for _ in range(alike.get(place, (1, ()))[0])]
    how_many = (*_how_many(found, told, specs), *(at for _, spans in alike.values() for at in spans))
    return _as_bounds(found, slots, specs, told, how_many)


def _as_bounds(
    found: Sequence[_Thing], slots: Sequence[str], specs: dict[str, InputSpec], told: Told, also: Sequence[Span]
) -> list[Bound]:
    """One value of every input for each thing; `also`: further words that went into them."""
    bounds = []
    for name in (name for name in slots if any(name in thing.said for thing in found)):
        values = _filled(found, name, specs[name])
        spans = list(dict.fromkeys(thing.said[name].at for thing in found if name in thing.said))
        if len(set(map(str, values))) == 1 and specs[name].type != "money":
            values = [values[0]] * len(found)
        first = spans[0]
        bounds.append(Bound(name, Each(values), told.text[slice(*first)], *first, also=(*spans[1:], *also)))
    return bounds


def _slots(rule: BookRule, specs: dict[str, InputSpec]) -> list[str]:
    """Inputs that may differ from thing to thing: what the awards are computed from and what branches ask."""
    own, awards = rule.rule, rule.rule.awards
    if any(isinstance(award, Ladder) and not award.times and not _by_the_thing(rule) for award in awards):
        return []
    found = {name for award in awards for name in award_inputs(award)}
    for conditions in (own.when, *(b.when for b in own.branches)):
        found |= {leaf.input for leaf in leaves(conditions) if not isinstance(leaf, Stated)}
    wanted = ("money", "count", "enum", "ordered_enum", "kwh", "area")
    return [
        name for name in specs
        if name in found and specs[name].type in wanted and name not in (PRIOR_AWARD, PAID_THIS_YEAR)
        and not name.endswith("_rank")
    ]  # fmt: skip


def _by_the_thing(rule: BookRule) -> bool:
    """Whether the rule pays by the thing: a company has one turnover, and 单个品种 are several."""
    return any(limit.per in _COUNTED for limit in limits_of(rule)) or _PER_THING.search(rule.rule.quote) is not None


def _alike(found: Sequence[_Thing], money: set[str], told: Told) -> dict[int, tuple[int, tuple[Span, ...]]]:
    """`两款单品破亿`: how many things one sum is told of, by place, with the words that say so."""
    counts = [f for f in told.facts if f.kind == "quantity" and f.unit in _PIECES and isinstance(f.value, Fraction)]
    result: dict[int, tuple[int, tuple[Span, ...]]] = {}
    for place, thing in enumerate(found):
        for said in (thing.said[name] for name in money if name in thing.said):
            segment = told.segment(said.at[0])
            near = [f for f in counts if segment.start <= f.at[0] < said.at[0] and 1 < f.value <= MOST]  # type: ignore[operator]
            ones = [f.at[0] for f in counts if f.value == 1]
            near = [f for f in near if not any(f.at[1] <= one < said.at[0] for one in ones)]  # 两个品种，一个2600万
            if len(near) == 1 and near[0].value.denominator == 1:  # type: ignore[union-attr]
                result[place] = (int(near[0].value), (near[0].at,))
    return result


def _mentions(slots: Sequence[str], specs: dict[str, InputSpec], told: Told, figures: Figures) -> list[_Said]:
    found = [
        _Said(name, mention.concept, (mention.start, mention.end))
        for name in slots
        if specs[name].options
        for mention in current_options(specs[name], told)
    ]
    dated = any(f.period == "this_year" for f in figures.facts.values())  # else 去年 is of all that is told
    for figure in figures.figures:
        aside = figures.prior(figure) or figures.part(figure) or figures.moves(figure) or figures.passed(figure)
        if aside or (dated and (figures.period(figure) or 0) < 0):
            continue
        scored = [
            (figures.affinity(name, spec, figure), name)
            for name in slots
            if not (spec := specs[name]).options and figures.fits(spec, figure) and not figures.foreign(spec, figure)
        ]
        if scored and (max(scored)[0] > 0 or len(scored) == 1):
            found.append(_Said(max(scored)[1], figure.value, (figure.start, figure.end)))
    return sorted(found, key=lambda said: said.at)


def _separate(said: Sequence[_Said], specs: dict[str, InputSpec]) -> list[_Thing]:
    """A new thing begins where an input is told again; a count that adds up the earlier ones is no thing."""
    found: list[_Thing] = []
    last = ""
    for each in said:
        again = bool(found) and each.input in found[-1].said
        if again and last == each.input and found[-1].said[each.input].value == each.value and specs[last].options:
            continue  # the same word once more: 主导，牵头
        if not found or again:
            found.append(_Thing())
        found[-1].said[each.input] = each
        last = each.input
    counts = [name for name, spec in specs.items() if spec.type == "count"]
    return [
        thing for place, thing in enumerate(found)
        if not (set(thing.said) <= set(counts) and _a_total(thing, found[:place] + found[place + 1 :]))
    ]  # fmt: skip


def _of_no_kind(thing: _Thing, found: Sequence[_Thing], rule: BookRule) -> bool:
    """主导团体标准1项, beside standards of the kinds that are paid: of a kind the award does not know."""
    kinds = {award.by for award in rule.rule.awards if isinstance(award, Choice)}
    told = [kind for kind in kinds if sum(kind in other.said for other in found) > 1]
    return bool(told) and not kinds & thing.said.keys()


def _a_total(thing: _Thing, others: Sequence[_Thing]) -> bool:
    """`三项里，国标1项、行标2项`: the three are the others together, or as many as the others."""
    for name, said in thing.said.items():
        told = [o.said[name].value for o in others if name in o.said]
        if said.value in (sum(told, Fraction(0)), Fraction(len(others))):
            return True
    return False


def _told_so(found: Sequence[_Thing], money: set[str], told: Told, specs: dict[str, InputSpec]) -> bool:
    """Whether the message speaks of several things, and not of one thing twice."""
    counted = [n for n in {n for t in found for n in t.said} if specs[n].type == "count"]
    levels = [n for n in {n for t in found for n in t.said} if specs[n].options]
    if levels and counted and all(any(n in t.said for n in levels) for t in found):
        return True
    if levels and not counted and not money & {n for t in found for n in t.said} and not _ONE_MATTER.search(told.text):
        named = any(told.text.startswith(tuple(_COUNTED), at[1]) for at in _how_many(found, told, specs))
        return named or bool(_ONE_BY_ONE.search(told.text))
    sums = [[t.said[n].at for t in found if n in t.said] for n in money]
    for places in sums:
        if len(places) != len(found):
            continue
        listed = all(_LISTED.fullmatch(told.text[a[1] : b[0]]) for a, b in pairwise(places))
        if listed or _how_many(found, told, specs) or _ONE_BY_ONE.search(told.text):
            return True
    return False


def _how_many(found: Sequence[_Thing], told: Told, specs: dict[str, InputSpec]) -> tuple[Span, ...]:
    """`两个项目`, said of as many things as were told of."""
    taken = {said.at for thing in found for said in thing.said.values()}
    return tuple(
        f.at for f in told.facts
        if f.kind == "quantity" and f.value == len(found) and f.at not in taken and f.unit not in ("年", "天", "月")
    )  # fmt: skip


def _filled(found: Sequence[_Thing], name: str, spec: InputSpec) -> list[Any]:
    """The input's value for each thing: its own, else that of the thing before it; a count that is not told is one."""
    if spec.type == "count":
        return [thing.said[name].value if name in thing.said else Fraction(1) for thing in found]
    first = next(thing.said[name].value for thing in found if name in thing.said)
    values, last = [], first
    for thing in found:
        last = thing.said[name].value if name in thing.said else last
        values.append(last)
    return values


def said_of_each(rule: BookRule, told: Told, bounds: list[Bound]) -> list[Bound]:
    """`三个品种，每个2500万`: one sum said of n things, where the award counts each by itself, becomes n sums."""
    per = {limit.per for limit in limits_of(rule)} & _COUNTED
    award = rule.rule.award
    if not per or award is None or any(rule.registry.spec(name).type == "count" for name in rule.accepted):
        return bounds
    measured = set(award_inputs(award))
    money = [b for b in bounds if b.input in measured and rule.registry.spec(b.input).type == "money"]
    count = next(_counts(told, per), None)
    if count is None or len(money) != 1 or not isinstance(money[0].value, Fraction):
        return bounds
    whole = money[0]
    if not any(word in told.words(whole.start) for word in _EACH):
        return bounds
    number, at = count
    several = Bound(whole.input, Each([whole.value] * number), whole.text, whole.start, whole.end, (*whole.also, at))
    return [several if b is whole else b for b in bounds]


def _counts(told: Told, per: Collection[str]) -> Iterator[tuple[int, Span]]:
    """`三个品种`, `两场`: a count of what the cap is counted by."""
    for fact in told.facts:
        if fact.kind != "quantity" or not isinstance(fact.value, Fraction) or not 1 < fact.value <= MOST:
            continue
        behind = told.text[fact.at[1] : fact.at[1] + 6]
        if fact.value.denominator == 1 and (fact.unit in per or any(behind.startswith(t) for t in per)):
            yield int(fact.value), fact.at
