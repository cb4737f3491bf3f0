"""What a clause forbids a sentence does not allow, and the other way round.

Compared is the word that a denial governs: 不重复享受 governs 重复, 不予享受 governs 享受, 授权除外 governs 授权. Where
the clause has that word with the other sign in the same surroundings, the sentence turns it round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.claims.words import bigrams, folded
from index.text.sentences import sentence_spans

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
_EXCEPT: Final = re.compile(r"除外|不包括|不包含|不含|例外|不适用|不算|不在此列|排除")
_ALL_THE_SAME: Final = re.compile(r"同样(?:适用|享受)|也(?:适用|包括|可以?享受)|照样|包括在内|(?<!不)计入")
_INCLUDE: Final = re.compile(r"(?:也|同样|均|都|仍)?(?:包括|包含|在内|适用|享受|可以?|纳入|算|计入)")


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
        or _included(text, printed)
        or _added_up(text, printed)
        or _unpaid(text, printed)
        or _forbidden(text, printed)
        or _bound_to(text, printed)
    )


_NOT_PAID: Final = re.compile(
    r"(?:不|不予|不能|不可|不得|不会)(?:给予?|奖励?(?!项)|补助|补贴|资助|支持|获得?|可获|配套|发放|兑现|给)(?!重复)"
)
_REFUSED: Final = re.compile(r"不[予再得能享重给]|就高|差额|补差")
_INCLUDES: Final = re.compile(r"(不|未)?(?:均|都|已)?(?:含|包括|包含|计入)([一-鿿]{2,6})")
_ADDS_UP: Final = re.compile(
    r"(?<![不未没])(?:可以?|能够?|均可|都可|允许)(?:以)?(?:叠加|累计|累加|累积|合并|重复|兼得|兼享|分别享受|分别拿|各享受|都享受|都拿|同时(?:享受|领取|拿))"
)
_ONCE: Final = re.compile(r"就高|不重复|差额|补差|不叠加|不累计")


def _unpaid(text: str, printed: Sequence[str]) -> str:
    """不给予 where the sentence of the clause that says the same gives."""
    for match in _NOT_PAID.finditer(text):
        nearest, share = nearest_sentence(text, printed)
        if share >= 0.3 and not _REFUSED.search(nearest):
            return f"原文给予奖补，句中却说“{match.group()}”"
    return ""


def _included(text: str, printed: Sequence[str]) -> str:
    """含省内奖励 and 不含省内奖励."""
    for match in _INCLUDES.finditer(text):
        word = match[2][:2]
        signs = {bool(each[1]) for source in printed for each in _INCLUDES.finditer(source) if each[2][:2] == word}
        if signs and bool(match[1]) not in signs:
            return f"“{match.group()}”与原文相反"
    return ""


def _added_up(text: str, printed: Sequence[str]) -> str:
    """可以叠加 where the clause pays the higher or the difference only."""
    match = _ADDS_UP.search(text)
    if match is None or any(re.search("(?<![不得])(?:叠加|累计)", source) for source in printed):
        return ""
    if any(_ONCE.search(source) for source in printed):
        return f"原文不能“{match.group()}”"
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


_FORBIDS: Final = re.compile(r"不得|不予|不准|不许|禁止|严禁|无权")
_RESTRICTS: Final = re.compile(r"[不未无禁非除]|就高|差额|仅|只|限|一次|补差|先")


def _bound_to(text: str, printed: Sequence[str]) -> str:
    """必须 where the clause allows or encourages, 可以 where it binds."""
    for may in re.finditer("(?<!不)可以?([\u4e00-\u9fff]{2})", text):
        if any(re.search(f"(?:应当|必须){may[1]}", each) for each in printed):
            return f"原文是“应当{may[1]}”，不是“{may.group()}”"
    match = re.search("必须|应当|有义务|有责任", text)
    if match is None:
        return ""
    nearest, share = nearest_sentence(text, printed)
    if share < 0.3 or re.search("必须|应当|应|须|不得|需", nearest):
        return ""
    allows = re.search("可以?|鼓励|支持|允许", nearest)
    return f"原文是“{allows.group()}”，不是“{match.group()}”" if allows else ""


def _forbidden(text: str, printed: Sequence[str]) -> str:
    """A prohibition where the sentence of the clause that says the same prohibits and restricts nothing."""
    match = _FORBIDS.search(text)
    if match is None:
        return ""
    nearest, share = nearest_sentence(text, printed)
    if share >= 0.5 and not _RESTRICTS.search(nearest):
        return f"原文没有“{match.group()}”的意思"
    return ""


def _excepted(said: Said, printed: Sequence[str]) -> bool:
    """A denial in other words: what the clause leaves out by 除外 or 不包括."""
    for text in printed:
        for match in _EXCEPT.finditer(text):
            words = set(bigrams(_left_out(text, match)))
            if words and len(words & said.around) >= 0.5 * len(words):
                return True
    return False


def _left_out(text: str, match: re.Match[str]) -> str:
    """What an exception names: the words in front of 除外, those behind 不包括."""
    if match.group() in ("除外", "例外", "排除", "不在此列"):
        return re.split(r"[，。；,;：:]", text[: match.start()])[-1][-14:]
    return re.split(r"[，。；,;：:]", text[match.end() :])[0][:14]


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


def nearest_sentence(said: str, clauses: Sequence[str]) -> tuple[str, float]:
    """The sentence of the clauses nearest to `said`, and the share of its bigrams it holds."""
    words = set(bigrams(said))
    best, most = "", 0.0
    for clause in clauses:
        for start, end in sentence_spans(clause):
            share = len(words & set(bigrams(clause[start:end]))) / max(len(words), 1)
            if share > most:
                best, most = clause[start:end], share
    return best, most
