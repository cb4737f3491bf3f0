"""Facts in the user's words → inputs of one rule. What is ambiguous stays unbound; nothing is guessed.

Quantities go to the input whose name stands nearest before them, whose unit they have and whose year they are
of; a single quantity left for a single open input of its kind goes there. Levels and yes/no facts are bound by
the names the registry gives their options, with negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assistant.calculator.inputs import InputSpec
from assistant.calculator.kinds import Choice, Installments, Ladder
from assistant.matching.segments import PRIOR, Segment, negated, segments
from assistant.rulebook.load import BookRule
from index.documents.numbering import chinese_number
from index.text.figures import Figure, scan
from index.vocabulary.lexicon import Entry, Lexicon, Mention

PRIOR_AWARD, PRIOR_OPTION, PAID_THIS_YEAR = "prior_award", "prior_option", "paid_this_year"
_VERB = r"(?:领|拿|得|享受|补助?|奖励?|发|给)"
_TIER = r"(?:[\d.]+[万亿]元?(?:档|级)的?)?"  # 领过5000万档的50万元
_PAID_BEFORE = re.compile(
    rf"{_VERB}(?:过了?|了|到过|到了|到){_TIER}[^，。；\d]{{0,6}}$|已经?{_VERB}取?{_TIER}[^，。；\d]{{0,6}}$"
)
_PAID_AFTER = re.compile(
    r"(?:的)?(?:奖励|补贴|补助|奖金|钱)?(?:之前|以前|去年|前年)?(?:已经|都)?(?:领|拿|得|享受)(?:过|了|到)(?![^，。；]{0,6}\d)"
)
_NAMES_A_TIER = re.compile(r"元?(?:这一|那一)?(?:档|台阶|门槛)")
_MORE_THAN = re.compile(r"(?:超过|突破|首次过|第一次过|营收过|收入过|刚过|跨过|破|过|超)了?$")
_NEVER_PAID = re.compile(
    r"(?:没有?|未曾?|还没|从未|从没|没曾)(?:有)?(?:领|拿|得|享受|补|奖|获)(?:过|到过?)?[^，。；,;]{0,8}(?:奖励|补贴|补助|奖|钱|过)?"
    r"|(?:第一次|首次)(?:申报|申请|领|拿)"
)
_KINDS: dict[str, frozenset[str]] = {
    "money": frozenset({"money"}),
    "percent": frozenset({"percent", "permille"}),
    "count": frozenset({"quantity", "number"}),
    "days": frozenset({"quantity"}),
    "kwh": frozenset({"quantity"}),
    "area": frozenset({"quantity"}),
    "year_index": frozenset({"quantity", "number"}),
    "number": frozenset({"number", "quantity"}),
}
_UNITS = {"days": {"天"}, "kwh": {"千瓦时"}, "area": {"平方米"}}
_ORDINAL_YEAR = re.compile(r"第([一二三四五六七八九十\d])(?:个)?(?:年度|年)|(?P<first>首年度?|头一年|首个年度)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
NAMED, NEAR, PERIOD, OPEN = 3.0, 1.2, 1.5, 0.4


@dataclass(frozen=True, slots=True)
class Bound:
    """A value for an input, with the words it came from."""

    input: str
    value: Any
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    figure: Figure
    spec_id: str


def bind(rule: BookRule, text: str, year: int | None = None) -> list[Bound]:
    """What `text` says of the inputs of `rule`. Offsets are those of `text`.

    Args:
        year: the year of the answer, against which 去年 and 今年 are read; None: they name no calendar year.
    """
    specs = {name: rule.registry.spec(name) for name in sorted(rule.accepted)}
    parts = segments(text)
    bound = {b.input: b for b in _options(rule, specs, text, parts)}
    for each in _quantities(rule, specs, text, parts):
        bound.setdefault(each.input, each)
    for each in (*_from_to(specs, text), *_years(rule, specs, text, parts, year)):
        bound[each.input] = each
    if PRIOR_AWARD in specs and PRIOR_AWARD not in bound and (match := _NEVER_PAID.search(text)):
        bound[PRIOR_AWARD] = Bound(PRIOR_AWARD, Fraction(0), match.group(), match.start(), match.end())
        bound.pop(PRIOR_OPTION, None)
    if PRIOR_AWARD in bound:
        bound.pop(PRIOR_OPTION, None)
    return list(bound.values())


# ---- levels, kinds, yes and no -----------------------------------------------------------------------------------


def _options(rule: BookRule, specs: dict[str, InputSpec], text: str, parts: list[Segment]) -> Iterator[Bound]:
    award = rule.rule.award
    by = award.by if isinstance(award, Choice) else ""
    together = isinstance(award, Choice) and award.together is not None
    for name, spec in specs.items():
        if spec.type == "boolean":
            yield from _boolean(name, spec, text, parts)
        elif spec.options:
            found = _option_mentions(spec, text)
            said = [m for m in found if not negated(text, m.start, parts)]
            denied = len(said) < len(found)
            before = [m for m in said if _is_prior(m, text, parts)] if by == name or spec.type != "set" else []
            now = [m for m in said if m not in before] or ([] if len({m.concept for m in before}) > 1 else before)
            if by == name and before and now and {m.concept for m in before} != {m.concept for m in now}:
                yield _of(PRIOR_OPTION, before[0].concept, before[0])
            concepts = list(dict.fromkeys(m.concept for m in now))
            if spec.type == "set":
                if concepts:
                    yield _of(name, concepts, now[0])
                elif denied or _nothing_of(spec, text):
                    yield Bound(name, [], "", 0, 0)
            elif len(concepts) == 1:
                yield _of(name, concepts[0], now[0])
            elif len(concepts) > 1 and together and name == by:
                yield _of(name, concepts, now[0])
            elif len(concepts) > 1:
                longest = max(now, key=lambda m: m.end - m.start)
                if all(m is longest or _within(m, longest) for m in now):
                    yield _of(name, longest.concept, longest)


def _option_mentions(spec: InputSpec, text: str) -> list[Mention]:
    lexicon = Lexicon(Entry(o.id, "option", (o.label, *o.aliases)) for o in spec.options)
    return lexicon.find(text) or list(_composed(spec, text))


_LEVEL = re.compile(r"^(国家级?|省级?|市级?)(.{2,})$")


def _composed(spec: InputSpec, text: str) -> Iterator[Mention]:
    """An option that joins level and grade (国家二等奖), when the text says them apart (国家…大赛获二等奖)."""
    for piece in re.finditer(r"[^，。；、和]+", text):
        for option in spec.options:
            parts = _LEVEL.match(option.label)
            if not parts:
                continue
            level, rest = parts[1].removesuffix("级"), parts[2]
            grade = re.search(re.escape(rest.removesuffix("奖")), piece.group())
            if grade and re.search(f"{level}(?:级|里|赛|家|中小)|{level}", piece.group()[: grade.start()]):
                start = piece.start() + grade.start()
                yield Mention(option.id, "option", grade.group(), start, start + len(grade.group()))


def _within(mention: Mention, other: Mention) -> bool:
    return other.start <= mention.start and mention.end <= other.end


def _is_prior(mention: Mention, text: str, parts: list[Segment]) -> bool:
    """`从三星升到五星`, `原来是三星`, `三星去年领过`: the earlier level."""
    segment = next(s for s in parts if s.start <= mention.start < s.end)
    before, after = text[segment.start : mention.start], text[mention.end : segment.end]
    if re.search(r"(?:从|由)[^到至]{0,8}$", before) and re.search(r"(?:升|晋|到|变|提)", after):
        return True
    if re.search(r"(?:升|晋|评|到)[^，。]{0,6}$", before) and not re.search(r"(?:过|原来|之前|以前)", before):
        return False
    return bool(PRIOR.search(before + "□" + after))


def _nothing_of(spec: InputSpec, text: str) -> bool:
    """`没有列入任何市级计划`: a denial that names the input itself, or the kind of list it is."""
    listed = re.search(r"(?:没有?|未)(?:被)?列入[^，。；]{0,10}(计划|清单|名单)", text)
    if listed and listed[1] in spec.label:
        return True
    return any(
        re.search(rf"(?:没有?|未|不在|不属于|不是|没列入|未列入)[^，。；,;]{{0,8}}{re.escape(alias)}", text)
        for alias in (spec.label, *spec.aliases)
    )


def _boolean(name: str, spec: InputSpec, text: str, parts: list[Segment]) -> Iterator[Bound]:
    lexicon = Lexicon([Entry(name, "fact", spec.aliases)])
    mentions = lexicon.find(text)
    if mentions:
        first = mentions[0]
        yield _of(name, not negated(text, first.start, parts), first)


# ---- quantities --------------------------------------------------------------------------------------------------


def _quantities(rule: BookRule, specs: dict[str, InputSpec], text: str, parts: list[Segment]) -> Iterator[Bound]:
    figures = [f for f in scan(text) if f.kind != "ratio" and not _NAMES_A_TIER.match(text, f.end)]
    names = Lexicon(
        Entry(name, "input", (spec.label, *spec.aliases)) for name, spec in specs.items() if spec.type in _KINDS
    ).find(text)
    paired = {part for spec in specs.values() for way in spec.derive for part in way.of}
    pairs: list[_Pair] = []
    for figure in figures:
        for name, spec in specs.items():
            if _fits(spec, figure):
                score = _affinity(name, spec, figure, names, text, parts, paired)
                if score > 0:
                    pairs.append(_Pair(score, figure, name))
    taken: dict[int, str] = {}
    given: dict[str, Figure] = {}
    for pair in sorted(pairs, key=lambda p: (-p.score, p.figure.start, p.spec_id)):
        if pair.figure.start not in taken and pair.spec_id not in given:
            taken[pair.figure.start] = pair.spec_id
            given[pair.spec_id] = pair.figure
    open_figures = [f for f in figures if f.start not in taken and not _is_prior_payment(f, text, parts)]
    for name, figure in _left_over(rule, specs, open_figures, given):
        given[name] = figure
        taken[figure.start] = name
    for name, figure in given.items():
        several = [f for f in figures if f.start not in taken and _another(specs[name], f, figure, text, parts)]
        value: Any = [figure.value, *(f.value for f in several)] if several else figure.value
        if _on_a_ladder(rule, name) and _MORE_THAN.search(text, 0, figure.start):
            value = figure.value + CENT
        yield Bound(name, value, figure.text, figure.start, figure.end)


# `第一次过1亿` says more than a hundred million, and a ladder asks no more than that: the least sum above it.
CENT = Fraction(1, 100)


def _on_a_ladder(rule: BookRule, name: str) -> bool:
    return isinstance(rule.rule.award, Ladder) and rule.rule.award.by == name


_SEVERAL = re.compile(r"一个.{0,20}(?:另)?一个|两个|三个|分别|各|第二个|另一|另外一")


def _another(spec: InputSpec, figure: Figure, first: Figure, text: str, parts: list[Segment]) -> bool:
    """`两个项目，一个200万，一个400万`: the same quantity of several things."""
    return (
        spec.type == "money"
        and figure.kind == "money"
        and figure.start > first.start
        and not _is_prior_payment(figure, text, parts)
        and bool(_SEVERAL.search(text))
    )


def _fits(spec: InputSpec, figure: Figure) -> bool:
    if spec.type not in _KINDS or figure.kind not in _KINDS[spec.type]:
        return False
    if figure.kind == "number" and spec.type == "count":
        return not figure.unit and figure.value.denominator == 1
    if spec.type in _UNITS:
        return figure.unit in _UNITS[spec.type]
    if spec.type == "count":
        return figure.unit in {spec.unit, *spec.units} or figure.unit in ("个", "家", "项", "")
    return spec.type != "year_index"  # ordinals: `_years`


def _affinity(
    name: str,
    spec: InputSpec,
    figure: Figure,
    names: list[Mention],
    text: str,
    parts: list[Segment],
    paired: set[str],
) -> float:
    """How strongly the words round a figure call for this input; 0: nothing does."""
    segment = next(s for s in parts if s.start <= figure.start < s.end)
    prior_paid = _is_prior_payment(figure, text, parts)
    if name in (PRIOR_AWARD, PAID_THIS_YEAR):
        this_year = bool(re.search(r"今年|本年|当年", text[segment.start : figure.start]))
        return (NAMED + 2) * prior_paid * (this_year if name == PAID_THIS_YEAR else not this_year or 0.9)
    if prior_paid:
        return 0.0
    score = 0.0
    for mention in names:
        if mention.concept != name:
            continue
        length = min(len(mention.surface), 6) / 6
        if segment.start <= mention.start and mention.end <= figure.start:
            score = max(score, NAMED + length - (figure.start - mention.end) * 0.08)
        elif figure.end <= mention.start < segment.end and mention.start - figure.end <= 6:
            score = max(score, NAMED - 0.5 + length)
        elif mention.end <= figure.start:
            score = max(score, NEAR + length - (figure.start - mention.end) * 0.02)
    if figure.kind == "quantity" and figure.unit and figure.unit in {spec.unit, *spec.units}:
        score += NEAR
    period = _period(spec, segment)
    if score <= 0:
        # `今年8亿，去年6亿`: the second figure names no quantity, its year tells which one it is.
        spoken_of = name in paired or any(mention.end <= figure.start for mention in names)
        return PERIOD * OPEN if period > 0 and spoken_of else 0.0
    return max(score + PERIOD * period, 0.01)


def _period(spec: InputSpec, segment: Segment) -> int:
    """+1 the figure's year is the input's, −1 it is another's, 0 one of them is not said."""
    if segment.period is None or not spec.period:
        return 0
    wanted = {
        "当年": {0},
        "本年": {0},
        "上年度": {-1},
        "上年": {-1},
        "上一年度": {-1},
        "此前年度": {-1, -2, -3},
        "前年": {-2},
        "上上年度": {-2},
    }
    years = wanted.get(spec.period)
    if years is None:
        return 0
    return 1 if segment.period in years else -1


def _is_prior_payment(figure: Figure, text: str, parts: list[Segment]) -> bool:
    """`拿过20万`, `已经领了50万元`: money that came from this award before."""
    if figure.kind != "money":
        return False
    segment = next(s for s in parts if s.start <= figure.start < s.end)
    before, after = text[segment.start : figure.start], text[figure.end : segment.end]
    if re.search(r"省(?:里|级|财政|内)|国家(?:奖|补|资金)|上级", before):
        return False
    if _NAMES_A_TIER.match(after):
        return False
    return bool(_PAID_BEFORE.search(before) or _PAID_AFTER.match(after))


def _left_over(
    rule: BookRule, specs: dict[str, InputSpec], figures: list[Figure], given: dict[str, Figure]
) -> Iterator[tuple[str, Figure]]:
    """One open quantity of a kind and one open input of that kind: they belong together."""
    award = rule.rule.award
    earlier = {award.before} if isinstance(award, Ladder) else set()
    asked = [n for n in rule.inputs if n not in given and n not in {PRIOR_AWARD, PAID_THIS_YEAR, *earlier}]
    # An increase is not what is left over when the sum it is taken from has been told: the other sum is missing.
    asked = [n for n in asked if n in specs and not any(part in given for way in specs[n].derive for part in way.of)]
    for kind in ("money", "kwh", "percent", "days", "area", "count"):
        inputs = [n for n in asked if n in specs and specs[n].type == kind and not _derivable(specs[n], given)]
        suitable = [f for f in figures if any(_fits(specs[n], f) for n in inputs)]
        if len(inputs) == 1 and len(suitable) == 1:
            yield inputs[0], suitable[0]


def _derivable(spec: InputSpec, given: Iterable[str]) -> bool:
    return any(all(part in given for part in way.of) for way in spec.derive)


# ---- years -------------------------------------------------------------------------------------------------------


_FROM_TO = re.compile(
    r"(?:从|由)[^，。；]{0,8}?(?P<a>[\d.,，]+[万亿]?元?(?:千瓦时|度)?)[^，。；\d]{0,10}?(?:到|至)(?:了)?(?P<b>[\d.]+[万亿]?)"
)


def _from_to(specs: dict[str, InputSpec], text: str) -> Iterator[Bound]:
    """`从5000万增长到6200万`: the earlier and the later value of a growth or an increase."""
    match = _FROM_TO.search(text)
    pairs = [way.of for spec in specs.values() for way in spec.derive if way.op in ("growth", "difference")]
    if not match or not pairs:
        return
    figures = {f.start: f for f in scan(text)}
    earlier, later = figures.get(match.start("a")), figures.get(match.start("b"))
    now, before = pairs[0][0], pairs[0][1]
    if earlier and later and _fits(specs[now], later) and _fits(specs[before], earlier):
        yield Bound(before, earlier.value, earlier.text, earlier.start, earlier.end)
        yield Bound(now, later.value, later.text, later.start, later.end)


_RELATIVE_YEARS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "当年": 0, "本年": 0}


def _calendar_years(text: str, year: int | None) -> Iterator[tuple[int, int, int]]:
    """(calendar year, start, end) of every year the text names; 去年 and 今年 against `year`."""
    for match in _YEAR.finditer(text):
        yield int(match[1]), match.start(), match.end()
    if year is not None:
        for word, shift in _RELATIVE_YEARS.items():
            for match in re.finditer(word, text):
                yield year + shift, match.start(), match.end()


def _years(
    rule: BookRule, specs: dict[str, InputSpec], text: str, parts: list[Segment], year: int | None
) -> Iterator[Bound]:
    """`第三年` for a year index; `2023年小升规 … 到2026年` for calendar years named by their inputs."""
    yield from _ordinals(specs, text)
    start = None
    for name, spec in specs.items():
        if spec.type == "year" and (found := _named_year(spec, text, parts, year)):
            yield Bound(name, f"{found[0]}年", text[found[1] : found[2]], found[1], found[2])
            if isinstance(rule.rule.award, Installments) and rule.rule.award.start == name:
                start = found
    ordinals = list(_ORDINAL_YEAR.finditer(text))
    indexes = [name for name, spec in specs.items() if spec.type == "year_index"]
    for name in indexes:
        spec = specs[name]
        if start and (found := _named_year(spec, text, parts, year)):
            yield Bound(name, f"第{found[0] - start[0] + 1}年", text[found[1] : found[2]], found[1], found[2])
            continue
        for match in ordinals:
            segment = next(s for s in parts if s.start <= match.start() < s.end)
            near = text[segment.start : segment.end]
            if any(alias in near for alias in (spec.label, *spec.aliases)) or len(indexes) == 1:
                value = "第一年" if match["first"] else match.group()
                yield Bound(name, value, match.group(), match.start(), match.end())
                break
    if start and year is not None and isinstance(rule.rule.award, Installments) and rule.rule.award.year:
        asked = _ASKED_YEAR.search(text)
        if asked and asked.start() != start[1]:
            nth = year + _RELATIVE_YEARS[asked[1]] - start[0] + 1
            if nth >= 1:
                yield Bound(rule.rule.award.year, f"第{nth}年", asked.group(), asked.start(), asked.end())


# `今年能领多少` asks for the payment of one year.
_ASKED_YEAR = re.compile(r"(今年|当年|本年|去年)(?:还)?(?:能|可以|可|该|应)?(?:再)?(?:领|拿|得|发|给|补|奖)")


def _named_year(spec: InputSpec, text: str, parts: list[Segment], year: int | None) -> tuple[int, int, int] | None:
    """The calendar year that stands with a name of the input: `2022年小升规`, `去年入规`, `2024年退规`."""
    for calendar, start, end in _calendar_years(text, year):
        segment = next(s for s in parts if s.start <= start < s.end)
        window = text[max(segment.start, start - 4) : min(segment.end, end + 10)]
        if any(alias in window for alias in (spec.label, *spec.aliases)) and not negated(text, start, parts, end):
            return calendar, start, end
    return None


_ORDINAL = re.compile(r"第([一二三四五六七八九十百\d]+)(?:个|台|家|名|位|项|件)")


def _ordinals(specs: dict[str, InputSpec], text: str) -> Iterator[Bound]:
    """`第6个入选`, `全国第二家`: the place in an order, for inputs that are one (`…_rank`)."""
    match = _ORDINAL.search(text)
    for name, spec in specs.items():
        if match and spec.type == "count" and name.endswith("_rank"):
            yield Bound(name, Fraction(chinese_number(match[1])), match.group(), match.start(), match.end())


def _of(name: str, value: Any, mention: Mention) -> Bound:
    return Bound(name, value, mention.surface, mention.start, mention.end)
