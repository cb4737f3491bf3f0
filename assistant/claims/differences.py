"""What else two claims of one figure may differ in: level, grade, object, frequency, scope, recipient, base."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from assistant.claims.coverage import MASK
from assistant.claims.held import Disagreement, Held
from assistant.claims.levels import grades_in, levels_in, misplaced
from assistant.claims.marks import same_value, unit_kind
from assistant.claims.model import Claim
from assistant.claims.recipients import another, recipient
from assistant.claims.slots import base, distributes, frequency, other_modifier, scope, scope_words
from assistant.claims.words import bigrams, folded, words

_EACH_GETS: Final = frozenset({"money", "percent", "permille", "points", "ratio"})
_NOUN: Final = 3  # characters behind a number that tell what is counted
_COUNTERS: Final = frozenset("个项种次")  # 每个 stands for whatever is counted


def levels(said: Claim, claim: Claim) -> Iterable[Disagreement]:
    own = said.own
    named = levels_in(own)
    printed = (
        levels_in(claim.own) or levels_in(claim.inherited) or (levels_in(claim.sentence) if named else frozenset())
    )
    if not named and said.elided and printed:
        named = levels_in(said.inherited)
    for level in sorted(named - printed):
        if printed:
            yield Disagreement("级别", f"原文是{'、'.join(sorted(printed))}，句中说成{level}")
        elif level in own:
            yield Disagreement("级别", f"原文这一项没有说{level}")
    if together := _joint(said, claim):
        yield Disagreement("级别", f"原文的数是{'、'.join(sorted(together))}合在一起的")
    if told := misplaced(own, (claim.own, claim.inherited)):
        yield Disagreement("级别", told)
    families = zip(*(grades_in(each) for each in (own, claim.own, claim.inherited, claim.sentence)), strict=True)
    for ours, first, second, third in families:
        theirs = first or second or third
        if theirs and ours - theirs:
            yield Disagreement("档次", f"原文是{'、'.join(sorted(theirs))}，句中说成{'、'.join(sorted(ours - theirs))}")


def _joint(said: Claim, claim: Claim) -> frozenset[str]:
    """The levels for which the clause gives one number together, where a sentence gives it for some of them."""
    if claim.result is None or claim.result.count > 1 or unit_kind(claim.result.figure) in _EACH_GETS:
        return frozenset()
    together, named = levels_in(_near(claim)), levels_in(_near(said))
    apart = "或" in _near(claim) or distributes(claim.own)
    return together if named and named < together and not apart else frozenset()


def rivals(said: Claim, claim: Claim, held: Held, clause: int) -> Iterable[Disagreement]:
    """Another amount of the clause has more of the sentence's own words in one piece: 冠军企业 is not 冠军产品."""
    if said.result is None or claim.result is None:
        return
    if _behind_another(said, claim, held, clause):
        yield Disagreement("对象", f"原文的“{claim.result.figure.text}”说的不是这一样")
    if not claim.paid or not said.paid or claim.inherited:
        return
    text = _named(said.own)
    own = max(_longest(text, _named(claim.own)), _longest(text, _named(claim.inherited)))
    kind = unit_kind(claim.result.figure)
    for i, other in held.claims:
        if i != clause or other.result is None or not other.paid or unit_kind(other.result.figure) != kind:
            continue
        if same_value(other.result.figure, claim.result.figure):
            continue
        theirs = _longest(text, _named(other.own))
        if theirs >= max(own + 2, 5) or (theirs > max(own, 3) and theirs in _runs(text)):
            yield Disagreement("对象", "这个数在原文里是另一项的")
            return


def _behind_another(said: Claim, claim: Claim, held: Held, clause: int) -> bool:
    """What stands behind the number stands behind another number of the clause: 5个3000亿级园区 of 1个3000亿级园区."""
    assert said.result is not None
    assert claim.result is not None
    mine, own = (folded(each.tail)[:_NOUN] for each in (said.result, claim.result))
    if unit_kind(claim.result.figure) != "count" or len(mine) < _NOUN or mine == own:
        return False
    others = (each.result for i, each in held.claims if i == clause and each.result)
    return any(unit_kind(each.figure) == "count" and folded(each.tail)[:_NOUN] == mine for each in others)


def _runs(text: str) -> set[int]:
    """How long the stretches between pauses are: one that another claim has whole is its name."""
    return {len(run) for run in re.findall(r"[a-z0-9\u3400-\u9fff]{2,}", text.replace(MASK, "|"))}


def _named(own: str) -> str:
    return folded(own).rpartition(MASK)[0] if MASK in own else folded(own)


@lru_cache(maxsize=8192)
def _longest(said: str, printed: str) -> int:
    """The longest stretch of words, without figures and pauses, that both have."""
    best = 0
    for run in re.findall(r"[a-z0-9\u3400-\u9fff]{2,}", said.replace(MASK, "|")):
        for start in range(len(run)):
            while start + best < len(run) and run[start : start + best + 1] in printed:
                best += 1
    return best


def slots(said: Claim, claim: Claim, *, given: bool) -> Iterable[Disagreement]:
    """`given`: the figure is what the clause gives, no condition of it."""
    here = f"{claim.inherited}。{claim.own}"
    yearly = frozenset({"每年"}) if claim.cap and re.search("当年|年内", claim.own) else frozenset()
    for word in (
        () if not said.paid else frequency(said.own) - yearly - frequency(claim.own) - frequency(claim.inherited)
    ):
        yield Disagreement("频次", f"原文这一笔不是{word}给的")
    ours, theirs = (
        (scope(said.own) if given else frozenset()) - _COUNTERS,
        scope(claim.own) or scope(claim.inherited) | scope_words(claim),
    )
    counted = theirs <= _COUNTERS and all(each in folded(claim.words) for each in ours)  # 100万元/个 of a 品种
    if ours and theirs and not ours & theirs and not counted:
        a, b = sorted(theirs)[0], sorted(ours)[0]
        yield Disagreement(
            "上限的范围", f"原文是单个{a}的上限，句中说成单个{b}" if claim.cap else f"原文按{a}计，句中说成按{b}计"
        )
    elif ours and not theirs and ("企业" not in ours or _others(said, claim)):
        yield Disagreement("上限的范围", f"原文没有按{sorted(ours)[0]}计")
    ours_who, theirs_who = recipient(said.own), recipient(claim.own) or recipient(claim.inherited)
    if ours_who and theirs_who and another(ours_who, theirs_who):
        yield Disagreement("对象", f"原文是给{theirs_who}的，句中说成给{ours_who}")
    if changed := other_modifier(said.own, here):
        yield Disagreement("修饰", f"原文是{changed[0]}，句中说成{changed[1]}")
    if distributes(said.own) and not re.search("各|分别|每[个家项种]|/", here):
        yield Disagreement("范围", "原文是合在一起的数，句中说成各自的数")
    if left_out := _excepted(said, claim):
        yield Disagreement("对象", f"原文把“{left_out}”排除在外")
    if _grown(claim) and not _grown(said) and _whole(said):
        yield Disagreement("基数", "原文说的是增加的部分，句中说成总数")
    if _or_for_and(said, claim):
        yield Disagreement("条件", "原文的几个条件要同时满足，句中说成满足其一")
    mine, printed = base(said), f"{here}{claim.tail}"
    if mine and (strange := [char for char in mine if char not in folded(printed) and char not in words().edges]):
        yield Disagreement("基数", f"原文的基数不是“{mine}”（“{''.join(strange)}”不在其中）")


_EXCEPTION: Final = re.compile(
    "(?P<before>[\u4e00-\u9fff]{2,12})除外|不(?:包括|包含|含)(?P<behind>[\u4e00-\u9fff]{2,12})"
)
_LEAVES_OUT: Final = re.compile("除外|不[包含计算]|扣除|剔除|以外|之外|[不非未没无]")


def _excepted(said: Claim, claim: Claim) -> str:
    """What the clause takes out of this very claim and the sentence puts in; "" when there is none."""
    own = folded(said.own)
    for match in _EXCEPTION.finditer(folded(claim.own)):
        named = match["before"] or match["behind"]
        words_ = set(bigrams(named))
        if words_ and words_ <= set(bigrams(own)) and not _LEAVES_OUT.search(own):
            return named
    return ""


_GROWN: Final = re.compile("新增|增量|增加|增长|新培育|净增|新建|新引进|提升|提高")
_WHOLE: Final = re.compile("达到|总量|总额|总数|共有|拥有|存量")


def _grown(claim: Claim) -> bool:
    """Whether the figure is what came on top: 新增6家, 按用电增量每千瓦时0.15元."""
    return _GROWN.search(_near(claim)) is not None


def _whole(claim: Claim) -> bool:
    return _WHOLE.search(_near(claim)) is not None


def _near(claim: Claim) -> str:
    """The stretch in front of the figure, with the words that bound it."""
    return re.split("[，。；]", claim.result.lead)[-1] if claim.result else ""


_ONE_OF: Final = re.compile("每一?家(?P<which>[\u4e00-\u9fff]{1,4})企业")


def _others(said: Claim, claim: Claim) -> bool:
    """每家参展企业 where the clause does not pay the firms: they are only spoken of."""
    match = _ONE_OF.search(folded(said.own))
    return match is not None and not re.search("(?:对|给予|奖励|补助)[^，。；]*企业", folded(claim.words))


def _or_for_and(said: Claim, claim: Claim) -> bool:
    """或 between two conditions that the clause joins with 且."""
    ours, theirs = folded(said.own), folded(claim.own)
    joined = re.search(f"{MASK}[^，。；]{{0,12}}?(?:或者?)[^，。；]{{0,16}}?{MASK}", ours)
    both = re.search(f"{MASK}[^。；]{{0,12}}?(?:且|并且?|同时)[^，。；]{{0,16}}?{MASK}", theirs)
    return joined is not None and both is not None and "或" not in theirs
