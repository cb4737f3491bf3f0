"""The same thing said the other way round: 不满100家的不享受 for 100家以上的补助; 不是必须，是鼓励 for 鼓励.

A sentence that does not pass as it stands is read once more as what it comes to. Only such turns are made as keep the
meaning; what they come to is judged like any sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from assistant.claims.marks import Reading
from assistant.claims.words import folded

_SHORT: Final = re.compile(
    r"(?:还|尚)?(?:达不到|(?:没有?|未能?)(?:达到?|到|够|过|突破|超过|满|完成)|未达|不足|不满|未满|不到|少于|低于|小于|不够)(?=[^，。；]{0,8}$)"
)
# 享受不了, 够不上, 拿不到: a verb that cannot be carried through, whichever it is; not 不到50%
_REFUSED: Final = re.compile(
    r"(?:都|就|均|则|也|便|将|并)*(?:不在(?P<in>[^，。；]{2,8}?)(?:范围|对象)?(?:之列|之内|内|范围)|"
    r"(?:不能够?|不可以?|不予|不得|不再|无法|不会|不)(?P<verb>享受|获得|奖励|补助|补贴|资助|给予|支持|申报|申请|申领|参加|参与|参评|拿到?|领取?|得到)"
    r"|(?P<have>[\u4e00-\u9fff])不[了上着成到](?![\d一二两三四五六七八九十百半])"
    r"|没有(?P<what>(?:这[项笔]|该项|此项|那)?(?:[^，。；]{0,18}的)?(?:一次性)?(?:奖励|补助|补贴|资格|支持)))"
)
_REFUSAL: Final = re.compile(r"^[^，。；]{0,3}[不没][^，。；]{0,4}，")
_OPENER: Final = re.compile(r"^(?P<word>[^，。；]{1,9})[，：]")
_NOT_BOUND: Final = re.compile(r"(?:不是|并不是|并非|不)(?:硬性|必须|强制|义务|应当|一定要|规定必须)[^，。；]{0,5}")
_LEAVES_FREE: Final = re.compile("鼓励|支持|引导|可以?|推动|自愿|倡导")
_CAPPED: Final = re.compile("(?:有|设有?|设了|是有)(?:金额)?(?:上限|封顶|限额|天花板)的?|封顶的?|有的")
_DIFFERS: Final = re.compile("不一样|不同|不相同|不完全一样|有区别|有差别|不是一回事")
_ALL: Final = re.compile("都|均|同样|相同|一样|一律")


def turns(said: str, texts: Sequence[str]) -> Iterator[str]:
    """What `said` comes to, read the other way round; nothing where it cannot be."""
    opened = _opened(said, texts)
    if opened != said:
        yield opened
    if (contraposed := _contraposed(opened)) != opened:
        yield contraposed


def _contraposed(whole: str) -> str:
    """Whoever falls short of a threshold gets nothing: whoever reaches it does."""
    said = _REFUSAL.sub("", whole)
    refused = next((each for each in _REFUSED.finditer(said) if Reading(said[: each.start()]).marks), None)
    if refused is None:
        return whole
    text = said
    for mark in reversed(Reading(said).marks):
        short = _SHORT.search(said, 0, mark.figure.start)
        if short and mark.figure.end <= refused.start():
            text = f"{text[: short.start()]}{text[short.end() : mark.figure.end]}以上{text[mark.figure.end :]}"
    if text == said:
        return whole
    return _REFUSED.sub(_granted, text)


def _granted(match: re.Match[str]) -> str:
    return match["in"] or match["verb"] or match["have"] or match["what"] or ""


def _opened(said: str, texts: Sequence[str]) -> str:
    """Without an answer in front that the clauses bear out."""
    match = _OPENER.match(said)
    if match is None:
        return said
    word, rest = match["word"], said[match.end() :]
    printed = "".join(map(folded, texts))
    true = (
        (_NOT_BOUND.fullmatch(word) and _LEAVES_FREE.search(printed))
        or (_CAPPED.fullmatch(word) and any(mark.bound == "max" for mark in Reading(printed).marks))
        or (_DIFFERS.fullmatch(word) and not _ALL.search(rest))
    )
    return rest if true else said
