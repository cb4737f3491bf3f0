"""A text as claims: one for each figure that is paid, with the stretch of text that is about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from assistant.claims.coverage import MASK
from assistant.claims.lists import LEVEL, items
from assistant.claims.marks import BOUND_WORDS, LIMIT_WORDS, Mark, Reading, unit_kind
from assistant.claims.model import Claim
from assistant.claims.words import folded, words
from index.text.sentences import sentence_spans

_WIDE: Final = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_FULL_WIDTH: Final = re.compile(r"(?<!\d)[,:](?!\d)|(?<=\d)[,:](?!\d)|(?<!\d)[,:](?=\d)|[;()?!]")
_PAUSE: Final = re.compile("[，,；;。！？!?\n]")
_STOP: Final = re.compile("[；;。！？!?\n]")
_JOINT: Final = re.compile("、|和|及|与")
_PAID_KINDS: Final = frozenset({"money", "percent", "permille", "points", "ratio"})
ASKED: Final = re.compile(
    r"(?:达到?|突破|超过|完成|增长|每增加?|占|投资额?|投入|收入|营收|产值|采购额|出口额|税金|产能|产量)[^，。；、的]{0,4}$"
)
_GIVES: Final = re.compile(r"奖|补|给予|支持|资助|配套|不超过|最高|基础上")
_PAYING: Final = re.compile("分别|奖励|补助|补贴|资助|给予|配套|支持|一次性|当年|新增|认定为?|列入|企业|项目|再")
_GIVES_NEXT: Final = re.compile(
    r"[^，。；\d]{0,6}(?:奖励?|补助?|给予?|配套|得|拿)[^，。；\d]{0,8}(?:\d|[一二两三四五六七八九十百]+[十百千万亿元])"
)
_SHARE: Final = re.compile("占[^，。；]*(?:比重|比例|比|的)?(?:不低于|不少于|至少)$")  # 占营业收入比重不低于5%的企业
# 按采购额2%给予补助: a rate, though what stands before it is a measure.
_AT_RATE: Final = re.compile(r"按照?|以")
_PAID_AT: Final = re.compile(r"的?(?:比例|标准|额度)?(?:给予|予以|进行|一次性)?(?:奖|补|资助|支持|配套|贴)")
_WORDS: Final = re.compile("一[年次家个项笔条类种档届场户名]|两[级项类种者]")
_COUNTED: Final = re.compile("[以之]?内|[之以]?后|[以及]|左右")
_STEP: Final = re.compile(r"每(?:增[长加]|新增|提高|满)[^，。；\d奖补给]{0,6}$")
_GOES_ON: Final = re.compile("以|由|并|具体|其中|含|从|且|奖励|同一|用于|晋级|进档")
_MEASURES: Final = re.compile("、|，?(?:年|营业|收入|提前|产[量值]|投资|采购|出口|并|再|按|给予|最高|其|或|和)")
_WHO: Final = re.compile("(?:企业|项目|园区|单位|机构|平台|产品|品种|活动)(?:（[^（）]*）)?$")
_BEGINS: Final = re.compile("对|当年|新|获|首次|认定|列入|入选|评为|参与|主导|承担|支持|鼓励|通过|举办")
_LIMITING: Final = re.compile(
    r"单[个家场项一]|每一?[个家场项年种]?|同一|各|年度|全年|一年|当年|总额|总费用|费用|额度|金额|额外|累计|合计|最高|奖励|补助|补贴|给予|资助|支持"
    r"|企业|项目|产品|品种|平台|活动|园区|场|投入|设备|补偿|的|为|上限|[\W_]"
)
_SCOPED: Final = re.compile(r"单[个家场项一]|每[个家场项年]|年度|总额|同一|每[^，。；]{1,4}(?:不超过|最高)")
_BY_RECEIVER: Final = re.compile("单[个家场]|年度|总额|同一|每[家户年]|一年")
_ELIDED: Final = 2  # characters of its own up to which a stretch leaves its subject to the one before it
_FAMILIES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"国家级|省级|市级|县级|区级|部级|国际|国内|省内|国家|省(?![内外])|市(?![场本])",
        r"[一二三四五]星级|[三四五]、",
        r"[特一二三四五]等奖|[金银铜]奖|[一二三金银铜]、",
        r"a{1,4}级|[a-e]类|\d级|[一二三四五]级",
        r"车间级|工厂级",
    )
)


@lru_cache(maxsize=4096)
def claims(text: str) -> tuple[Claim, ...]:
    """Every claim of a clause or of a sentence, in reading order."""
    found: list[Claim] = []
    text = _FULL_WIDTH.sub(lambda m: _WIDE[m.group()], text)
    for start, end in sentence_spans(text, semicolons=False):
        sentence = text[start:end]
        if sentence.strip():
            found += _of_sentence(sentence)
    return tuple(_with_topics(found))


def _with_topics(found: Sequence[Claim]) -> Iterator[Claim]:
    heading = found[0].own if found and found[0].result is None else ""
    last = ""
    for claim in found:
        yield replace(claim, topic=f"{heading}。{last}")
        if claim.result is None and claim.sentence.startswith(claim.own[:12]):
            last = claim.own


def _of_sentence(sentence: str) -> list[Claim]:
    marks = _figures(sentence)
    results = _results(sentence, marks)
    if not results:
        return [Claim(masked(sentence, marks), "", "", None, False, marks, False, False, sentence)]
    if len(results) == 1 and not _pays(sentence, results[0]):
        rest = tuple(mark for mark in marks if mark not in results[0])
        return [Claim(masked(sentence, marks), "", "", m, False, rest, False, False, sentence) for m in results[0]]
    found: list[Claim] = []
    begin = 0
    previous: list[Claim] = []
    for number, group in enumerate(results):
        following = results[number + 1][0].figure.start if number + 1 < len(results) else len(sentence)
        end = _piece_end(sentence, group[-1], following)
        piece = _piece_start(sentence, group[0].figure.start)
        apart = sentence[begin:piece].rstrip("，")
        if apart and not apart.endswith("的") and _stands_apart(sentence[piece : group[0].figure.start], group):
            aside = masked(sentence[begin:piece], [m for m in marks if begin <= m.figure.start < piece], begin)
            previous = [replace(each, tail=f"{each.tail}，{aside}") for each in previous]
            if previous:
                found[-len(previous) :] = previous
            else:
                found += _plain(sentence, begin, piece, marks)
            begin = piece
        stop = _tail_end(sentence, end, following)
        tail_end = end + _goes_on(sentence[end:stop])
        shared = _shared_end(sentence, results[number:]) if end == group[-1].figure.end else ""
        previous = _of_group(sentence, begin, end, tail_end, group, marks, previous)
        aside = shared + _aside(sentence, max(end, tail_end), following)
        previous = [replace(each, tail=f"{each.tail}，{aside}") if aside else each for each in previous]
        found += previous
        begin = tail_end
    found = list(_under_colon(sentence, found))
    return [*_with_lead(sentence, found, marks), *_left_behind(sentence, tail_end, stop, marks)]


def _under_colon(sentence: str, found: Sequence[Claim]) -> Iterator[Claim]:
    """主导制修订标准的奖励上限：国际标准50万元，国家标准30万元: what stands before the colon is said of each."""
    head, colon, _ = sentence.partition("：")
    head = LIMIT_WORDS.sub("", head)
    for number, claim in enumerate(found):
        if number and colon and head and not Reading(head).marks and MASK in claim.own and "：" not in claim.own:
            claim = replace(claim, inherited=f"{head}，{claim.inherited}", elided=True)
        yield claim


def _with_lead(sentence: str, found: Sequence[Claim], marks: Sequence[Mark]) -> Iterator[Claim]:
    """对…的重大项目，提前…开工的，…；提前…投产的，…: a first stretch that ends with who it is about speaks for all."""
    lead = ""
    position = 0
    for piece in re.findall("[^，；。]+[，；。]?", sentence):
        position += len(piece)
        if found and found[0].result and position > found[0].result.figure.start:
            break
        if piece.startswith("对") and _WHO.search(piece.rstrip("，；。")):
            lead = masked(sentence[:position], [mark for mark in marks if mark.figure.end <= position])
    for number, claim in enumerate(found):
        if number and claim.own.startswith("对"):
            lead = ""
        if number and lead and not _BEGINS.match(claim.own) and lead not in claim.inherited + claim.own:
            claim = replace(claim, inherited=f"{lead}，{claim.inherited}")
        yield claim


def _left_behind(sentence: str, start: int, end: int, marks: Sequence[Mark]) -> list[Claim]:
    """What stands behind the last figure that is paid and is about something else: 列入…的，可适当提高."""
    if not sentence[start:end].strip("。；， \n"):
        return []
    return _plain(sentence, start, end, marks)


def _plain(sentence: str, start: int, end: int, marks: Sequence[Mark]) -> list[Claim]:
    """A stretch that pays nothing: a claim for each of its figures, one where it has none."""
    inside = [mark for mark in marks if start <= mark.figure.start < end]
    own = masked(sentence[start:end], inside, start)
    results: Sequence[Mark | None] = inside or [None]
    return [Claim(own, "", "", mark, False, tuple(inside), False, False, sentence) for mark in results]


def _of_group(
    sentence: str,
    begin: int,
    end: int,
    tail_end: int,
    group: Sequence[Mark],
    marks: Sequence[Mark],
    previous: list[Claim],
) -> list[Claim]:
    inside = [m for m in marks if begin <= m.figure.start < end and m not in group]
    start = group[0].figure.start
    behind = [m for m in marks if end <= m.figure.start < tail_end]
    tail = masked(sentence[end:tail_end], behind, end)
    head = sentence[begin:start]
    paid = _pays(sentence, group)
    cap = paid and group[0].bound == "max" and _limits(masked(head, inside, begin))
    chosen = items(head, len(group), [m for m in inside if m.figure.end <= start], begin) if len(group) > 1 else None
    found = []
    for place, mark in enumerate(group):
        conditions = [m for m in inside if not (chosen and m in chosen.marks) or m is chosen.marks[place]]
        if chosen and not chosen.marks:
            text = sentence[begin : begin + chosen.start] + chosen.texts[place] + sentence[begin + chosen.end : end]
            own = masked(text, _figures(text))
        else:
            own = masked(sentence[begin:end], [*inside, *group], begin)
        elided = _says_little(masked(head, inside, begin))
        inherited = (
            _inherited(own, place, len(group), previous, listed=chosen is not None)
            if elided or cap or _MEASURES.match(folded(head))
            else ""
        )
        found.append(
            Claim(own, inherited, tail, mark, paid, (*conditions, *behind), cap, elided, sentence, chosen is not None)
        )
    return found


def _inherited(own: str, place: int, count: int, previous: list[Claim], *, listed: bool) -> str:
    """What the claims before say for this one, without the levels that it names otherwise."""
    if not previous:
        return ""
    source = [previous[place]] if len(previous) == count and not listed else previous
    text = "，".join(dict.fromkeys(f"{each.inherited}，{each.own}" for each in source))
    for family in _FAMILIES:
        if family.search(folded(own)):
            text = family.sub("", folded(text))
    return text


def _limits(head: str) -> bool:
    """单个项目额外补助: counts by something and names no award of its own."""
    text = LIMIT_WORDS.sub("", folded(head).replace(MASK, ""))
    return _SCOPED.search(text) is not None and len(_LIMITING.sub("", text)) <= _ELIDED


def _stands_apart(piece: str, group: Sequence[Mark]) -> bool:
    """…，单个企业年度不超过1000万元: a limit on what stands before it."""
    return group[0].bound == "max" and _BY_RECEIVER.search(piece) is not None and _limits(piece)


def _goes_on(tail: str) -> int:
    """How much of what stands behind a figure is still about it."""
    for match in re.finditer("[^，；。]+[，；。]?", tail):
        if _BEGINS.match(match.group()):
            return match.start()
    return len(tail)


def _says_little(head: str) -> bool:
    text = LIMIT_WORDS.sub("", re.sub("（[^（）]*）", "", folded(head)).replace(MASK, ""))
    for pattern in (*_FAMILIES, _PAYING):
        text = pattern.sub("", text)
    return len(re.sub(rf"[^\u3400-\u9fff]|[{words().edges}]", "", text)) <= _ELIDED


def _figures(sentence: str) -> tuple[Mark, ...]:
    """The figures of a sentence; names (415X, 4151) and 一年, 一次, 两项 as words of a sentence are none."""
    return tuple(
        mark
        for mark in Reading(sentence).marks
        if mark.figure.kind != "number"
        and mark.figure.unit != "级"  # a grade is a word: 2级、3级、4级 are items of a list
        and not (_WORDS.fullmatch(mark.figure.text) and not _COUNTED.match(sentence[mark.figure.end :]))
    )


def _results(sentence: str, marks: Sequence[Mark]) -> list[list[Mark]]:
    """The lists of figures that are paid; where nothing is, all of them."""
    groups: list[list[Mark]] = []
    for mark in marks:
        if not groups or mark.index == 0 or groups[-1][-1].index + 1 != mark.index:
            groups.append([])
        groups[-1].append(mark)
    paid = [group for group in groups if _pays(sentence, group)] if _GIVES.search(sentence) else []
    return paid or groups


def _pays(sentence: str, group: Sequence[Mark]) -> bool:
    first = group[0]
    if unit_kind(first.figure) not in _PAID_KINDS or any(mark.bound in ("over", "under") for mark in group):
        return False
    lead = sentence[: first.figure.start]
    near = _PAUSE.split(lead)[-1]
    if _STEP.search(near):
        return False
    if first.bound == "floor" and unit_kind(first.figure) == "percent" and _SHARE.search(near):
        return False
    behind = re.match(r"[^，。；]{0,10}", sentence[group[-1].figure.end :])
    if re.match(r"的?基础", behind.group() if behind else ""):
        return False
    if not _GIVES.search(near) and first.bound != "max" and _GIVES_NEXT.match(sentence[group[-1].figure.end :]):
        return False  # 200亿元奖800万元
    if unit_kind(first.figure) in ("percent", "permille") and (
        _GIVES.search(near) or (_AT_RATE.search(near) and _PAID_AT.match(sentence[group[-1].figure.end :]))
    ):
        return True
    asked = ASKED.search(near)
    gives = [match.start() for match in _GIVES.finditer(near)]
    return (
        asked is None
        or (bool(gives) and gives[-1] >= asked.start())
        or (first.bound == "max" and LIMIT_WORDS.search(near) is not None)
    )


def _piece_start(sentence: str, position: int) -> int:
    return max((match.end() for match in _PAUSE.finditer(sentence, 0, position)), default=0)


def _piece_end(sentence: str, last: Mark, following: int) -> int:
    """The end of the figure's stretch: the next pause, or the figure itself where another one follows before it.

    What is counted stands behind its number: 1个3000亿级园区、5个千亿级园区.
    """
    position = last.figure.end
    pause = _PAUSE.search(sentence, position)
    end = pause.end() if pause else len(sentence)
    if end <= following or following == len(sentence):
        return end
    if unit_kind(last.figure) == "count" and (joints := list(_JOINT.finditer(sentence, position, following))):
        return joints[-1].start()
    return position


def _tail_end(sentence: str, end: int, following: int) -> int:
    if following >= len(sentence):
        return len(sentence)
    stop = _STOP.search(sentence, max(end - 1, 0))
    return stop.end() if stop and end - 1 < stop.start() < following else end


def _shared_end(sentence: str, groups: Sequence[Sequence[Mark]]) -> str:
    """按“智能工厂”200万元、“数字化车间”80万元的标准给予一次性补助: the end is said of each figure."""
    position = groups[0][-1].figure.end
    pause = _PAUSE.search(sentence, position)
    end = pause.start() if pause else len(sentence)
    last = max((g[-1].figure.end for g in groups if g[-1].figure.end <= end), default=position)
    return sentence[last:end]


def _aside(sentence: str, begin: int, following: int) -> str:
    """Stretches between two figures that go on about the first: 以购买服务方式…, 由…, 具体…."""
    if following >= len(sentence):
        return ""
    kept = []
    for piece in _PAUSE.split(sentence[begin:following])[:-1]:
        if not _GOES_ON.match(piece):
            break
        kept.append(piece)
    return "，".join(kept)


def masked(text: str, marks: Sequence[Mark], base: int = 0) -> str:
    """The text with 〇 for its figures, the words that bound them taken out."""
    out = []
    position = 0
    for mark in sorted(marks, key=lambda each: each.figure.start):
        start, end = mark.figure.start - base, mark.figure.end - base
        if start < position:
            continue
        out += [text[position:start], MASK]
        position = end
    out.append(text[position:])
    return BOUND_WORDS.sub(lambda m: m.group().replace(m["word"], "") if m["word"] else MASK, "".join(out))


def sentences(text: str) -> Iterator[Claim]:
    """Each sentence as a claim without a figure: what sentences without figures are held against."""
    text = _FULL_WIDTH.sub(lambda m: _WIDE[m.group()], text)
    for start, end in sentence_spans(text, semicolons=False):
        sentence = text[start:end]
        yield Claim(masked(sentence, _figures(sentence)), "", "", None, False, (), False, False, sentence)


__all__ = ["LEVEL", "claims", "masked", "replace", "sentences"]
