"""What a clause asks of the applicant in words: kept as conditions, so that who denies one is refused.

A condition that nobody spoke of never blocks the award; it is named in the answer as what the authority will check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.rulebook.draft.said import Unit
from index.text.figures import scan
from index.text.normalize import nfkc

_PIECE: Final = re.compile("[^，,；;。：:（）()\n]+")
_SHORTEST, _LONGEST = 5, 32
_LASTS: Final = frozenset({"年", "个月", "月", "天"})
_NO_CONDITION: Final = re.compile("下列|以下|如下|其中|分别|比例|标准|按照?|^根据|^每")
_OBLIGES: Final = re.compile("应当|须(?!知)|必须|应(?=[在于为由按经自连具])")
# What the authority does, and how the money flows, is asked of nobody.
_OFFICE: Final = re.compile("局|部门|财政|政府|资金|奖金|公示|拨付|兑现|办法|细则|解释|申报|申请")


def asked(unit: Unit, behind: str = "") -> Iterator[str]:
    """The conditions in words of one award.

    Args:
        behind: what follows the award's figures up to the end of its paragraph.
    """
    items = {p.item for p in unit.paid if p.item}
    for piece in _PIECE.findall(nfkc(unit.words)):
        text = piece.strip()
        if text.endswith("的") and not any(item and item in text for item in items) and _says(text):
            yield re.sub("^(?:对于?|且|并)", "", text)[:-1]
    for piece in _PIECE.findall(nfkc(behind)):
        text = piece.strip()
        if _OBLIGES.search(text) and not _OFFICE.search(text) and _says(text):
            yield text


_LEAVES_OUT: Final = re.compile("不包括|不包含|不含(?!税)|不计入?|不纳入|不予计算")
_NUMBER: Final = re.compile(
    r"^(?:第[一二三四五六七八九十百]+条|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、])\s*"
)


def left_out(unit: Unit, clause: str, document: str) -> Iterator[str]:
    """What does not count, said in the award's own clause, or anywhere of what the award is measured by.

    关联企业之间的采购额不计; 自主品牌出口额不包括贴牌代工产品: the award's sum is told without it.
    """
    nouns = [n for n in (unit.base, *(t.noun for t in unit.thresholds), *_measured(unit)) if len(n) > 2]
    for sentence in re.split("[。；;\n]", nfkc(document)):
        text = _NUMBER.sub("", sentence.strip(" 　,，"))
        if not _LEAVES_OUT.search(text) or not _SHORTEST <= len(text) <= _LONGEST or scan(text):
            continue
        if text in nfkc(clause) or any(noun in text for noun in nouns):
            yield text


def _measured(unit: Unit) -> Iterator[str]:
    yield from (p.threshold.noun for p in unit.paid if p.threshold is not None)


def _says(text: str) -> bool:
    figures = [f for f in scan(text) if not (f.kind == "quantity" and f.unit in _LASTS)]
    return _SHORTEST <= len(text) <= _LONGEST and not figures and not _NO_CONDITION.search(text) and "、、" not in text
