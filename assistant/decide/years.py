"""Years: 第三年 for a year index, 2023年小升规 … 到2026年 for calendar years, 第6个入选 for a place in an order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.calculator.inputs import InputSpec
from assistant.calculator.kinds import Installments
from assistant.decide.bound import Bound
from assistant.reading.statements import kind_of
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.documents.numbering import chinese_number

_ORDINAL_YEAR = re.compile(r"第([一二三四五六七八九十\d])(?:个)?(?:年度|年)|(?P<first>首年度?|头一年|首个年度)")
_RELATIVE_YEARS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "当年": 0, "本年": 0}


def _calendar_years(told: Told) -> Iterator[tuple[int, int, int]]:
    """(calendar year, start, end) of every year the text names, 二〇二三年, 23年 and 去年 as well as 2023年."""
    for when in told.dates:
        yield when.year, *when.at


def years(rule: BookRule, specs: dict[str, InputSpec], told: Told, year: int | None) -> Iterator[Bound]:
    """`第三年` for a year index; `2023年小升规 … 到2026年` for calendar years named by their inputs."""
    text = told.text
    yield from _ordinals(specs, text)
    start = None
    for name, spec in specs.items():
        if spec.type == "year" and (found := _named_year(spec, told)):
            yield Bound(name, f"{found[0]}年", text[found[1] : found[2]], found[1], found[2])
            if isinstance(rule.rule.award, Installments) and rule.rule.award.start == name:
                start = found
    ordinals = sorted(_told_years(text), key=lambda m: kind_of(told.words(m.start())) in _EARLIER)
    indexes = [name for name, spec in specs.items() if spec.type == "year_index"]
    for name in indexes:
        spec = specs[name]
        if start and (found := _named_year(spec, told)):
            yield Bound(name, f"第{found[0] - start[0] + 1}年", text[found[1] : found[2]], found[1], found[2])
            continue
        for match in ordinals:
            segment = told.segment(match.start())
            near = text[segment.start : segment.end]
            if any(alias in near for alias in (spec.label, *spec.aliases)) or len(indexes) == 1:
                value = "第一年" if match["first"] else match.group()
                yield Bound(name, value, match.group(), match.start(), match.end())
                break
    if start and isinstance(rule.rule.award, Installments) and rule.rule.award.year:
        yield from _asked_year(rule.rule.award.year, start, text, year)


_EARLIER = frozenset({"received", "former"})


def _told_years(text: str) -> list[re.Match[str]]:
    """Ordinal years, the one asked about first: of `首年保费200万，第二年能补多少` the second.

    `首年度保费` names a sum; it tells the year only when nothing else does.
    """
    found = list(_ORDINAL_YEAR.finditer(text))
    told = [m for m in found if not _PART_OF_A_NAME.match(text, m.end())] or found
    return sorted(told, key=lambda m: _ASKS.match(text, m.end()) is None)


_PART_OF_A_NAME = re.compile(r"(?:度)?(?:的)?(?:实际)?(?:保费|保险费|用电|费用|投保|租金)")
_ASKS = re.compile(r"(?:度)?(?:还|又|再|究竟|到底|具体)*(?:能|可以|可|该|应|补|领|拿|给|奖|得)")


def _asked_year(name: str, start: tuple[int, int, int], text: str, year: int | None) -> Iterator[Bound]:
    """`今年2024年能拿多少`, `2025年能领多少`: the payment of one year."""
    for match in _ASKED_YEAR.finditer(text):
        calendar = match["calendar"] or match["said"]
        if match.start() <= start[1] < match.end() or (calendar is None and year is None):
            continue
        asked = int(calendar) if calendar else (year or 0) + _RELATIVE_YEARS[match["relative"]]
        if asked >= start[0]:
            yield Bound(name, f"第{asked - start[0] + 1}年", match.group(), match.start(), match.end())
            return


# `今年能领多少` asks for the payment of one year.
_ASKED_YEAR = re.compile(
    r"(?<![到至])(?:(?P<relative>今年|当年|本年|去年)(?:[（(]?(?P<said>20\d\d)年?[）)]?)?|(?P<calendar>20\d\d)年(?:当年|这年|这一年)?)"
    r"[^，。；一共总累计]{0,4}?(?:能|可以|可|该|应|领|拿|补|发|还有)"
)


def _named_year(spec: InputSpec, told: Told) -> tuple[int, int, int] | None:
    """The calendar year that stands with a name of the input: `2022年小升规`, `去年入规`, `2024年退规`."""
    text = told.text
    for calendar, start, end in _calendar_years(told):
        segment = told.segment(start)
        window = text[max(segment.start, start - 4) : min(segment.end, end + 10)]
        together = re.sub("[了过的]", "", window)  # 入的规, 入了规: the two halves of one verb
        named = any(alias in window or alias in together for alias in (spec.label, *spec.aliases))
        if named and not told.is_denied((start, end)):
            return calendar, start, end
    return None


_ORDINAL = re.compile(r"第([一二三四五六七八九十百\d]+)(?:个|台|家|名|位|项|件)")


def _ordinals(specs: dict[str, InputSpec], text: str) -> Iterator[Bound]:
    """`第6个入选`, `全国第二家`: the place in an order, for inputs that are one (`…_rank`)."""
    match = _ORDINAL.search(text)
    for name, spec in specs.items():
        if match and spec.type == "count" and name.endswith("_rank"):
            yield Bound(name, Fraction(chinese_number(match[1])), match.group(), match.start(), match.end())
