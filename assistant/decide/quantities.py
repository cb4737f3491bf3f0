"""Figures in the text → quantities of a rule: by name, unit and year; what is ambiguous stays unbound."""

from __future__ import annotations

import re
from collections import Counter
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
from assistant.decide.meaning import LIKE, Meaning
from assistant.reading.model import Period
from assistant.reading.segments import Segment
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.text.figures import Figure, scan
from index.vocabulary.lexicon import Entry, Lexicon

_MORE_THAN: Final = re.compile(r"(?:超过|突破|首次过|第一次过|营收过|收入过|刚过|跨过|破|过|超)了?$")
_KINDS: Final[dict[str, frozenset[str]]] = {
    "money": frozenset({"money"}),
    "percent": frozenset({"percent", "permille"}),
    "count": frozenset({"quantity", "number"}),
    "days": frozenset({"quantity"}),
    "kwh": frozenset({"quantity"}),
    "area": frozenset({"quantity"}),
    "year_index": frozenset({"quantity", "number"}),
    "number": frozenset({"number", "quantity"}),
}
_UNITS: Final = {"days": {"天"}, "kwh": {"千瓦时"}, "area": {"平方米"}}
_ANY_PIECE: Final = frozenset({"个", "家", "项", ""})
NAMED, NEAR, PERIOD, OPEN = 3.0, 1.2, 1.5, 0.4
# `用电比前年多了9000万度`: what stands here is the increase, neither of the two sums.
_INCREASE: Final = re.compile(
    r"(?:多了|增加了|增长了|净增了?|新增了?|增量(?:是|为)?|多用了?|多卖了?|多出了?|涨了)(?:约|近)?$"
)
# Measures a company tells of itself. A figure one of them stands before is of that measure and of no other.
_MEASURES: Final = re.compile(
    r"营业收入|销售收入|主营收入|营收|销售额|产值|注册资本|注册资金|净利润|利润|实缴税金|纳税|缴税|交税|税收|总资产|净资产|研发投入|研发费用"
    r"|研发经费|贷款|融资|总投资|固定资产投资|固投|员工|用地|保费|保额|罚款|租金|投资额|出口额|采购额|资产净值"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    figure: Figure
    spec_id: str


class _Reading:
    """One text read for one rule: its figures, and the names of the rule's inputs in it."""

    def __init__(self, rule: BookRule, specs: dict[str, InputSpec], told: Told, meaning: Meaning | None = None) -> None:
        self.meaning = meaning
        self.rule, self.specs, self.text, self.told = rule, specs, told.text, told
        text = told.text
        self.facts = {fact.at[0]: fact for fact in told.facts if fact.kind not in _NO_FIGURES}
        self.figures = [f for f in scan(text) if f.kind != "ratio" and self._is_said(f)]
        self.names = Lexicon(
            Entry(name, "input", timeless((spec.label, *spec.aliases)))
            for name, spec in specs.items()
            if spec.type in _KINDS
        ).find(text)
        self.labels = tuple(spec.label for spec in specs.values() if spec.type in _MEASURED)
        self.measured = [name for name, spec in specs.items() if spec.type in _MEASURED]
        self.paired = {part for spec in specs.values() for way in spec.derive for part in way.of}
        self.units = Counter(spec.unit for spec in specs.values() if spec.type == "count")
        award_names = (rule.rule.title, *rule.rule.aliases, *rule.rule.keywords, *rule.rule.label)
        self.awards = Lexicon([Entry(rule.id, "award", award_names)]).find(text)

    def segment(self, figure: Figure) -> Segment:
        return self.told.segment(figure.start)

    def _is_said(self, figure: Figure) -> bool:
        """No name, no step of a ladder, no sum the policy is thought to pay, no part of another figure."""
        fact = self.facts.get(figure.start)
        if fact is None or fact.role in ("tier", "asserted", "negative", "corrected"):
            return False
        return fact.kind != "quantity" or figure.kind == "quantity"  # 80万美元 is no sum in yuan

    def part(self, figure: Figure) -> bool:
        """其中200万: it goes to an input of its own name, and never adds."""
        return self.facts[figure.start].role == "part"

    def prior(self, figure: Figure) -> bool:
        return self.facts[figure.start].role == "prior"

    def period(self, figure: Figure) -> int | None:
        """Years before the present one that the figure is of; of several the latest is the rule's latest."""
        fact = self.facts[figure.start]
        if self._for_the_first_time(figure):
            return None  # 去年头一回过1亿: the year that is asked about, whichever it was
        calendar = {f.year for f in self.facts.values() if f.year}
        if len(calendar) > 1 and fact.year:
            latest = max((max(_YEARS[spec.period]) for spec in self.specs.values() if spec.period in _YEARS), default=0)
            return max(fact.year - max(calendar) + latest, -3)
        return _OFFSETS.get(fact.period)

    def _for_the_first_time(self, figure: Figure) -> bool:
        segment = self.segment(figure)
        return any(f.kind == "first" and segment.start <= f.at[0] < segment.end for f in self.told.facts)

    def fits(self, spec: InputSpec, figure: Figure) -> bool:
        """Kind and unit are the input's; `家` is nobody else's where one input counts 家."""
        if spec.type not in _KINDS or figure.kind not in _KINDS[spec.type]:
            return False
        if figure.kind == "number" and spec.type == "count":
            return not figure.unit and figure.value.denominator == 1
        if spec.type in _UNITS:
            return figure.unit in _UNITS[spec.type]
        if spec.type == "count":
            if self.ordinal(spec):
                return False
            own = {spec.unit, *spec.units}
            return figure.unit in own or (figure.unit in _ANY_PIECE and not self.units[figure.unit])
        return spec.type != "year_index"  # ordinals: `years`

    def ordinal(self, spec: InputSpec) -> bool:
        """第6个入选 tells a place in an order, 6个 does not."""
        return any(known is spec and name.endswith("_rank") for name, known in self.specs.items())

    def foreign(self, spec: InputSpec, figure: Figure) -> bool:
        """The figure is told to be of a measure that is not this input's (`年营收3亿，做技改`)."""
        if figure.kind not in ("money", "quantity"):
            return False
        segment = self.segment(figure)
        measures = list(_MEASURES.finditer(self.text, segment.start, figure.start))
        if not measures:
            return False
        measure = measures[-1]
        surfaces = (spec.label, *spec.aliases)
        if any(measure.group() in surface for surface in surfaces):
            return False
        return not any(self.text.find(s, measure.start(), figure.start) >= 0 for s in surfaces)

    def affinity(self, name: str, spec: InputSpec, figure: Figure) -> float:
        """How strongly the words round a figure call for this input; 0: nothing does."""
        segment, prior_paid = self.segment(figure), self.prior(figure)
        if name in (PRIOR_AWARD, PAID_THIS_YEAR):
            this_year = bool(re.search(r"今年|本年|当年", self.text[segment.start : figure.start]))
            return (NAMED + 2) * prior_paid * (this_year if name == PAID_THIS_YEAR else not this_year or 0.9)
        if prior_paid or self.foreign(spec, figure):
            return 0.0
        if self.part(figure) and self._named(name, figure, segment) < NAMED - 0.5:
            return 0.0
        increase = bool(_INCREASE.search(self.text, segment.start, figure.start)) and figure.kind != "percent"
        if (
            increase
            and name in self.paired
            and any(w.op == "difference" for s in self.specs.values() for w in s.derive)
        ):
            return 0.0
        score = self._named(name, figure, segment)
        apt = figure.kind in ("money", "percent") and _period(spec, self.period(figure)) >= 0
        if score < NAMED and apt and self.meant(figure) == name:
            score = NAMED
        if figure.kind == "quantity" and figure.unit and figure.unit in {spec.unit, *spec.units}:
            score += self._counted(spec, figure, segment)
        if increase and any(way.op == "difference" for way in spec.derive):
            score += NAMED
        period = _period(spec, self.period(figure))
        if score <= 0:
            # `今年8亿，去年6亿`: the second figure names no quantity, its year tells which one it is.
            spoken_of = name in self.paired or any(mention.end <= figure.start for mention in self.names)
            return PERIOD * OPEN if period > 0 and spoken_of else 0.0
        return max(score + PERIOD * period, 0.01)

    def meant(self, figure: Figure) -> str:
        """The input whose label says the same as the words round the figure; "" where none does."""
        if self.meaning is None or not self.labels:
            return ""
        segment = self.segment(figure)
        words = self.text[segment.start : figure.start] + self.text[figure.end : segment.end]
        if len(words.strip()) < 2:
            return ""
        best, likeness = self.meaning.nearest(words, self.labels)
        name = self.measured[best] if likeness >= LIKE else ""
        earlier = bool(name) and min(_YEARS.get(self.specs[name].period, {0})) < 0
        return "" if earlier and (self.period(figure) or 0) >= 0 else name

    def unknown(self, name: str) -> bool:
        """`净值是多少会计还没给我`: the input is named and said not to be known."""
        places = [m.start for m in self.names if m.concept == name]
        for place in places:
            segment = self.told.segment(place)
            inside = any(segment.start <= f.start < segment.end for f in self.figures)
            if not inside and self.told.is_denied((segment.start, segment.end)):
                return True
        return False

    def _named(self, name: str, figure: Figure, segment: Segment) -> float:
        score = 0.0
        for mention in self.names:
            if mention.concept != name:
                continue
            length = min(len(mention.surface), 6) / 6
            if segment.start <= mention.start and mention.end <= figure.start:
                score = max(score, NAMED + length - (figure.start - mention.end) * 0.08)
            elif figure.end <= mention.start < segment.end and mention.start - figure.end <= 6:
                beside = mention.start - figure.end <= 1  # 提前185天开工
                score = max(score, NAMED + (0.6 if beside else -0.5) + length)
            elif mention.end <= figure.start:
                score = max(score, NEAR + length - (figure.start - mention.end) * 0.02)
        return score

    def _counted(self, spec: InputSpec, figure: Figure, segment: Segment) -> float:
        """A figure in the input's own unit; of several the one nearest to the award's name is what is counted."""
        if spec.type != "count":
            return NEAR
        near = [min(abs(m.start - figure.end), abs(figure.start - m.end)) for m in self.awards
                if segment.start <= m.start < segment.end]  # fmt: skip
        return NEAR - min(near) * 0.02 if near else NEAR / 2


def timeless(names: Iterable[str]) -> tuple[str, ...]:
    """Names without the time some begin with: when a figure is of is read from its own words."""
    found = []
    for name in names:
        time = next((time for time in _TIMES if name.startswith(time) and len(name) > len(time) + 1), "")
        found.append(name.removeprefix(time))
    return tuple(dict.fromkeys(found))


_TIMES: Final = ("去年", "前年", "今年", "上年", "本年", "当年", "往年")
_MEASURED: Final = frozenset({"money", "percent"})


def quantities(
    rule: BookRule, specs: dict[str, InputSpec], told: Told, meaning: Meaning | None = None
) -> Iterator[Bound]:
    """Every quantity of the rule that the text gives."""
    reading = _Reading(rule, specs, told, meaning)
    figures = [f for f in reading.figures if not _names_a_step(reading, f, reading.figures)]
    pairs = [
        _Pair(score, figure, name)
        for figure in figures
        for name, spec in specs.items()
        if reading.fits(spec, figure) and (score := reading.affinity(name, spec, figure)) > 0
    ]
    taken: dict[int, str] = {}
    given: dict[str, Figure] = {}
    for pair in sorted(pairs, key=lambda p: (-p.score, p.figure.start, p.spec_id)):
        if pair.figure.start not in taken and pair.spec_id not in given:
            taken[pair.figure.start] = pair.spec_id
            given[pair.spec_id] = pair.figure
    open_figures = [f for f in reading.figures if f.start not in taken and not (reading.prior(f) or reading.part(f))]
    open_figures = [f for f in open_figures if not _names_a_step(reading, f, reading.figures)]
    for name, figure in _left_over(reading, open_figures, given):
        given[name] = figure
        taken[figure.start] = name
    for name, figure in given.items():
        value, used = _value(reading, name, figure, taken)
        also = tuple((f.start, f.end) for f in used if f is not figure)
        yield Bound(name, value, figure.text, figure.start, figure.end, also)


# `第一次过1亿` says more than a hundred million, and a ladder asks no more than that: the least sum above it.
CENT = Fraction(1, 100)


def _value(reading: _Reading, name: str, figure: Figure, taken: dict[int, str]) -> tuple[Any, list[Figure]]:
    """The figure; several where several things are told of; their sum where the input is made up of parts.

    With the figures that went into it.
    """
    spec, rest = reading.specs[name], [f for f in reading.figures if f.start not in taken and f.kind == figure.kind]
    if spec.additive and not _SEVERAL.search(reading.text):
        named = [f for f in rest if not reading.foreign(spec, f) and not reading.prior(f) and not reading.part(f)
                 and reading._named(name, f, reading.segment(f)) >= NAMED - 0.5]  # fmt: skip
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
        alike = [f for f in rest if reading.fits(spec, f)]
        told_on = any(_AND_MORE.search(reading.text, 0, f.start) for f in (figure, *alike))
        more = [f for f in alike if not any(f.value == o.value + figure.value for o in alike)] if told_on else []
        return sum((f.value for f in more), figure.value), more
    several = [f for f in rest if _another(reading, spec, f, figure)]
    if several:
        return [figure.value, *(f.value for f in several)], several + _how_many(reading, len(several) + 1)
    if isinstance(award, Ladder) and award.by == name and _MORE_THAN.search(reading.text, 0, figure.start):
        if actual := _reached(reading, spec, figure, rest):
            return actual.value, [actual]
        return figure.value + CENT, []
    return figure.value, []


def _how_many(reading: _Reading, count: int) -> list[Figure]:
    """`两个项目`, said of as many things as were listed."""
    return [f for f in reading.figures if f.kind == "quantity" and f.value == count]


def _reached(reading: _Reading, spec: InputSpec, step: Figure, rest: list[Figure]) -> Figure | None:
    """`首次突破5亿，达到了6亿`: the sum itself, told behind the step it passes."""
    return next(
        (f for f in rest if step.value < f.value and reading.fits(spec, f) and not reading.foreign(spec, f)
         and f.start > step.end and reading.period(f) in (None, 0)), None
    )  # fmt: skip


# `一款药过了FDA，另外两款器械过了CE`: counts of one kind that are told one after the other add up.
_AND_MORE: Final = re.compile(r"(?:另外|另有|另|还有|再加|加上)[^。；]{0,6}$")
_SEVERAL_OF_A_KIND: Final = re.compile(r"一[场个家次届].{0,12}[，,、]?(?:还有|另|再)?一[场个家次届]")
_SEVERAL: Final = re.compile(r"一个.{0,20}(?:另)?一个|[两三](?:个|家|款|项)(?!亿|月|万)|分别|各|第二个|另一|另外一")


def _another(reading: _Reading, spec: InputSpec, figure: Figure, first: Figure) -> bool:
    """`两个项目，一个200万，一个400万`: the same quantity of several things."""
    return (
        spec.type == "money"
        and figure.start != first.start
        and not reading.prior(figure)
        and not reading.foreign(spec, figure)
        and bool(_SEVERAL.search(reading.text))
    )


def _left_over(reading: _Reading, figures: list[Figure], given: dict[str, Figure]) -> Iterator[tuple[str, Figure]]:
    """One open quantity of a kind and one open input of that kind: they belong together.

    A condition takes no money that way (`单品营收1.3亿` is no tax paid): its sum has to be named.
    """
    rule, specs = reading.rule.rule, reading.specs
    awards = [rule.award, *(b.award for b in rule.branches), *(p.award for p in rule.parts)]
    measured = {n for award in awards if award is not None for n in award_inputs(award)}
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
            f for f in figures if any(reading.fits(specs[n], f) and not reading.foreign(specs[n], f) for n in inputs)
        ]
        if len(inputs) == 1 and len(suitable) == 1:
            yield inputs[0], suitable[0]


def _names_a_step(reading: _Reading, figure: Figure, others: Sequence[Figure]) -> bool:
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


_OFFSETS: Final[dict[Period, int]] = {"this_year": 0, "last_year": -1, "year_before_last": -2, "earlier": -3}
_YEARS: Final = {
    "当年": {0}, "本年": {0}, "上年度": {-1}, "上年": {-1}, "上一年度": {-1}, "此前年度": {-1, -2, -3}, "前年": {-2},
    "上上年度": {-2},
}  # fmt: skip
_NO_FIGURES: Final = frozenset({"level", "grade", "rank", "year_index", "first"})


def _period(spec: InputSpec, told: int | None) -> int:
    """+1 the figure's year is the input's, −1 it is another's, 0 one of them is not said."""
    if told is None or not spec.period:
        return 0
    years = _YEARS.get(spec.period)
    if years is None:
        return 0
    return 1 if told in years else -1


_FROM: Final = re.compile(r"(?:从|由)[^，。；]{0,10}$")
_TO: Final = re.compile(r"[^。；\d]{0,12}?(?:到|至)了?")


def from_to(rule: BookRule, specs: dict[str, InputSpec], told: Told) -> Iterator[Bound]:
    """`从5000万增长到6200万`: the earlier and the later value of a growth, an increase or a ladder."""
    pairs = [(way.of[0], way.of[1]) for spec in specs.values() for way in spec.derive if way.op in _CHANGES]
    award = rule.rule.award
    if isinstance(award, Ladder) and award.before:
        pairs.append((award.by, award.before))
    text = told.text
    reading = _Reading(rule, specs, told) if pairs and re.search("从|由", text) else None
    if reading is None:
        return
    for earlier, later in pairwise(reading.figures):
        if not _FROM.search(text, 0, earlier.start) or not _TO.fullmatch(text, earlier.end, later.start):
            continue
        for now, before in pairs:
            apt = reading.fits(specs[now], later) and reading.fits(specs[before], earlier)
            if apt and not reading.foreign(specs[now], earlier):
                yield Bound(before, earlier.value, earlier.text, earlier.start, earlier.end)
                yield Bound(now, later.value, later.text, later.start, later.end)
                return


_CHANGES: Final = frozenset({"growth", "difference"})
