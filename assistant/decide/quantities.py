"""Which figure goes to which quantity of a rule: the strongest pair first, as `figures` weighs them.

What is ambiguous stays unbound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from assistant.calculator import literals
from assistant.calculator.inputs import InputSpec
from assistant.calculator.kinds import Ladder
from assistant.calculator.listing import award_inputs
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD, Bound
from assistant.decide.figures import ANY_PIECE, NAMED, Figures
from assistant.decide.terms import pairs
from assistant.reading.statements import kind_of
from index.text.figures import Figure

_MORE_THAN: Final = re.compile(r"(?:超过|突破|首次过|第一次过|营收过|收入过|刚过|跨过|破|过|超)了?$")


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    figure: Figure
    spec_id: str


def quantities(reading: Figures) -> Iterator[Bound]:
    """Every quantity of the rule that the text gives."""
    specs = reading.specs
    figures = [f for f in reading.figures if not _names_a_step(reading, f, reading.figures)]
    known = {name: spec for name, spec in specs.items() if not reading.unknown(name)}
    pairs = [
        _Pair(score, figure, name)
        for figure in figures
        for name, spec in known.items()
        if reading.fits(spec, figure) and (score := reading.affinity(name, spec, figure)) > 0
    ]
    wholes = {}
    for name in specs:
        for whole, part in reading.narrowed(name):
            best = max((p.score for p in pairs if p.spec_id == name), default=0.0)
            pairs = [p for p in pairs if not (p.spec_id == name and p.figure in (whole, part))]
            pairs.append(_Pair(best + NAMED, part, name))
            wholes[part.start] = whole
    taken: dict[int, str] = {}
    given: dict[str, Figure] = {}
    for pair in sorted(pairs, key=lambda p: (-p.score, p.figure.start, p.spec_id)):
        if pair.figure.start not in taken and pair.spec_id not in given:
            taken[pair.figure.start] = pair.spec_id
            given[pair.spec_id] = pair.figure
    open_figures = [f for f in reading.figures if f.start not in taken and not (reading.prior(f) or reading.part(f))]
    open_figures = [
        f for f in open_figures if not _names_a_step(reading, f, reading.figures) and f not in wholes.values()
    ]
    for name, figure in _left_over(reading, open_figures, given):
        given[name] = figure
        taken[figure.start] = name
    for name, figure in given.items():
        value, used = _value(reading, name, figure, taken)
        used += [wholes[figure.start]] if figure.start in wholes else []
        also = tuple((f.start, f.end) for f in used if f is not figure)
        yield Bound(name, value, figure.text, figure.start, figure.end, also)


def _added(reading: Figures, figure: Figure) -> bool:
    """另外又买了300万的设备: told to come on top; 合同6000万，今年完成4200万 are one thing twice."""
    return _AND_MORE.search(reading.text, 0, figure.start) is not None or reading.text[: figure.start].endswith("、")


def _without_whole(
    spec: InputSpec, figure: Figure, rest: list[Figure], reading: Figures
) -> tuple[list[Figure], Figure]:
    """`全部投资2100万，设备占1180万`: of what adds up, a sum that holds the others does not, if it lacks their name."""
    alike = [f for f in (figure, *rest) if reading.fits(spec, f) and not reading.part(f) and not reading.prior(f)]
    most = max(alike, key=lambda f: f.value, default=figure)
    own = pairs(reading.words(most)) & pairs(spec.label)
    others = [f for f in alike if f is not most and pairs(reading.words(f)) & pairs(spec.label) - own]
    if not others or not _TOTAL.search(reading.words(most)) or sum(f.value for f in others) > most.value:
        return rest, figure
    return [f for f in rest if f not in (most, others[0])], others[0]


_TOTAL: Final = re.compile(r"总|一共|全部|合计|拢共")


# `第一次过1亿` says more than a hundred million, and a ladder asks no more than that: the least sum above it.
CENT = Fraction(1, 100)


def _value(reading: Figures, name: str, figure: Figure, taken: dict[int, str]) -> tuple[Any, list[Figure]]:
    """The figure; several where several things are told of; their sum where the input is made up of parts.

    With the figures that went into it.
    """
    spec, rest = reading.specs[name], [f for f in reading.figures if f.start not in taken and f.kind == figure.kind]
    if spec.additive:
        rest, figure = _without_whole(spec, figure, rest, reading)
        rest = [f for f in rest if not (reading.prior(f) or reading.part(f) or reading.opposed(spec, f))]
        named = [f for f in rest if not reading.foreign(spec, f)
                 and reading.named(name, f, reading.segment(f)) >= NAMED - 0.5
                 and (_added(reading, f) or reading.called(name, f) != reading.called(name, figure))]  # fmt: skip
        return sum((f.value for f in named), figure.value), named
    award = reading.rule.rule.award
    counted = getattr(award, "times", None) == name
    if spec.type == "count" and not counted and not name.endswith("_rank"):
        listed = [f for f in rest if f.kind == "quantity" and f.unit == figure.unit and f.unit != ""]
        if listed and _SEVERAL_OF_A_KIND.search(reading.text):
            return [figure.value, *(f.value for f in listed)], listed
    if spec.type == "count" and not name.endswith("_rank"):
        if not rest and counted and reading.text[: figure.start].endswith("另"):
            return figure.value + 1, []  # 一项得了奖，另一个也得了
        if (of_all := _of_a_total(reading, spec, figure, rest)) is not None:
            return of_all
        alike = [f for f in rest if _counts_too(reading, spec, figure, f)]
        told_on = any(_AND_MORE.search(reading.text, 0, f.start) for f in (figure, *alike))
        told_on = told_on or _named_apart(reading, (figure, *alike))
        more = [f for f in alike if not any(f.value == o.value + figure.value for o in alike)] if told_on else []
        return sum((f.value for f in more), figure.value), more
    value = passed(reading, name, figure)
    if value > figure.value and (actual := _reached(reading, spec, figure, rest)):
        return actual.value, [actual]
    return value, []


def passed(reading: Figures, name: str, figure: Figure) -> Fraction:
    """The figure; of a ladder's step that is said to be passed (第一次过1亿) the least sum above it."""
    award = reading.rule.rule.award
    over = isinstance(award, Ladder) and award.by == name and _MORE_THAN.search(reading.text, 0, figure.start)
    return figure.value + CENT if over else figure.value


def _of_a_total(
    reading: Figures, spec: InputSpec, figure: Figure, rest: Sequence[Figure]
) -> tuple[Fraction, list[Figure]] | None:
    """`五个产品在做认证，三个拿到了，还有两个在审`: how many there are first, then of how many of them what is told.

    Those that are not there yet come off; None where the counts are no total and its parts.
    """
    counts = sorted(
        (f for f in (figure, *rest) if reading.fits(spec, f) and _of_a_kind(figure, f)), key=lambda f: f.start
    )
    if len(counts) < 2:
        return None
    total, *parts = counts
    if total.value <= max(f.value for f in parts) or sum(f.value for f in parts) > total.value:
        return None
    if any(_AND_MORE.search(reading.text, 0, f.start) and not _not_there(reading, f) for f in parts):
        return None
    missing = sum((f.value for f in parts if _not_there(reading, f)), Fraction(0))
    if missing or sum(f.value for f in parts) == total.value:
        return total.value - missing, [total, *parts]
    return figure.value, []  # the rest is not told of: what is left over makes it unsure


def _not_there(reading: Figures, figure: Figure) -> bool:
    """还有两个FDA在审没下来: not reached, only planned, or told not to count."""
    told = reading.told
    span = told.span(figure.start)
    return told.is_denied(span) or kind_of(told.text[slice(*span)]) in ("not_achieved", "planned", "excluded_part")


def _counts_too(reading: Figures, spec: InputSpec, first: Figure, other: Figure) -> bool:
    """Another number of what is counted: 还有两个FDA在审没下来 is none yet."""
    held = not reading.told.is_denied(reading.told.span(other.start))
    return held and reading.fits(spec, other) and _of_a_kind(first, other) and _is_named(reading, first, other)


def _of_a_kind(first: Figure, other: Figure) -> bool:
    """三项 and 一个 count things alike; 一年 does not."""
    return other.unit == first.unit or {other.unit, first.unit} <= ANY_PIECE


def _is_named(reading: Figures, first: Figure, other: Figure) -> bool:
    """另有一个过的是PMDA, beside two that passed what is paid for: one more is told of by name, like the others."""

    def named(figure: Figure) -> bool:
        segment = reading.segment(figure)
        return any(segment.start <= m.start < segment.end for m in reading.awards)

    return other.value != 1 or named(other) or not named(first)


def _named_apart(reading: Figures, counted: Sequence[Figure]) -> bool:
    """`2个药过了FDA，3个械过了CE`: each counted in a stretch of its own, beside another name of what is paid for."""
    segments = [reading.segment(f) for f in counted]
    names = [{m.surface for m in reading.awards if s.start <= m.start < s.end} for s in segments]
    apart = all(a and b and a.isdisjoint(b) for a, b in pairwise(names))
    return len({s.start for s in segments}) == len(segments) > 1 and apart


def _reached(reading: Figures, spec: InputSpec, step: Figure, rest: list[Figure]) -> Figure | None:
    """`首次突破5亿，达到了6亿`: the sum itself, told behind the step it passes."""
    return next(
        (f for f in rest if step.value < f.value and reading.fits(spec, f) and not reading.foreign(spec, f)
         and f.start > step.end and reading.period(f) in (None, 0)), None
    )  # fmt: skip


# `一款药过了FDA，另外两款器械过了CE`: counts of one kind that are told one after the other add up.
_AND_MORE: Final = re.compile(r"(?:另外|另有|另|还有|再加|加上)[^。；]{0,6}$")
_SEVERAL_OF_A_KIND: Final = re.compile(r"一[场个家次届].{0,12}[，,、]?(?:还有|另|再)?一[场个家次届]")


def _left_over(reading: Figures, figures: list[Figure], given: dict[str, Figure]) -> Iterator[tuple[str, Figure]]:
    """One open quantity of a kind and one open input of that kind: they belong together.

    A condition takes no money that way (`单品营收1.3亿` is no tax paid): its sum has to be named.
    """
    rule, specs = reading.rule.rule, reading.specs
    measured = {n for award in rule.awards for n in award_inputs(award)}
    measured |= {part for n in measured & specs.keys() for way in specs[n].derive for part in way.of}
    ladder = rule.award
    earlier = {ladder.before} if isinstance(ladder, Ladder) else set()
    named = {mention.concept for mention in reading.names}
    asked = [
        n for n in reading.rule.inputs
        if n in specs and n not in given and n not in {PRIOR_AWARD, PAID_THIS_YEAR, *earlier}
        and (n in measured or n in named or specs[n].type != "money") and not _told_apart(specs[n], given)
        and not reading.unknown(n)
    ]  # fmt: skip
    for kind in ("money", "kwh", "percent", "days", "area", "count"):
        inputs = [n for n in asked if specs[n].type == kind and not _derivable(specs[n], given)]
        suitable = [
            f
            for f in figures
            if any(
                reading.fits(specs[n], f) and not reading.foreign(specs[n], f) and not reading.far(n, f) for n in inputs
            )
        ]
        if len(inputs) == 1 and len(suitable) == 1:
            yield inputs[0], suitable[0]


def _names_a_step(reading: Figures, figure: Figure, others: Sequence[Figure]) -> bool:
    """`118亿首次突破100亿`: the step of the ladder beside the sum that passes it."""
    award, fact = reading.rule.rule.award, reading.facts[figure.start]
    if not isinstance(award, Ladder) or fact.bound not in ("over", "at_least"):
        return False
    steps = {literals.value(step.at) for step in award.steps}
    return figure.value in steps and any(o.kind == figure.kind and o.value > figure.value for o in others)


def _told_apart(spec: InputSpec, given: Iterable[str]) -> bool:
    """An increase is not what is left over when the sum it is taken from has been told: the other sum is missing."""
    return any(way.op == "difference" and part in given for way in spec.derive for part in way.of)


def _derivable(spec: InputSpec, given: Iterable[str]) -> bool:
    return any(all(part in given for part in way.of) for way in spec.derive)
