"""国家级, 省级 and 市级 are said of what the clause says them of."""

from __future__ import annotations

import re
from typing import Final

from assistant.gates.model import Checked, Context, Failure
from assistant.gates.words import bigrams, plain

_LEVEL: Final = re.compile(r"世界级|国家级|国家(?=小巨人|专精特新|单项冠军)|部级|国级|省级|市级|县级|区级")
_LINK: Final = r"(?:[、和及与或/]|以及)"
_RUN: Final = re.compile(rf"(?:{_LEVEL.pattern})(?:{_LINK}(?:{_LEVEL.pattern}))*")
_NO_NOUN: Final = re.compile(r"^(?:[及和或]?以上|及其以上|以下|的|最高|分别|各|每|为|均|都|则|奖励?|不超过|可|有)*")
_STOP: Final = re.compile(r"[，。；：！？,;:!?、|]|\d(?!\d*[a-z])")
_REACH: Final = 14
NEAR: Final = 0.2  # of several places that print a noun, those in sentences as near as this to the nearest count
# 获得国家级数据大赛一、二、三等奖…，省级一、二、三等奖: the object is said once.
_ELIDED: Final = re.compile(rf"({_LEVEL.pattern})(?=的|[一二三四五]、)")
_ALIKE: Final = {"国家": "国家级", "部级": "国家级", "国级": "国家级", "区级": "县级"}


def level(checked: Checked, context: Context) -> Failure | None:
    """A level before a noun that the clause prints with other levels only is swapped."""
    if not checked.cited or checked.verbatim:
        return None
    text = plain(checked.text)
    for run in _RUN.finditer(text):
        said = [_named(match.group()) for match in _LEVEL.finditer(run.group())]
        if len(set(said)) < len(said):
            return Failure("award", f"“{run.group()}”把同一级别说了两遍。")
        noun = _noun(text[run.end() :])
        if len(noun) < 2:
            continue
        for each in said:
            if failure := _swapped(each, noun, checked):
                return failure
    return None


def _swapped(said: str, noun: str, checked: Checked) -> Failure | None:
    printed: set[str] = set()
    near: list[str] = []
    length = 0
    for source in checked.sources:
        text = plain(source.text)
        size = _longest(noun, text)
        if size < max(length, 2):
            continue
        if size > length:
            length, printed, near = size, set(), []
        found = []
        for match in re.finditer(re.escape(noun[:size]), text):
            rest = re.split("[。；;]", text[match.end() :])[0]
            sentence = re.split("[。；;]", text[: match.start()])[-1] + rest
            levels = _governing(text[: match.start()]) | {_named(each[1]) for each in _ELIDED.finditer(rest)}
            found.append((_alike(checked.text, sentence), sentence, levels))
        best = max(alike for alike, _, _ in found)
        for alike, sentence, levels in found:
            if alike >= best - NEAR:
                near.append(sentence)
                printed |= levels
    if not length or said in printed:
        return None
    if not printed:
        return None if _somewhere(said, near) else Failure("award", f"所引条款里没有“{said}”。")
    return Failure("award", f"“{noun[:length]}”在所引条款里是{'、'.join(sorted(printed))}，不是{said}。")


def _alike(said: str, sentence: str) -> float:
    words = set(bigrams(said))
    return len(words & set(bigrams(sentence))) / max(len(words), 1)


def _somewhere(said: str, sentences: list[str]) -> bool:
    """Whether the level stands in the sentences that print the noun, in the clause's or in other words."""
    other = {"市级": "市", "省级": "省", "国家级": "国|工信部|部级"}.get(said, said)
    return any(re.search(f"{said}|{other}", sentence) for sentence in sentences)


def _noun(text: str) -> str:
    """What a level is said of: the words behind it up to a pause or a figure."""
    rest = text[_NO_NOUN.match(text).end() :]  # type: ignore[union-attr]
    stop = _STOP.search(rest)
    return rest[: stop.start() if stop else 24][:24]


def _longest(noun: str, text: str) -> int:
    """How much of the noun, from its beginning, the clause prints."""
    size = len(noun)
    while size >= 2 and noun[:size] not in text:
        size -= 1
    return size if size >= 2 else 0


def _governing(before: str) -> set[str]:
    """The levels that stand in front of a noun, a list of them together: 国家级、省级 制造业创新中心."""
    window = re.split(r"[，。；,;]", before)[-1][-_REACH:]
    found = list(_RUN.finditer(window))
    if not found:
        short = re.search(rf"(?:全?(市|省|国家?)|工信部)(?:{_LINK}?(?:市|省|国家))*[^、]{{0,8}}$", window)
        return _short(short.group()) if short else set()
    run = found[-1]
    start = len(before) - len(window) + run.start()
    levels = {_named(match.group()) for match in _LEVEL.finditer(run.group())}
    # 国家级、省级企业技术中心，省级…、市级企业技术中心: longer lists reach back beyond the window.
    earlier = re.search(rf"(?:(?:{_LEVEL.pattern}){_LINK})+$", before[:start])
    return levels | ({_named(match.group()) for match in _LEVEL.finditer(earlier.group())} if earlier else set())


def _short(text: str) -> set[str]:
    names = {"市": "市级", "省": "省级", "国": "国家级", "工信部": "国家级"}
    return {level_name for word, level_name in names.items() if word in text}


def _named(word: str) -> str:
    return _ALIKE.get(word, word)
