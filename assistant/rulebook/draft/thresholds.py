"""Figures that have to be reached: of which quantity, with which bound word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from assistant.claims.marks import Mark, unit_kind
from assistant.claims.model import Claim
from assistant.rulebook.claims import tokens
from assistant.rulebook.draft.nouns import bare
from assistant.rulebook.draft.placed import Group, bound_word, extent, is_quota
from assistant.rulebook.draft.said import Threshold, Unit

_DURATIONS: Final = frozenset({"年", "个月", "小时"})


def own_threshold(group: Group, claim: Claim) -> Mark | None:
    """Of a list of figures the threshold that goes with this one: a list of as many thresholds stands before it."""
    if not claim.listed:
        return None
    mine = [m for m in claim.conditions if m.count == len(group.claims) and m.figure.kind != "range"]
    apart = [m for m in claim.conditions if m not in group.claims[0].conditions or claim is group.claims[0]]
    chosen = [m for m in mine if m in apart] or mine
    return chosen[0] if chosen and chosen[0].bound in ("over", "floor") else None


def threshold(group: Group, mark: Mark, text: str) -> Threshold | None:
    begin, end = extent(group, mark)
    word = bound_word(text, begin, end)
    if word is None:
        begin, end = group.place(mark)
        word = bound_word(text, begin, end)
    if word is None:
        return None
    noun = noun_before(group, begin - len(word.before))
    if mark.figure.kind == "quantity" and (len(noun) < 2 or re.fullmatch("建设|组织|参加|拥有|培育|引进|超过", noun)):
        behind = re.match(r"[\u4e00-\u9fff]{2,12}", text[end + len(word.after) :])
        noun = bare(re.split("的|参加|参与", behind.group())[0]) if behind else noun
    return Threshold(
        noun,
        word.text.strip("…") if word.before == "" or word.after == "" else word.text,
        mark.figure,
        group.place(mark),
        "上年度" if re.search("上一?年度?", re.split("[，,；;。]", group.sentence[: mark.figure.start])[-1]) else "",
        re.split("[，,；;。]", group.sentence[: mark.figure.start])[-1],
    )


def noun_before(group: Group, position: int) -> str:
    before = re.sub("[（(][^（）()]*[）)]", "", group.sentence[: max(position - group.at, 0)])
    return bare(re.split("[，,；;。：:（(]", before)[-1])


def thresholds(group: Group, claim: Claim, text: str, unread: list[str], before: Unit | None) -> Iterator[Threshold]:
    last: list[Threshold] = list(before.thresholds) if before else []
    for mark in claim.conditions:
        if (
            mark.figure.kind in ("range", "ratio")
            or mark.bound == ""
            or (mark.bound == "max" and is_quota(group, mark))
        ):
            continue
        if mark.figure.unit in _DURATIONS or re.match("(?:以上)?的?部分", group.sentence[mark.figure.end :]):
            continue  # how long, told by the clause's own words
        behind = mark.figure.start > group.first.figure.start
        if behind and (
            mark.bound == "max" or re.search("[；;]", group.sentence[group.end - group.at : mark.figure.start])
        ):
            continue
        found = threshold(group, mark, text)
        if found is None:
            unread.append(mark.figure.text)
            continue
        if len(found.noun) < 2:  # 200万元以上、不足2000万元
            same = [t for t in last if unit_kind(t.figure) == unit_kind(found.figure)]
            goes_on = same and (unit_kind(found.figure) == "percent" or same[-1].word == found.word)
            if not same or (same[-1] in (before.thresholds if before else ()) and not goes_on):
                unread.append(mark.figure.text)
                continue
            found = replace(found, noun=same[-1].noun)
        last.append(found)
        yield found
    yield from _numbers(group, text)


def _numbers(group: Group, text: str) -> Iterator[Threshold]:
    """PUE值不高于1.2: a bare number is a threshold where a bound word touches it and a noun stands before."""
    begin = max(group.lead, group.at)
    for figure in tokens(group.words):
        place = (begin + figure.start, begin + figure.end)
        word = bound_word(text, *place) if figure.kind == "number" else None
        if (
            word is None
            or not word.before
            or re.match(r"[\u4e00-\u9fffA-Za-z]", text[place[1] : place[1] + 1].replace("的", ""))
        ):
            continue
        if len(noun := noun_before(group, place[0] - len(word.before))) > 1:
            yield Threshold(noun, word.text.strip("…"), figure, place)
