"""What a sentence loses or changes between two words that it takes from a clause.

在长沙市以外地方工作 is not 在长沙市工作; 尽职、未牟利 is not 尽职或未牟利; a body does in the sentence what it does
in the clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.words import bigrams, folded

_REVERSES: Final = re.compile("以外|之外|非(?!物)|不(?!同|断|锈|动产|仅|少)|未(?!来)|除|无(?!人|线|形|锡|机)|仅|只")
_GAP: Final = 6
_LEAD: Final = 4  # characters of a word that a joint is looked up by
_HAN: Final = re.compile("[a-z\u3400-\u9fff]+")
_OR: Final = re.compile("(?P<left>[\u4e00-\u9fff]{2})，?(?:或者|或是|或)(?:是|被|者)?(?P<right>[\u4e00-\u9fff]{2})")
_AND: Final = re.compile("并|且|同时|，还|，也")
_CONDITION: Final = re.compile("、(?:未|不|没|已|无)")
_BETWEEN: Final = 14
_BODY: Final = re.compile(
    "[\u4e00-\u9fff]{2,12}?(?:主管部门|部门|政府|委员会|办公室|管委会|财政|支行|(?<![布结格格大出])局|(?<!常)委(?!托|员|会)|厅|书记)"
)
_STOPS: Final = re.compile("[。；]")
_LITTLE: Final = 0.3
_MUCH: Final = 0.7


def lost(said: str, texts: Sequence[str]) -> str:
    """Why a word between two others may not be left out, in Chinese; "" when none was."""
    for run in _HAN.findall(folded(said)):
        for text in map(folded, texts):
            for at in range(3, len(run) - 1):
                left, right = run[max(0, at - _LEAD) : at], run[at : at + 2]
                if left + right in text:
                    continue
                for match in re.finditer(re.escape(left), text):
                    gap, found, _ = text[match.end() : match.end() + _GAP + 2].partition(right)
                    close = found and 0 < len(gap) <= _GAP and _HAN.fullmatch(gap)
                    if close and _REVERSES.search(gap) and left + right not in "".join(map(folded, texts)):
                        return f"原文是“{left}{gap}{right}”，句中少了“{gap}”"
    return ""


def loosened(said: str, texts: Sequence[str]) -> str:
    """或 between two conditions that the clause asks for together."""
    for match in _OR.finditer(folded(said)):
        left, right = match["left"], match["right"]
        for text in map(folded, texts):
            for place in re.finditer(re.escape(left), text):
                gap, found, _ = text[place.end() : place.end() + _BETWEEN + 2].partition(right)
                joint = gap + right
                if found and "或" not in joint and "。" not in gap and (_AND.search(gap) or _CONDITION.search(joint)):
                    return "原文的几个条件要同时满足，句中说成满足其一"
    return ""


def misattributed(said: str, texts: Sequence[str]) -> str:
    """A body that the clause names, but not where it says what the sentence says of it."""
    sentences = [each for text in texts for each in _STOPS.split(folded(text)) if each]
    for piece in re.split("[，。；：]", folded(said)):
        for match in _BODY.finditer(piece):
            body = match.group()[-_LEAD:]
            rest = set(bigrams(piece.replace(match.group(), "，")))
            if len(rest) < _LEAD or not any(body in each for each in sentences):
                continue
            with_it = max(_share(rest, each) for each in sentences if body in each)
            without = max((_share(rest, each) for each in sentences if body not in each), default=0.0)
            if with_it <= _LITTLE and without >= _MUCH:
                return f"原文这一项说的不是“{match.group()}”"
    return ""


def _share(words: set[str], text: str) -> float:
    return len(words & set(bigrams(text))) / len(words)
