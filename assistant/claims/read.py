"""A text as claims: one for each figure that is paid, with the stretch of text that is about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from assistant.claims import stretches
from assistant.claims.coverage import MASK
from assistant.claims.lists import items
from assistant.claims.marks import LIMIT_WORDS, Mark, Reading
from assistant.claims.model import Claim
from assistant.claims.words import folded, words
from index.text.sentences import sentence_spans

_WIDE: Final = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_FULL_WIDTH: Final = re.compile(r"(?<!\d)[,:](?!\d)|(?<=\d)[,:](?!\d)|(?<!\d)[,:](?=\d)|[;()?!]")
_PAYING: Final = re.compile("分别|奖励|补助|补贴|资助|给予|配套|支持|一次性|当年|新增|认定为?|列入|企业|项目|再")
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
    marks = stretches.figures(sentence)
    results = stretches.results(sentence, marks)
    if not results:
        return [Claim(stretches.masked(sentence, marks), "", "", None, False, marks, False, False, sentence)]
    if len(results) == 1 and not stretches.pays(sentence, results[0]):
        rest = tuple(mark for mark in marks if mark not in results[0])
        return [
            Claim(stretches.masked(sentence, marks), "", "", m, False, rest, False, False, sentence) for m in results[0]
        ]
    found: list[Claim] = []
    begin = 0
    previous: list[Claim] = []
    for number, group in enumerate(results):
        following = results[number + 1][0].figure.start if number + 1 < len(results) else len(sentence)
        end = stretches.piece_end(sentence, group[-1], following)
        piece = stretches.piece_start(sentence, group[0].figure.start)
        apart = sentence[begin:piece].rstrip("，")
        if apart and not apart.endswith("的") and _stands_apart(sentence[piece : group[0].figure.start], group):
            aside = stretches.masked(
                sentence[begin:piece], [m for m in marks if begin <= m.figure.start < piece], begin
            )
            previous = [replace(each, tail=f"{each.tail}，{aside}") for each in previous]
            if previous:
                found[-len(previous) :] = previous
            else:
                found += _plain(sentence, begin, piece, marks)
            begin = piece
        stop = stretches.tail_end(sentence, end, following)
        tail_end = end + _goes_on(sentence[end:stop])
        shared = stretches.shared_end(sentence, results[number:]) if end == group[-1].figure.end else ""
        previous = _of_group(sentence, begin, end, tail_end, group, marks, previous)
        aside = shared + stretches.aside(sentence, max(end, tail_end), following)
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
            lead = stretches.masked(sentence[:position], [mark for mark in marks if mark.figure.end <= position])
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
    own = stretches.masked(sentence[start:end], inside, start)
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
    tail = stretches.masked(sentence[end:tail_end], behind, end)
    head = sentence[begin:start]
    paid = stretches.pays(sentence, group)
    cap = paid and group[0].bound == "max" and _limits(stretches.masked(head, inside, begin))
    chosen = items(head, len(group), [m for m in inside if m.figure.end <= start], begin) if len(group) > 1 else None
    found = []
    for place, mark in enumerate(group):
        conditions = [m for m in inside if not (chosen and m in chosen.marks) or m is chosen.marks[place]]
        if chosen and not chosen.marks:
            text = sentence[begin : begin + chosen.start] + chosen.texts[place] + sentence[begin + chosen.end : end]
            own = stretches.masked(text, stretches.figures(text))
        else:
            own = stretches.masked(sentence[begin:end], [*inside, *group], begin)
        elided = _says_little(stretches.masked(head, inside, begin))
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


def sentences(text: str) -> Iterator[Claim]:
    """Each sentence as a claim without a figure: what sentences without figures are held against."""
    text = _FULL_WIDTH.sub(lambda m: _WIDE[m.group()], text)
    for start, end in sentence_spans(text, semicolons=False):
        sentence = text[start:end]
        yield Claim(
            stretches.masked(sentence, stretches.figures(sentence)), "", "", None, False, (), False, False, sentence
        )


__all__ = ["claims", "sentences"]
