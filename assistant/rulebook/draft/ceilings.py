"""Ceilings: which award a sum limits, or whether it limits several together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from assistant.rulebook.draft.nouns import LEVEL
from assistant.rulebook.draft.placed import Group
from assistant.rulebook.draft.said import Ceiling, Unit, stop_after
from index.text.normalize import nfkc

_ALL_OF_IT: Final = re.compile(r"合计|两[类项]|[各以]上|上述|本条|总额|累计配套|同一(?:企业|单位|主体)")
_PER_PIECE: Final = re.compile(
    r"(?:每一?|单)(?:平方米|月|台|套|件|吨|千瓦|人|名|辆|个月|亩|张|床|次|批|年每[^年]|个?[\u4e00-\u9fff]{0,4}[位架])"
    r"[^，。；]{0,8}$"
)
OF_ONE: Final = re.compile("单[个家户项场]|同一|上述|两[类项]|总(?:额|费用|金额)")
_EACH_RECEIVER: Final = re.compile(
    "^[^，。；]{0,4}每[个家户][\u4e00-\u9fff]{0,6}(?:每年|年度|全年|一年|累计|最高|不超过)"
)
_FEW: Final = 4
GIVES_TO: Final = re.compile("给予|予以|发放")
_GRADE: Final = re.compile("级|类|等奖|星")


def for_all(found: Sequence[Unit]) -> list[Ceiling]:
    """The ceiling of a sentence that holds every award of the clause is one budget for all of them."""
    under = {unit.under for unit in found if unit.kind != "none"}
    if len(found) < 2 or len(under) != 1 or None in under:
        return []
    (place,) = under
    if all(unit.kind == "yearly" for unit in found):  # the years of one award: what one year pays at most
        own = {c.place: replace(c, shared=False) for unit in found for c in unit.limits}
        for number, unit in enumerate(found):
            unit.limits, unit.under = [] if number else list(own.values()), None
        return []
    ceilings = [c for unit in found for c in unit.limits if c.place == place]
    for unit in found:
        unit.limits = [c for c in unit.limits if c.place != place]
        unit.under = None
    return ceilings[:1]


def is_ceiling(group: Group, near: Unit) -> bool:
    """Whether a sum limits what stands before it: it names nobody of its own (单个企业每年最高…, …10%、最高…)."""
    claim = group.claims[0]
    if group.kind != "money" or group.first.bound != "max" or len(group.claims) != 1 or near.kind == "none":
        return False
    if re.search("(?:再|增加|另外|提高|新增|叠加)[^，。；]{0,8}部分[^，。；]{0,8}$", group.words):
        return True  # 再奖励部分最高60万元: the part is named by what it does
    pieces = [p for p in re.split("[，,；;。]", group.words) if p.strip()]
    last = pieces[-1] if pieces else ""
    same = near.sentence == group.sentence
    told = max((place[1] for place in (*(p.place for p in near.paid), *(c.place for c in near.limits))), default=0)
    goes_on = same and group.lead <= told and not group.words.startswith(("，", ",", "、"))
    behind = "".join(pieces[1:] if goes_on else pieces)
    alone = last if same else group.words
    if _EACH_RECEIVER.search(last) and len(core_words(alone)) <= _FEW and not GIVES_TO.search(last):
        return True  # a stretch or a sentence of its own: 每家企业每年最高100万元
    if OF_ONE.search(last) and len(core_words(last)) <= _FEW and not GIVES_TO.search(last):
        return True  # 奖励品种以认定结果为准，单个企业每年奖励最高不超过…
    if _of_the_same(group, last):
        return True
    if not same or (_GRADE.search(group.words) and near.kind == "fixed" and near.ceiling):
        return False
    return (claim.cap or claim.elided or not core_words(behind)) and len(core_words(behind)) <= _FEW


def _of_the_same(group: Group, last: str) -> bool:
    """单条生产线最高补助260万元 where the clause pays for 生产线: nobody else is named than who is paid already."""
    scope = re.match(
        r"[，,；;]?(?:但)?(?:单一?|每一?|同一)[个家户项场条台套件艘座位名]?(?P<noun>[\u4e00-\u9fff]{2,8}?)(?:在|每|年|累计|全年|最高|的|获|不|补)",
        last.strip(),
    )
    if scope is None or GIVES_TO.search(last):
        return False
    named = scope["noun"] in group.sentence[: group.lead - group.at]
    return named and not re.search("企业|单位|项目|主体|奖|补|资助", scope["noun"])


def of_a_piece(group: Group, near: Unit) -> bool:
    """按租金的50%补贴，每平方米每月不超过25元."""
    ceiling = group.kind == "money" and group.first.bound == "max" and near.kind == "percent"
    return ceiling and near.sentence == group.sentence and _PER_PIECE.search(group.words) is not None


_COUNTED: Final = re.compile(
    r"(?:每一?|单)(?P<unit>[次个台套件人名辆项场张批])(?P<noun>[\u4e00-\u9fff]{0,6}?)(?:的?(?:补[助贴]|奖励|资助)?(?:最高)?(?:不超过)?)$"
)


def _how_many(unit: Unit, group: Group) -> None:
    """每次最高6万元，每户企业每年不超过4次: of how many things at most."""
    for mark in group.claims[0].conditions:
        before = group.sentence[: mark.figure.start]
        printed = next(
            (w for w in ("最多不超过", "不超过", "最多") if re.search(f"{w}[^，。；\\d]{{0,4}}$", before)), ""
        )
        if mark.figure.kind != "quantity" or mark.bound != "max" or mark.figure.start < group.first.figure.start:
            continue
        if not printed or unit.piece is None or mark.figure.unit != unit.piece[0]:
            unit.unsafe = unit.unsafe or f"“{mark.figure.text}”的上限没有算法"
            continue
        unit.most.append((mark.figure, group.place(mark), printed))
        unit.end = max(unit.end, group.place(mark)[1] + 1)


def caps_of_levels(group: Group, near: Unit) -> bool:
    """分别按15%、8%给予奖励，最高分别为400万元、150万元: as many ceilings as rates, each level's own."""
    if near.kind != "rate_choice" or near.unsafe or group.kind != "money" or group.first.bound != "max":
        return False
    last = re.split("[，,；;。]", group.words)[-1]
    if len(group.marks) != len(near.paid) or near.sentence != group.sentence or core_words(re.sub("分别|为", "", last)):
        return False
    word = group.ceiling() or "最高"
    near.limits += [
        Ceiling(m.figure, group.place(m), word, group.words, p.item)
        for m, p in zip(group.marks, near.paid, strict=True)
    ]
    near.end = max(near.end, stop_after(near.sentence, group.end - group.at) + group.at)
    return True


def _named_piece(stretch: str, group: Group) -> re.Match[str] | None:
    """每个证书最高30万元，单户企业每年不超过4个证书: what is counted behind is what the ceiling holds for."""
    near = _COUNTED.search(re.split("[，,；;。]", stretch)[-1])
    if near is None or len(near["noun"]) < 2:
        return None
    again = rf"(?:不超过|最多)[^，。；\d]{{0,4}}\d+{near['unit']}{near['noun']}"
    return near if re.search(again, nfkc(group.after)) else None


def core_words(words: str) -> str:
    """What is left of a stretch when scope, verbs and time are taken out."""
    text = re.sub(
        r"在?本?(?:政策|措施|办法|细则)?有效期限?内?|期内|期间|单[个家户项场一]|每[个家户项场年]|同一|当年|贴息|额|上限|提高(?:到|至|为)|总(?:额|费用|金额)|费用|活动|企业|单位|机构|项目|平台|年度|累计|合计|总额|额度|奖励|补助|补贴|增加|给予|最高|不超过|[\W\d]|的",
        "",
        words,
    )
    return re.sub("[每年]", "", text)


def cap(group: Group, found: list[Unit], shared: list[Ceiling], text: str) -> None:
    mark = group.first
    level = LEVEL.search(group.words)
    own_sentence = group.at > found[-1].start and group.at >= found[-1].end - 1
    ceiling = Ceiling(
        mark.figure, group.place(mark), group.ceiling() or "不超过", group.words, level.group() if level else ""
    )
    alike_units = [u for u in found if u.kind != "none" and not u.raises]
    several = [u for u in alike_units if u.sentence == group.sentence]
    whole = (
        re.search("(?:单[个家户]|每[家户]|同一)(?:企业|单位|主体).{0,2}(?:每年|年度|全年)|企业年度", group.words)
        is not None
    )
    if own_sentence and len(alike_units) > 1 and (whole or _ALL_OF_IT.search(group.words)):
        shared.append(ceiling)
        return
    if len(several) > 1 and whole and not any(u.limits for u in several):
        ceiling = replace(ceiling, shared=True)
        for unit in several:
            unit.under = ceiling.place
    stretch = re.sub("[（(][^（）()]*[）)]", "", group.words.replace("每年", ""))  # 单台（套）最高
    each = _PER_PIECE.search(stretch) or _named_piece(stretch, group)
    if found[-1].kind == "percent" and each:
        counted = _COUNTED.search(each.group())
        if counted is None or found[-1].piece is not None:
            found[-1].unsafe = found[-1].unsafe or "每件的上限没有算法"
        else:
            found[-1].piece = (counted["unit"], counted["noun"])
            ceiling = replace(ceiling, piece=counted["unit"])
            _how_many(found[-1], group)
    own = max((m.end() for m in re.finditer("[；;。\n]", text[: ceiling.place[0]])), default=0)
    if not ceiling.shared and found[-1].paid and found[-1].paid[0].place[0] < own:
        ceiling = replace(ceiling, shared=True)  # a stretch of its own: it holds for all tiers before it
    found[-1].limits.append(ceiling)
    found[-1].end = max(found[-1].end, stop_after(text, ceiling.place[1]))
