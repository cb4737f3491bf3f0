"""The figures of one text, and how strongly the words round each call for an input of a rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from assistant.calculator.inputs import InputSpec
from assistant.claims.tokens import tokens
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD
from assistant.decide.meaning import CLEARLY, FAR, LIKE, Meaning
from assistant.decide.terms import pairs
from assistant.reading.contrasts import contrast
from assistant.reading.model import Period
from assistant.reading.segments import Segment
from assistant.reading.statements import FIRM, kind_of
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.text.figures import Figure, scan
from index.vocabulary.lexicon import Entry, Lexicon

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
ANY_PIECE: Final = frozenset({"个", "家", "项", ""})
NAMED, NEAR, PERIOD, OPEN = 3.0, 1.2, 1.5, 0.4
# Likeness of a figure's words to an input's label: what it weighs above UNRELATED words, from where on it
# speaks for the input where it stands out.
MEANT, UNRELATED, NEARLY = 15.0, 0.85, 0.89
# `用电比前年多了9000万度`: what stands here is the increase, neither of the two sums.
_INCREASE: Final = re.compile(
    r"(?:多了|增加了|增长了|净增了?|新增了?|增量(?:是|为)?|多用了?|多卖了?|多出了?|涨了)(?:约|近)?$"
)
# Measures a company tells of itself. A figure one of them stands before is of that measure and of no other.
_MEASURES: Final = re.compile(
    r"营业收入|销售收入|主营收入|营收|销售额|产值|注册资本|注册资金|净利润|利润|实缴税金|纳税|缴税|交税|税收|总资产|净资产|研发投入|研发费用"
    r"|研发经费|贷款|融资|总投资|固定资产投资|固投|员工|用地|保费|保额|罚款|租金|投资额|出口额|采购额|资产净值"
)


# 实际投下去多少财务还没给我: how much it is, the caller cannot tell.
_HOW_MUCH: Final = re.compile("多少|几[个万亿]")
_TIMES: Final = ("去年", "前年", "今年", "上年", "本年", "当年", "往年")
_MEASURED: Final = frozenset({"money", "percent", "kwh", "days", "area"})
_BEHIND: Final = 8  # characters behind a figure that may say what it is of
_FEWEST: Final = 2  # characters that say what a figure is of
_OFFSETS: Final[dict[Period, int]] = {"this_year": 0, "last_year": -1, "year_before_last": -2, "earlier": -3}
_YEARS: Final = {
    "当年": {0}, "本年": {0}, "上年度": {-1}, "上年": {-1}, "上一年度": {-1}, "此前年度": {-1, -2, -3}, "前年": {-2},
    "上上年度": {-2},
}  # fmt: skip
_NO_FIGURES: Final = frozenset({"level", "grade", "rank", "year_index", "first"})


class Figures:
    """One text read for one rule: its figures, and the names of the rule's inputs in it."""

    def __init__(self, rule: BookRule, specs: dict[str, InputSpec], told: Told, meaning: Meaning | None = None) -> None:
        self.meaning = meaning
        self.rule, self.specs, self.text, self.told = rule, specs, told.text, told
        text = told.text
        self.facts = {fact.at[0]: fact for fact in told.facts if fact.kind not in _NO_FIGURES}
        scanned = [f for f in scan(text) if f.kind != "ratio"]
        starts = {f.start for f in scanned}
        spoken = [  # 破亿: a sum without a digit
            Figure("money", fact.value, fact.text, *fact.at, unit="元")
            for fact in self.facts.values()
            if fact.kind == "money" and fact.bound and fact.at[0] not in starts and isinstance(fact.value, Fraction)
        ]
        self.figures = sorted([f for f in (*scanned, *spoken) if self._is_said(f)], key=lambda f: f.start)
        self.names = Lexicon(
            Entry(name, "input", timeless((spec.label, *spec.aliases)))
            for name, spec in specs.items()
            if spec.type in _KINDS
        ).find(text)
        self._likeness: dict[int, dict[str, float]] = {}
        self.paired = {part for spec in specs.values() for way in spec.derive for part in way.of}
        self.units = Counter(spec.unit for spec in specs.values() if spec.type == "count")
        award_names = (rule.rule.title, *rule.rule.aliases, *rule.rule.keywords, *rule.rule.label)
        self.awards = Lexicon([Entry(rule.id, "award", award_names)]).find(text)

    def segment(self, figure: Figure) -> Segment:
        return self.told.segment(figure.start)

    def _is_said(self, figure: Figure) -> bool:
        """No name, no step of a ladder, no sum the policy is thought to pay, no part of another figure."""
        fact = self.facts.get(figure.start)
        if fact is None or fact.role in ("tier", "asserted", "negative", "corrected", "excluded"):
            return False
        return fact.kind != "quantity" or figure.kind == "quantity"  # 80万美元 is no sum in yuan

    def part(self, figure: Figure) -> bool:
        """其中200万: it goes to an input of its own name, and never adds."""
        return self.facts[figure.start].role == "part"

    def prior(self, figure: Figure) -> bool:
        return self.facts[figure.start].role == "prior"

    def moves(self, figure: Figure) -> bool:
        """从8000万, 涨到1.1亿: one quantity at two times, never two things."""
        return self.facts[figure.start].role in ("from", "to", "increase", "decrease")

    def passed(self, figure: Figure) -> bool:
        """`头一回过了两亿，两亿三`: the step, told before the sum that passes it."""
        over = self.facts[figure.start].bound in ("over", "at_least")
        return over and any(f.start > figure.end and f.kind == figure.kind and f.value > figure.value
                            for f in self.figures)  # fmt: skip

    def period(self, figure: Figure) -> int | None:
        """Years before the present one that the figure is of; of several the latest is the rule's latest."""
        fact = self.facts[figure.start]
        if self._for_the_first_time(figure):
            return None  # 去年头一回过1亿: the year that is asked about, whichever it was
        calendar = {f.year for f in self.facts.values() if f.year and f.kind == fact.kind}
        if len(calendar) > 1 and fact.year:
            told_of = [
                s for n, s in self.specs.items() if n not in (PRIOR_AWARD, PAID_THIS_YEAR) and self.fits(s, figure)
            ]
            latest = max((max(_YEARS[spec.period]) for spec in told_of if spec.period in _YEARS), default=0)
            return max(fact.year - max(calendar) + latest, -3)
        offset = _OFFSETS.get(fact.period)
        earlier = any(max(_YEARS.get(spec.period, {0})) < 0 for spec in self.specs.values())
        others = [f for f in self.facts.values() if f.kind == fact.kind and f.period in ("this_year", "")]
        alone = not earlier and not others and (offset or 0) < 0
        return None if alone else offset  # 去年 of every figure: the year that is asked about

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
            return figure.unit in own or (figure.unit in ANY_PIECE and not self.units[figure.unit])
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

    def opposed(self, spec: InputSpec, figure: Figure) -> bool:
        """报价400万 where what was really paid counts, 第二次流片 where the first one does."""
        segment = self.segment(figure)
        beside = [f for f in self.figures if segment.start <= f.start < segment.end and f is not figure]
        start = max([f.end for f in beside if f.end <= figure.start], default=segment.start)
        return contrast(self.text[start : figure.start], spec.label)

    def affinity(self, name: str, spec: InputSpec, figure: Figure) -> float:
        """How strongly the words round a figure call for this input; 0: nothing does."""
        segment = self.segment(figure)
        if name in (PRIOR_AWARD, PAID_THIS_YEAR) or self.prior(figure) or self.foreign(spec, figure):
            return 0.0  # what was received is read by `payments`
        if self.part(figure) and self.told.is_denied(self.told.span(figure.start)):
            return 0.0  # 其中900万的货不在清单上
        if self.opposed(spec, figure):
            return 0.0
        meant = self.meant(figure) == name
        if self.part(figure) and self.named(name, figure, segment) < NAMED - 0.5 and not meant:
            return 0.0
        increase = bool(_INCREASE.search(self.text, segment.start, figure.start)) and figure.kind != "percent"
        if (
            increase
            and name in self.paired
            and any(w.op == "difference" for s in self.specs.values() for w in s.derive)
        ):
            return 0.0
        score = self.named(name, figure, segment)
        if score < NAMED and meant and period_fits(spec, self.period(figure)) >= 0:
            score = NAMED
        if score > 0 and name in (alike := self.likeness(figure)):
            score += MEANT * max(alike[name] - UNRELATED, 0.0)
        if figure.kind == "quantity" and figure.unit and figure.unit in {spec.unit, *spec.units}:
            score += self._counted(spec, figure, segment)
        if increase and any(way.op == "difference" for way in spec.derive):
            score += NAMED
        period = period_fits(spec, self.period(figure))
        if score <= 0:
            # `今年8亿，去年6亿`: the second figure names no quantity, its year tells which one it is.
            spoken_of = name in self.paired or any(mention.end <= figure.start for mention in self.names)
            return PERIOD * OPEN if period > 0 and spoken_of else 0.0
        return max(score + PERIOD * period, 0.01)

    def meant(self, figure: Figure) -> str:
        """The input whose label says the same as the words round the figure; "" where none does."""
        alike = self.likeness(figure)
        if not alike:
            return ""
        (name, best), *rest = sorted(alike.items(), key=lambda pair: -pair[1])
        others = [self.likeness(f).get(name, 0.0) for f in self.figures if f is not figure and f.kind == figure.kind]
        stands_out = any(best - score >= CLEARLY for _, score in rest[:1]) or (
            any(others) and all(best - score >= CLEARLY for score in others)
        )
        clear = best >= LIKE or (best >= NEARLY and stands_out)
        return name if clear else ""

    def likeness(self, figure: Figure) -> dict[str, float]:
        """Cosine of the words round the figure with the label of every input that may take it."""
        if figure.start in self._likeness:
            return self._likeness[figure.start]
        words = self.words(figure)
        alike = sum(spec.type == "count" and figure.unit in {spec.unit, *spec.units} for spec in self.specs.values())
        told_apart = figure.unit not in ANY_PIECE and alike > 1  # 产能, 产量, 新能源产量 in 辆, said in 台
        measured = _MEASURED | {"count"} if told_apart else _MEASURED
        fitting = [n for n, spec in self.specs.items() if spec.type in measured and self.fits(spec, figure)]
        now = (self.period(figure) or 0) >= 0  # no label of an earlier year is meant where no earlier year is told
        fitting = [n for n in fitting if not (now and max(_YEARS.get(self.specs[n].period, {0})) < 0)]
        change = {n for n in fitting if any(way.op == "difference" for way in self.specs[n].derive)}
        fitting = [n for n in fitting if n not in {PRIOR_AWARD, PAID_THIS_YEAR, *change}]
        found: dict[str, float] = {}
        if self.meaning is not None and fitting and len(words.strip()) >= _FEWEST:
            scores = self.meaning.likeness(words, [self.specs[name].label for name in fitting])
            found = dict(zip(fitting, scores, strict=True))
        self._likeness[figure.start] = found
        return found

    def narrowed(self, name: str) -> Iterator[tuple[Figure, Figure]]:
        """一共采购了8000万，里头清单内的4800万: (whole, part) where the part is what the input asks for.

        It is, where its words joined to those of the whole are clearly nearer to the input's label than those alone,
        or where it alone has a word of the label (本市) and is not told to be left out.
        """
        if self.meaning is None or self.specs[name].type != "money":
            return
        label = self.specs[name].label
        for place, part in enumerate(self.figures):
            if not self.part(part) or self.told.is_denied(self.told.span(part.start)) or not place:
                continue
            whole = self.figures[place - 1]
            if self.prior(whole) or self.part(whole) or not (whole.kind == part.kind and whole.value > part.value):
                continue
            alone, own = self.words(whole), self.words(part)
            apart = period_fits(self.specs[name], self.period(part)) < 0 or self.opposed(self.specs[name], part)
            if apart or min(len(alone), len(own)) < _FEWEST:
                continue
            (before,), (after,) = self.meaning.likeness(alone, [label]), self.meaning.likeness(alone + own, [label])
            named = bool(pairs(label) & pairs(own) - pairs(alone))
            left_out = kind_of(self.told.words(part.start), FIRM) == "excluded_part"
            if after >= LIKE and (after - before >= CLEARLY or (named and not left_out)):
                yield whole, part

    def far(self, name: str, figure: Figure) -> bool:
        """花两百万买了服务器, of a service fee: its own words say what it is of, and that is something else."""
        alike = self.likeness(figure)
        named = any(token.tag.startswith("n") for token in tokens(self.words(figure)))
        return named and name in alike and alike[name] < FAR

    def words(self, figure: Figure) -> str:
        """What the figure's segment says of it: from the figure before it on, and a few characters behind."""
        return self.told.round_of((figure.start, figure.end), [(f.start, f.end) for f in self.figures], _BEHIND)

    def unknown(self, name: str) -> bool:
        """`净值是多少会计还没给我`: the input is named and said not to be known."""
        for part in self.told.segments:
            at, words = (part.start, part.end), self.text[part.start : part.end]
            inside = any(part.start <= f.start < part.end for f in self.figures)
            if inside or not self.told.is_denied(at) or not _HOW_MUCH.search(words):
                continue
            if any(m.concept == name and part.start <= m.start < part.end for m in self.names):
                return True
            if self.meaning is not None and self.specs[name].type in _MEASURED:
                labels = {n: spec.label for n, spec in self.specs.items() if spec.type in _MEASURED}
                scores = dict(zip(labels, self.meaning.likeness(words, [*labels.values()]), strict=True))
                if scores[name] >= FAR and scores[name] == max(scores.values()):
                    return True
        return False

    def called(self, name: str, figure: Figure) -> str:
        """The name of the input that stands in the figure's segment before it; "" where none does."""
        segment = self.segment(figure)
        before = [m for m in self.names if m.concept == name and segment.start <= m.start and m.end <= figure.start]
        return before[-1].surface if before else ""

    def named(self, name: str, figure: Figure, segment: Segment) -> float:
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


def period_fits(spec: InputSpec, told: int | None) -> int:
    """+1 the figure's year is the input's, −1 it is another's, 0 one of them is not said."""
    if told is None or not spec.period:
        return 0
    years = _YEARS.get(spec.period)
    if years is None:
        return 0
    return 1 if told in years else -1


def timeless(names: Iterable[str]) -> tuple[str, ...]:
    """Names without the time some begin with: when a figure is of is read from its own words."""
    found = []
    for name in names:
        time = next((time for time in _TIMES if name.startswith(time) and len(name) > len(time) + 1), "")
        found.append(name.removeprefix(time))
    return tuple(dict.fromkeys(found))
