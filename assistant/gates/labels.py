"""Label words found in a sentence: 国家级, 一等奖 inside 一、二、三等奖, a threshold that an amount belongs to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.calculator.listing import Atom
from assistant.gates.reading import Reading, same_value
from assistant.gates.words import LEVELS, WINDOWS, plain
from index.text.figures import Figure, parse

_DIGITS: Final = str.maketrans("一二三四五六七八九", "123456789")
_ENUMERATION: Final = re.compile(
    r"[^，。；：、,;:\d（()）]{2,14}(?:(?:、|和|及|与|以及)[^，。；：、,;:\d（()）]{1,14})+"
)
_JOIN: Final = "、和及或与/"


@lru_cache(maxsize=4096)
def label_words(atom: Atom) -> frozenset[str]:
    """What must stand with the atom's figure: its level and object, and the threshold it goes with."""
    words = {_level(word) for word in atom.label}
    if atom.role == "cap":  # 单场不超过…，年度总额不超过…
        words |= {name for name in (f"每{atom.per}", f"每{atom.window}") if name in WINDOWS}
    return frozenset(words | ({atom.threshold} if atom.threshold else set()))


def _level(word: str) -> str:
    for level, pattern in LEVELS.items():
        if pattern.fullmatch(word):
            return level
    return word


@lru_cache(maxsize=4096)
def figure_of(literal: str) -> Figure | None:
    """The figure that a label or threshold is; None for words."""
    try:
        return parse(literal)
    except ValueError:
        return None


def enumeration(text: str, count: int) -> list[str]:
    """The last list of `count` items in `text`; levels by their names; empty when there is none of that length."""
    for run in reversed(list(_ENUMERATION.finditer(text))):
        items = re.split(r"[、和及与]|以及", run.group())
        if len(items) == count:
            items[-1] = items[-1][:3] if len(items[-1]) > max(map(len, items[:-1])) else items[-1]
            return [next((name for name, p in LEVELS.items() if p.match(plain(item))), item) for item in items]
    return []


@lru_cache(maxsize=8192)
def places(word: str, text: str, against: frozenset[str] = frozenset()) -> tuple[int, ...]:
    """Offsets (in the plain form of `text`) at which the label word stands, elided lists included.

    A long word counts by its core too, unless the core is also part of a word it is told apart `against`; and
    中国质量奖 does not stand where 中国质量奖提名奖 does.
    """
    if (figure := figure_of(word)) is not None:
        return tuple(
            len(plain(text[: mark.figure.start])) for mark in _read(text).marks if same_value(mark.figure, figure)
        ) or (tuple(match.start() for match in _elided(word).finditer(_folded(text))) if figure.unit == "级" else ())
    if pattern := LEVELS.get(word) or WINDOWS.get(word):
        return tuple(match.start() for match in pattern.finditer(plain(text)))
    within = [span for other in against if word != other and word in other for span in _spans(other, text)]
    return tuple(
        match.start()
        for match in _elided(plain(word), against).finditer(_folded(text))
        if not any(start <= match.start() and match.end() <= end for start, end in within)
    )


def _spans(word: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _elided(plain(word)).finditer(_folded(text))]


def all_said(words: frozenset[str], text: str) -> bool:
    """Whether the text has every one of the label words; no words are never said."""
    return bool(words) and all(places(word, text) for word in words)


@lru_cache(maxsize=1024)
def _read(text: str) -> Reading:
    return Reading(text)


def _folded(text: str) -> str:
    return plain(text).translate(_DIGITS)


@lru_cache(maxsize=2048)
def _elided(word: str, against: frozenset[str] = frozenset()) -> re.Pattern[str]:
    """The word itself; cut in two with list members in between (一、二、三等奖 holds 一等奖); its core."""
    word = plain(word).translate(_DIGITS)
    edge = "(?<![a-z])" if word[:1].isascii() and word[:1].isalpha() else ""
    ways = [edge + re.escape(word)]
    for cut in range(1, min(len(word), 5)):
        head, rest = re.escape(word[:cut]), re.escape(word[cut:])
        if len(word) - cut <= 4:
            between = f"[^{_JOIN}，。；,;]{{1,6}}"
            ways.append(f"{edge}{head}(?:[{_JOIN}]{between})*?[{_JOIN}][^{_JOIN}，。；,;]{{1,5}}?{rest}")
    if 5 <= len(word) <= 10:
        ends = word[:2] + word[-2:]  # 氢能项目 for 氢能产业项目
        ways += [re.escape(ends)] if ends not in "|".join(_folded(other) for other in against) else []
    if len(word) >= 8:
        size = max(4, len(word) * 2 // 3)
        others = "|".join(_folded(other) for other in against)
        cores = [word[at : at + size] for at in range(len(word) - size + 1)]
        ways += [re.escape(core) for core in cores if core not in others]
    return re.compile("|".join(f"(?:{way})" for way in ways))
