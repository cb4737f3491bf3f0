"""A text read for its figures: which stand in one list, how each is bounded, and the words each belongs to.

Sentences and clauses are read by the same code, so that whatever is asked of the one can be asked of the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from index.text.figures import Figure, scan

Bound = Literal["max", "floor", "over", "under", ""]

_ENDS: Final = "。；;！？!?\n"
_PAUSES: Final = _ENDS + "，,：:|"
_REACH: Final = 18  # characters between a bound word and its figure: 按不超过其服务合同金额的50%

_MAX: Final = (
    r"最高|最多|最大|最长|至多|(?:不|未|别|没有?)(?:得|能|会|可|应|予)?(?:超过|超出|超|高于|多于|大于|突破|逾)"
    r"|上限|封顶|顶[格天多]|限额|天花板|≤|<="
)
_FLOOR: Final = r"不(?:得|能|会|可|应)?(?:低于|少于|小于)|至少|最低|最少|起码|下限|保底|≥|>="
_OVER: Final = r"达到?|超过|超|突破|大于|高于|多于|满|逾|提前"
_UNDER: Final = r"低于|小于|少于|不足|不满|未满|不到"
_BEFORE: Final = re.compile(rf"(?P<max>{_MAX})|(?P<floor>{_FLOOR})")
_JUST_BEFORE: Final = re.compile(rf"(?:(?P<under>{_UNDER})|(?P<over>{_OVER}))[^，。；、]{{0,2}}$")
_AFTER: Final = re.compile(
    r"\s*(?:/[^\s，。、；|）)]{1,5})?(?:[一-鿿]{0,2}(?=[（(]含|及以|以[上下]))?(?:[（(][^（）()]{0,8}[)）])?(?:"
    r"(?P<max>的?(?:封顶|[到就]头|到顶|以内|之内|为限|(?:为|作为|是)?(?:其|最高)?(?:上限|限额|天花板)|内(?![一-鿿]))"
    r"|[的为是](?:其)?最高(?!不|[^，。；]{0,4}[\d一二两三四五六七八九十百])|(?:及|或|含)?以下|止步)"
    r"|(?P<floor>起步|起(?![诉草始])|打底|保底|为?下限)"
    r"|(?P<over>(?:及|或|含)?以上)"
    r")"
)
# A masked figure with the word that bounds it: what `read.masked` takes out, the figure's bound says it.
BOUND_WORDS: Final = re.compile(
    rf"(?P<word>{_MAX}|{_FLOOR}|{_OVER}|{_UNDER})(?=[^，。；〇]{{0,16}}〇)"
    r"|〇(?:[（(]含[^（()）]{0,3}[)）])?(?:(?:及|或|含)?以[上下]|以内|之内|封顶|为限|起步|左右|不等|为?上限|为?天花板)"
)
LIMIT_WORDS: Final = re.compile(rf"{_MAX}|{_FLOOR}")
_DAYS: Final = re.compile(
    r"(?<=[\d一二两三四五六七八九十])(?<![月号]\d)(?<!月\d\d)(?<!月[一二三四五六七八九十])日(?=之?[内前]|以内|起)"
)
_WORDLIKE: Final = re.compile("[一两二三四五六七八九十]")  # 新一代, 两者, 统一: words with a numeral in them
# 最高分别是国际标准50万元、国家标准30万元
_EACH: Final = re.compile(rf"(?:(?P<max>{_MAX})|(?P<floor>{_FLOOR}))分别[^；。]*$")
# 奖励上限：国际标准50万元，国家标准30万元 – the word before a colon bounds what follows it, a table's column too.
_HEADS: Final = re.compile(rf"(?:(?P<max>{_MAX})|(?P<floor>{_FLOOR}))[^，。；：:]{{0,8}}$")
_JOINT: Final = re.compile(
    r"\s*(?:/[^\s，。、；|]{1,5})?(?:[（(][^（）()，。；]{0,16}[)）])?\s*(?:[、/]|[、，,]?(?:和|或者?|及|与|以及))\s*"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in its setting.

    Attributes:
        bound: max 最高、不超过…, floor 至少…, over/under: a threshold's side, "" none.
        lead: the words in front of the list it stands in, back to the list before or the sentence's beginning.
        tail: the bracket right behind it, or the words to the next pause.
        index, count: its place in the list of figures it stands in.
        whole: from the sentence's beginning to the list.
    """

    figure: Figure
    bound: Bound
    lead: str
    lead_start: int
    tail: str
    index: int
    count: int
    whole: str


@dataclass(frozen=True)
class Reading:
    """`text` with its figures; bare numbers are figures too."""

    text: str

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        text = _DAYS.sub("天", self.text)  # a term of 30日 is 30天
        figures = [f for f in scan(text, bare=True) if f.kind != "number" or not _WORDLIKE.fullmatch(f.text)]
        bounds = [self._bound(figures, i) for i in range(len(figures))]
        found: list[Mark] = []
        for run in self._lists(figures):
            first, last = figures[run[0]], figures[run[-1]]
            begin = self._sentence_start(first.start)
            previous = figures[run[0] - 1].end if run[0] and figures[run[0] - 1].end > begin else begin
            previous = self._behind_bracket(previous, first.start) if previous > begin else previous
            front: Bound = next((bounds[i] for i in run if bounds[i]), "")
            for place, i in enumerate(run):
                # 分别最高100万元、50万元: the word in front of a list bounds all of it.
                bound = bounds[i] or (front if len(run) > 1 else "")
                tail_end = self._pause(figures[i].end if len(run) == 1 else last.end)
                tail = self.text[figures[i].end : tail_end]
                bracket = re.match(r"[^，。；、（）()]{0,3}[（(]([^（）()]{1,24})[)）]", self.text[figures[i].end :])
                found.append(
                    Mark(
                        figures[i], bound, self.text[previous : first.start], previous,
                        bracket.group(1) if bracket else tail, place, len(run), self.text[begin : first.start],
                    )
                )  # fmt: skip
        return tuple(found)

    def _lists(self, figures: list[Figure]) -> list[list[int]]:
        runs: list[list[int]] = []
        for i, figure in enumerate(figures):
            if runs and _kind(figures[i - 1]) == _kind(figure):
                gap = self.text[figures[i - 1].end : figure.start]
                if _JOINT.fullmatch(gap):
                    runs[-1].append(i)
                    continue
            runs.append([i])
        return runs

    def _bound(self, figures: list[Figure], i: int) -> Bound:
        figure = figures[i]
        after = _AFTER.match(self.text, figure.end)
        begin = max(figures[i - 1].end if i else 0, figure.start - _REACH)
        window = self.text[begin : figure.start]
        window = re.split(f"[{_PAUSES}]", window)[-1]
        found: Bound = ""
        for match in _BEFORE.finditer(window):
            found = "max" if match["max"] else "floor"
        if found:
            return found
        bracket = re.match(r"[（(]([^（()）]{1,10})[)）]", self.text[figure.end :])
        if bracket and (inside := re.search(f"(?P<max>{_MAX})|(?P<floor>{_FLOOR})", bracket.group(1))):
            return "max" if inside["max"] else "floor"
        if after:
            return "max" if after["max"] else "floor" if after["floor"] else "over"
        colon = max(self.text.rfind(mark, self._sentence_start(figure.start), figure.start) for mark in "：:")
        if colon > 0 and (named := _HEADS.search(self.text[:colon])):
            return "max" if named["max"] else "floor"
        if each := _EACH.search(self.text[self._sentence_start(figure.start) : figure.start]):
            return "max" if each["max"] else "floor"
        near = _JUST_BEFORE.search(window)
        if near:
            return "under" if near["under"] else "over"
        return ""

    def _sentence_start(self, position: int) -> int:
        return max(self.text.rfind(end, 0, position) for end in _ENDS) + 1

    def _pause(self, position: int) -> int:
        ends = [at for pause in _PAUSES + "、" if (at := self.text.find(pause, position)) >= 0]
        return min(ends, default=len(self.text))

    def _behind_bracket(self, position: int, limit: int) -> int:
        match = re.match(r"[^，。；、（）()]{0,3}[（(][^（）()]{1,24}[)）]", self.text[position:limit])
        return position + match.end() if match else position


def _kind(figure: Figure) -> tuple[str, str]:
    return (figure.of or figure.kind, figure.unit if figure.kind == "quantity" else "")


def unit_kind(figure: Figure) -> str:
    """What may be compared with what: money, percent, permille, points, ratio, or a quantity's unit."""
    kind = figure.of or figure.kind
    if kind in ("quantity", "number"):
        return "count" if figure.unit in COUNTERS else figure.unit
    return kind


COUNTERS: Final = frozenset("个家名项套户场件台种届座份颗条人款只支所批") | {"人次", "用户", "", "次"}
"""Counting words that stand for one another: 3台 and 3个 are the same number of things."""


def same_value(left: Figure, right: Figure) -> bool:
    """The same figure, whatever its notation; a range equals only a range of the same ends."""
    if left.kind == "range" or right.kind == "range" or left.kind == "ratio" or right.kind == "ratio":
        return left.kind == right.kind and (left.low, left.high) == (right.low, right.high) and (
            unit_kind(left) == unit_kind(right)
        )  # fmt: skip
    return left.value == right.value and unit_kind(left) == unit_kind(right)
