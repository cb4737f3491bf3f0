"""From the clause's own words to a sentence that reads well, without changing what it says.

Only the setting changes: the printed number in front, half-width punctuation, markup of the source. Quotes
on evidence cards are never touched by this; they stay verbatim.
"""

from __future__ import annotations

import re

_HALF_TO_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_CJK = r"\u4e00-\u9fff\u3400-\u4dbf《》“”‘’、。，；：？！（）"
_NUMBER_IN_FRONT = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零\d]+[条款章项][\s　]*|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]+[)）]|\d+(?:\.\d+)*[.．、](?!\d))\s*"
)
_OF_WHICH = re.compile(r"^其中(?:[：:，,]|(?=[^，,。]{2,12}(?:包括|是指|指)))")
_MARKUP = re.compile(r"\*\*|^[\s—–-]+(?=\S)")
_SPACE_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}])[\s\u3000]+(?=[{_CJK}])")
_DOUBLED_STOP = re.compile(r"([。；，、])\1+")


def tidy(text: str) -> str:
    """The clause's sentence set as running text, closed by a full stop.

    >>> tidy("(十二)支持企业发展。")
    '支持企业发展。'
    >>> tidy("对新列入的,奖励50万元;")
    '对新列入的，奖励50万元。'
    """
    text = _MARKUP.sub("", text.strip())
    text = _OF_WHICH.sub("", _NUMBER_IN_FRONT.sub("", text))
    text = _SPACE_BETWEEN_CJK.sub("", re.sub(r"\s*\n\s*", "", text))
    text = "".join(_full_width(text, i) for i in range(len(text)))
    text = _DOUBLED_STOP.sub(r"\1", text).rstrip("；，、：")
    return text if text.endswith(("。", "？", "！", "”")) else text + "。"


def _full_width(text: str, i: int) -> str:
    """Half-width punctuation becomes full-width except inside numbers and Latin words (3,500 · 1:1.5 · A(B))."""
    full = _HALF_TO_FULL.get(text[i])
    if full is None:
        return text[i]
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        return text[i]
    return full


def joined(names: list[str]) -> str:
    """Names as a Chinese list: 甲、乙和丙."""
    return names[0] if len(names) == 1 else "、".join(names[:-1]) + "和" + names[-1]


def clipped(text: str, limit: int) -> str:
    """`text` with whitespace folded, at most `limit` characters, marked where cut."""
    folded = " ".join(text.split())
    return folded if len(folded) <= limit else folded[: limit - 1] + "…"
