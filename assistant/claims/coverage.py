"""What of a sentence is not in a text: content words stand there, closed-class words have a fellow there.

A stretch is there when the text has it character for character (two at least), or has its characters in this order
close together: 投产 for 投入生产, 技改 for 技术改造. Glue says nothing. What is left over is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.claims.tokens import Token, tokens
from assistant.claims.words import folded, words

MASK: Final = "〇"  # stands where a figure stood that is judged by itself
_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_NAMES: Final = frozenset("najbzl")
# what stands in the list, or between the alternatives, is looked at itself
_OPENS_A_LIST: Final = re.compile("(?:包括|包含)(?=[^，。；]{2,14}、)|(?:无论|不论|不管)是?(?=[^。；]{1,24}还是)")
_TOWARDS: Final = frozenset("到过起来去了着成出入上下会是有在可能让使拿算看说要想")
_STRETCH: Final = 4  # how far apart the characters of an abbreviation may stand, per character


@dataclass(frozen=True, slots=True)
class Left:
    """A word that the text does not bear out; `kind` is the class of a closed-class word, "" for content."""

    word: str
    kind: str


def leftover(said: str, held: Sequence[str], licences: Iterable[str] = ()) -> list[Left]:
    """What of `said` no text of `held` bears out. `licences`: classes that the caller has judged already."""
    text = folded(said)
    texts = [folded(each) for each in held]
    allowed = frozenset(licences)
    covered = [False] * len(text)
    # 〇: its own character class keeps figures from joining what stands on both sides of them
    for run in _HAN.finditer(text.replace(MASK, "|")):
        _by_stretches(run.group(), run.start(), texts, covered)
    found: list[Left] = []
    glue = [match.span() for match in words().glue.finditer(text)]
    for match in words().member.finditer(text):
        if _OPENS_A_LIST.match(text, match.start()):
            continue
        if any(a <= match.start() and match.end() <= b and b - a > len(match.group()) for a, b in glue):
            continue  # 适用于 is no 用于
        names = words().classes[match.group()]
        inside = all(covered[match.start() : match.end()])
        if inside and len(match.group()) > 1:
            continue
        if any(name in allowed or _has(name, texts) for name in names):
            _cover(covered, match.start(), match.end())
        elif not inside and len(match.group()) > 1:
            found.append(Left(match.group(), names[0]))
            _cover(covered, match.start(), match.end())
    for start, end in (*glue, *(match.span() for match in _OPENS_A_LIST.finditer(text))):
        _cover(covered, start, end)
    for word, _ in _apart(text, covered):
        if rest := _remainder(word, texts):
            found.append(Left(rest, ""))
    return found


def _apart(text: str, covered: Sequence[bool]) -> Iterator[tuple[str, str]]:
    """What is uncovered, word by word, with the character behind it; names in pieces stay in one."""
    run = ""
    last = ""
    for token in tokens(text):
        rest = "".join(text[at] for at in range(token.start, token.end) if not covered[at] and _HAN.match(text[at]))
        rest = "" if _joins(token) or rest == MASK else rest
        whole = len(rest) == len(token.word)
        # 结转: what the dictionary has not it gives in single characters
        names = whole and (token.tag[0] in _NAMES or (len(rest) == 1 and token.tag[0] == "v" and rest not in _TOWARDS))
        if run and not (rest and names and last):
            yield run, text[token.start : token.start + 1]
            run = ""
        run += rest
        last = token.tag if names else ""
    if run:
        yield run, ""


def _joins(token: Token) -> bool:
    return token.joins and not words().member.search(token.word)


def _by_stretches(run: str, start: int, texts: Sequence[str], covered: list[bool]) -> None:
    at = 0
    while at < len(run):
        size = max((_common(run, at, text) for text in texts), default=0)
        if size >= 2:
            _cover(covered, start + at, start + at + size)
            # overlapping stretches: 企业技术|技术中心 both stand there
            at += max(size - 1, 1)
        else:
            at += 1


def _common(run: str, at: int, text: str) -> int:
    size = 0
    while at + size < len(run) and run[at : at + size + 1] in text:
        size += 1
    return size


def _cover(covered: list[bool], start: int, end: int) -> None:
    covered[start:end] = [True] * (end - start)


def _has(name: str, texts: Sequence[str]) -> bool:
    return any(member in text for member in words().alike[name] for text in texts)


def _remainder(word: str, texts: Sequence[str]) -> str:
    """What is left of an uncovered stretch; "" where nothing that counts is."""
    if not word.strip(words().edges):
        return ""
    word = word.strip(words().function)
    if not word:
        return ""
    if len(word) == 1:
        return word if word in words().weighty and not any(word in text for text in texts) else ""
    if any(_related(word, text) for text in texts):
        return ""
    core = "".join(char for char in word if char not in words().function)
    if len(core) <= 4 and any(_abbreviates(core, text) for text in texts):
        return ""
    return word


@lru_cache(maxsize=4096)
def _related(word: str, text: str) -> bool:
    """Whether one of its characters is a verb of the text: 担任 for 任, 咨询 for 详询."""
    said = tokens(word)
    if len(word) != 2 or len(said) != 1 or said[0].tag[0] != "v":
        return False
    verbs = {token.word for token in tokens(text) if token.tag[0] in "vr" and len(token.word) == 1}
    return bool(verbs & set(word))


@lru_cache(maxsize=4096)
def _abbreviates(word: str, text: str) -> bool:
    gap = f".{{0,{_STRETCH}}}?"
    return re.search(gap.join(re.escape(each) for each in word), text) is not None
