"""国家级、省级中心的，分别奖励100万元、50万元: which item of a list goes with which of as many figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.claims.marks import Mark, unit_kind

LEVEL: Final = (
    r"(?:国家级|省级|市级|县级|区级|部级|国际级?|国内|省内|国家(?=[、和或及])|国(?=[、和或及])|省(?=[、和或及])|市(?=[、和或及])|车间级|工厂级|a{1,4}级|[a-e]类"
    r"|[一二三四五六七八九十\d]+级|[一二三四五]星级)"
)
_JOIN: Final = r"(?:、|和|及|与|或|以及|/|,|，)"
_LEVELS: Final = re.compile(rf"{LEVEL}(?:{_JOIN}{LEVEL})+", re.IGNORECASE)
_ORDINALS: Final = re.compile(r"(?P<items>[特一二三四五金银铜](?:[、和][一二三四五金银铜])+)(?P<noun>等奖|奖|星级|级)")
# Where an item begins: behind the verb or preposition that governs the whole list.
_GOVERNS: Final = re.compile(
    r"^.*(?:认定为|列入|入选|获得|评为|取得|通过|成为|承担|成立|创建|对|按照?|为|的)(?=.)", re.DOTALL
)
_BECOMES: Final = re.compile(r".*(?:认定为|列入|入选|获得|评为|取得|成为)", re.DOTALL)
_ENDS: Final = re.compile(r"的，|等?的?$")
_SPLITS: Final = (re.compile("、"), re.compile("[、，]"), re.compile("[、，]|和|及|与|以及"), re.compile("[；;]"))
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Items:
    """`texts[k]` stands for the k-th item in place of head[start:end]; `marks[k]`: the figure that it is, if any."""

    start: int
    end: int
    texts: tuple[str, ...]
    marks: tuple[Mark, ...] = ()


def items(head: str, count: int, marks: Sequence[Mark], base: int) -> Items | None:
    """The list of `count` items nearest to the end of `head`. `marks`: those in front, `base`: where head begins."""
    for kind in (_figures(count, marks, base), _named(head, count), _listed(head, count)):
        if found := list(kind):
            return max(found, key=lambda each: each.end)
    return None


def _figures(count: int, marks: Sequence[Mark], base: int) -> Iterator[Items]:
    for kind in {unit_kind(mark.figure) for mark in marks}:
        same = [mark for mark in marks if unit_kind(mark.figure) == kind]
        lists = [
            same[i : i + count] for i in range(len(same) - count + 1) if same[i].index == 0 and same[i].count == count
        ]
        run = lists[-1] if lists else same[-count:] if len(same) >= count else None
        if run:
            start, end = run[0].figure.start - base, run[-1].figure.end - base
            yield Items(start, end, ("",) * count, tuple(run))


def _named(head: str, count: int) -> Iterator[Items]:
    for match in _ORDINALS.finditer(head):
        names = re.split("[、和]", match["items"])
        if len(names) == count:
            yield Items(match.start(), match.end(), tuple(name + match["noun"] for name in names))
    for match in _LEVELS.finditer(head):
        names = re.findall(LEVEL, match.group(), re.IGNORECASE)
        if len(names) == count:
            yield Items(match.start(), match.end(), tuple(names))


def _listed(head: str, count: int) -> Iterator[Items]:
    body = re.sub(r"，[^，。；]{0,14}$", "", head)
    for candidate in dict.fromkeys((body, head)):
        for split in _SPLITS:
            if found := _enumerated(candidate, count, split):
                yield found
                return


def _enumerated(head: str, count: int, split: re.Pattern[str]) -> Items | None:
    """The head in `count` parts, the first without what governs the list, the last without what follows it."""
    begin = max(head.rfind(stop) for stop in "。：:") + 1
    cuts = [begin, *(match.end() for match in split.finditer(head, begin))]
    if len(cuts) != count and (verb := _BECOMES.match(head, begin)):  # 甲、乙、丙企业被认定为A、B的: A、B are the list
        begin = verb.end()
        cuts = [begin, *(match.end() for match in split.finditer(head, begin))]
    if len(cuts) != count:
        return None
    starts = cuts[-count:]
    ends = [*(match.start() for match in split.finditer(head, begin))][-(count - 1) :] if count > 1 else []
    parts = [head[a:b] for a, b in zip(starts, [*ends, len(head)], strict=False)]
    if any(not part.strip() or len(part) > _LONGEST for part in parts[1:]):
        return None
    governing = _GOVERNS.match(parts[0])
    widest = max(len(part) for part in parts[1:])
    first = starts[0] + (governing.end() if governing else max(len(parts[0]) - widest, 0))
    closing = _ENDS.search(parts[-1])
    last = starts[-1] + (closing.start() if closing else len(parts[-1]))
    texts = [head[first : starts[0] + len(parts[0])], *parts[1:-1], head[starts[-1] : last]]
    if not all(texts):
        return None
    return Items(first, last, tuple(_completed(text, texts[i + 1 :]) for i, text in enumerate(texts)))


def _completed(text: str, following: Sequence[str]) -> str:
    """国家级 of 国家级、省级制造业创新中心 with the noun that the next item says for both."""
    if not re.fullmatch(rf".{{0,6}}?{LEVEL}", text, re.IGNORECASE) or not following:
        return text
    rest = re.sub(rf"^.{{0,6}}?{LEVEL}", "", following[0], flags=re.IGNORECASE)
    return text + rest
