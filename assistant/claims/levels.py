"""国家级, 省级, 市级 and what people call them. One level never stands for another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.claims.words import folded

# Level words: the policies' own and what people call them. One level never stands for another.
LEVELS: Final[dict[str, re.Pattern[str]]] = {
    "国际": re.compile(r"国际(?!工程机械展|合作|A级|标准|循环|专业)"),
    "国家级": re.compile(
        r"国家级|国家(?!补助|资金|奖励|规定|有关|发改委|基本|超级|重要|实际|工业领域|网络|顶级|战略|标准|税|科技|机关)|国级|部级|工信部"
        r"|全国(?!前|质量|专业)"
    ),
    "省级": re.compile(
        r"省级|省里的|全省|省(?!里|内|外|会|去|略|时|钱|心|市县|政府|份|区|工信|经信|重大|重点)"
    ),
    "市级": re.compile(r"市级|市里的|全市|(?<![上城杭沙兴门集])市"
        r"(?!场|委|政府|财政|民|区|县|外|内|面|值|占|盈|工信|经信|科技|发改|级|本级|重点|国|投|规|生态|数据|人)"),
    "县级": re.compile(r"县级|区级"),
}  # fmt: skip


_DIGITS: Final = str.maketrans("一二三四五六七八九", "123456789")
_ORDINAL: Final = re.compile(r"((?:[特金银铜\d][、和])*[特金银铜\d])(等奖|奖|星级|星|级)")
_FAMILIES: Final = (
    re.compile(r"(?<![a-z])(a{1,4}|[b-e])(?=级|类)"),
    re.compile("车间级|工厂级"),
    re.compile("(?:平台|示范应用|技术研发)类"),
    re.compile("综合型|专业型"),
    re.compile("开工|投产"),
)


@lru_cache(maxsize=4096)
def levels_in(text: str) -> frozenset[str]:
    """The levels that a text names, by their names."""
    plain = folded(text)
    return frozenset(name for name, pattern in LEVELS.items() if pattern.search(plain))


@lru_cache(maxsize=4096)
def grades_in(text: str) -> tuple[frozenset[str], ...]:
    """The grades that a text names, by family: 一等奖 or 金奖, 三星级, 2级, AAA级, 车间级, 平台类."""
    plain = folded(text).translate(_DIGITS)
    ordinals = [
        (item, match[2][0] if match[2] != "奖" else "等")
        for match in _ORDINAL.finditer(plain)
        for item in re.split("[、和]", match[1])
        if not plain[: match.start()].endswith("第")
    ]
    kinds = tuple(frozenset(f"{item}{kind}" for item, kind in ordinals if kind == each) for each in "等星级")
    return (*kinds, *(frozenset(match.group() for match in family.finditer(plain)) for family in _FAMILIES))


def without_grades(text: str) -> str:
    """The text without its grades (二级, 一、二等奖): they are compared by themselves, in any notation."""
    plain = folded(text)
    out, position = [], 0
    for match in _ORDINAL.finditer(plain.translate(_DIGITS)):
        out.append(plain[position : match.start()])
        position = match.end()
    return "".join([*out, plain[position:]])


LEVEL_WORD: Final = re.compile(r"国家级|部级|国级|省级|市级|县级|区级")
_NO_NOUN: Final = re.compile(
    r"^(?:[及和或]?以上|及其以上|以下|的|最高|分别|各|每|为|均|都|则|奖励?|可|有|、|和|及|或|国家级|省级|市级)*"
)
_STOP: Final = re.compile(r"[，。；！？,;:!?、|〇（）()]")
_REACH: Final = 12


def misplaced(said: str, texts: tuple[str, ...]) -> str:
    """A level that stands before a noun which the texts print after other levels only; "" when there is none."""
    plain = folded(said)
    for match in LEVEL_WORD.finditer(plain):
        rest = plain[match.end() :]
        noun = rest[_NO_NOUN.match(rest).end() :]  # type: ignore[union-attr]
        stop = _STOP.search(noun)
        noun = noun[: stop.start() if stop else 16][:16]
        printed = _printed_levels(noun, texts)
        if printed and match.group() not in printed and not (match.group() == "部级" and "国家级" in printed):
            return f"原文是{'、'.join(sorted(printed))}，句中说成{match.group()}"
    return ""


def _printed_levels(noun: str, texts: tuple[str, ...]) -> set[str]:
    """The levels right before the longest beginning of the noun that the texts hold."""
    for size in range(len(noun), 2, -1):
        found: set[str] = set()
        seen = False
        for text in map(folded, texts):
            for match in re.finditer(re.escape(noun[:size]), text):
                seen = True
                front = re.split("[，。；]", text[: match.start()])[-1][-_REACH:]
                found |= {each.group() for each in LEVEL_WORD.finditer(front)}
                found |= {"国家级"} if re.search("国家|工信部|全国", front) else set()
                found |= {"省级"} if re.search("省", front) else set()
                found |= {"市级"} if re.search("市", front) else set()
        if seen:
            return found
    return set()
