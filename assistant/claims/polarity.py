"""What a clause forbids a sentence does not allow, and the other way round.

Compared is the word that a denial governs: 不重复享受 governs 重复, 不予享受 governs 享受, 授权除外 governs 授权. Where
the clause has that word with the other sign in the same surroundings, the sentence turns it round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.claims.inclusion import added_up, counted_in, excluded
from assistant.claims.modality import bound_to, forbidden
from assistant.claims.nearest import nearest_sentence
from assistant.claims.words import bigrams, folded

_BRACKETS: Final = re.compile("[（）]")
_DENIAL: Final = re.compile(
    r"(?:不得|不予|不再|不能|不可以?|不应|不会|不许|不准|不给|不必|不用|不需要?|不须|无需|无须|禁止|严禁|无权|免于|未予|没有|没|未|不)"
)
_FILLER: Final = re.compile(
    r"^(?:以|再|得|予以?|能够?|可以?|应当?|会|给予?|被|允许|准予|将|就|另外?|同时|在|对|向|为|其|进行|发生|出现|存在|在|属于|列入|纳入)*"
)
_NO_DENIAL: Final = re.compile(
    r"不(?:能|得|可|应|会|再|予)?(?:超过|超|高于|多于|大于|低于|少于|小于|同|断|仅|只|是|论|管|足|满|到|等|限|含|少|确定|一定|固定|动产|锈|明|良)|未来|没有(?:规定|载明|写)|未(?:载明|规定|明确|收录)|不可移动|有没有|[是能可]否|(.)不\1"
)
_EXCEPT: Final = re.compile(r"除外|不包括|不包含|不含|(?<!不)例外|不适用|不算|不在此列|排除")
_ALL_THE_SAME: Final = re.compile(r"同样(?:适用|享受)|也不例外|也(?:适用|包括|可以?享受)|照样|包括在内|(?<!不)计入")
_INCLUDE: Final = re.compile(r"(?:也|同样|均|都|仍)?(?:包括|包含|在内|适用|享受|可以?|纳入|算|计入)|以及|也不例外")


@dataclass(frozen=True, slots=True)
class Said:
    """A word with its sign and the words around it."""

    word: str
    denied: bool
    around: frozenset[str]


def turned(said: str, clauses: Sequence[str]) -> str:
    """Why `said` turns a clause round, in Chinese; "" when it does not."""
    text = _BRACKETS.sub("", folded(said))
    printed = [_BRACKETS.sub("", folded(clause)) for clause in clauses]
    denied_here = {each.word for each in denials(text)}
    words = denied_here | {each.word for clause in printed for each in denials(clause)}
    for word in sorted(words):
        ours = list(occurrences(word, text))
        theirs = [each for clause in printed for each in occurrences(word, clause)]
        if not theirs:
            continue
        for each in ours:
            near = max(theirs, key=lambda other: _alike(each, other))  # noqa: B023: used at once
            if near.denied != each.denied and not any(
                other.denied == each.denied and _alike(each, other) >= _alike(each, near) - 0.1 for other in theirs
            ):
                if each.denied and _excepted(each, printed):
                    continue
                return f"“{word}”在原文里的肯定、否定与句中相反"
    return (
        _exceptions(text, printed)
        or _turned(text, printed)
        or counted_in(text, printed)
        or excluded(text, printed)
        or added_up(text, printed)
        or _unpaid(text, printed)
        or forbidden(text, printed)
        or bound_to(text, printed)
    )


_NOT_PAID: Final = re.compile(
    r"(?:不|不予|不能|不可|不得|不会)(?:给予?|奖励?(?!项)|补助|补贴|资助|支持|获得?|可获|配套|发放|兑现|享受|给)(?!重复)"
    r"|(?:享受|申请|申领|拿|领|得|奖|补|发|给)不[了上着到](?!\d)"
)
_REFUSED: Final = re.compile(r"不[予再得能享重给]|就高|差额|补差")


def _unpaid(text: str, printed: Sequence[str]) -> str:
    """不给予 where the sentence of the clause that says the same gives."""
    for match in _NOT_PAID.finditer(text):
        nearest, share = nearest_sentence(text, printed)
        if share >= 0.3 and not _REFUSED.search(nearest):
            return f"原文给予奖补，句中却说“{match.group()}”"
    return ""


_OPPOSITES: Final = (
    ("就高", "就低"),
    ("从高", "从低"),
    ("从优", "从劣"),
    ("最高标准", "最低标准"),
    ("优先", "延后"),
    ("差额", "全额"),
    ("补差", "全额"),
    ("挂钩", "脱钩"),
    ("允许", "禁止"),
    ("鼓励", "限制"),
    ("递增", "递减"),
    ("提高", "降低"),
    ("增加", "减少"),
    ("自愿", "强制"),
    ("境内", "境外"),
    ("直接", "间接"),
    ("免费", "收费"),
    ("公开", "保密"),
    ("一次性", "分期"),
)


def _turned(text: str, printed: Sequence[str]) -> str:
    affirmed = re.sub(r"(?:不[会是能得]|并非|而非)[^，。；]{0,10}", "", text)
    for pair in _OPPOSITES:
        for word, other in (pair, pair[::-1]):
            said = re.search(f"(?<![不未非]){word}", affirmed) is not None
            if said and not any(word in each for each in printed) and any(other in each for each in printed):
                return f"原文写的是“{other}”，不是“{word}”"
    return ""


def _excepted(said: Said, printed: Sequence[str]) -> bool:
    """A denial in other words: what the clause leaves out by 除外 or 不包括."""
    for text in printed:
        for match in _EXCEPT.finditer(text):
            words = set(bigrams(_left_out(text, match)))
            if words and len(words & said.around) >= 0.5 * min(len(words), len(said.around)):
                return True
    return False


def _left_out(text: str, match: re.Match[str]) -> str:
    """What an exception names: the words in front of 除外, those behind 不包括."""
    if match.group() in ("除外", "例外", "排除", "不在此列"):
        return re.split(r"[，。；,;：:]", text[: match.start()])[-1][-14:]
    return re.split(r"[，。；,;：:]", text[match.end() :])[0]


def denials(text: str) -> Iterator[Said]:
    """The first content word behind each denial."""
    for match in _DENIAL.finditer(text):
        if _NO_DENIAL.match(text, max(match.start(), 0)) or _NO_DENIAL.match(text, max(match.start() - 1, 0)):
            continue
        rest = text[match.end() : match.end() + 12]
        rest = rest[_FILLER.match(rest).end() :]  # type: ignore[union-attr]
        word = rest[:2]
        if len(word) == 2 and word[0] not in "本该此其这" and re.fullmatch(r"[一-鿿]{2}", word):
            yield Said(word, True, _around(text, match.start(), match.end() + 8))


def occurrences(word: str, text: str) -> Iterator[Said]:
    """Every place of `word`, denied where a denial stands right in front of it."""
    for match in re.finditer(re.escape(word), text):
        front = text[max(0, match.start() - 7) : match.start()]
        denied = False
        for denial in _DENIAL.finditer(front):
            between = front[denial.end() :]
            at = match.start() - len(front) + denial.start()
            if _NO_DENIAL.match(text, at) or _NO_DENIAL.match(text, max(at - 1, 0)):
                continue
            denied = denied or _FILLER.fullmatch(between) is not None
        yield Said(word, denied, _around(text, match.start(), match.end()))


def _around(text: str, start: int, end: int) -> frozenset[str]:
    return frozenset(bigrams(text[max(0, start - 16) : start])) | frozenset(bigrams(text[end : end + 12]))


def _alike(left: Said, right: Said) -> float:
    return len(left.around & right.around) / max(min(len(left.around), len(right.around)), 1)


def _exceptions(text: str, printed: Sequence[str]) -> str:
    """…除外 and 不包括…: what is left out is not said to be in."""
    for source in printed:
        for match in _EXCEPT.finditer(source):
            named = _left_out(source, match)
            words = set(bigrams(named))
            if len(words) < 2:
                continue
            for segment in re.split(r"[，。；,;]", text):
                share = len(words & set(bigrams(segment))) / len(words)
                enough = 0.3 if _ALL_THE_SAME.search(segment) else 0.7
                if share >= enough and not _leaves_out(segment, named) and _INCLUDE.search(segment):
                    return f"原文把“{named}”排除在外，句中却说包括在内"
    return ""


def _leaves_out(segment: str, named: str) -> bool:
    """Whether anything outside the named words themselves denies."""
    rest = segment
    for size in range(len(named), 1, -1):
        for at in range(len(named) - size + 1):
            rest = rest.replace(named[at : at + size], " ")
    return bool(_EXCEPT.search(rest) or re.search(r"不|除|非|没|未|无", rest))
