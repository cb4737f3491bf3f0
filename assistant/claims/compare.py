"""Does a sentence say more than its clauses? Its claims are held against theirs, slot by slot, and nothing may be over.

A claim passes when one claim of a clause has its figure with the same bound, its conditions with the same side, its
levels, its frequency, scope and base, and every other word it uses. Otherwise the disagreement with the claim that
comes nearest is told, in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from assistant.claims.conditions import bounds, conditions, figures_of
from assistant.claims.coverage import MASK
from assistant.claims.derived import SUM
from assistant.claims.differences import levels, rivals, slots
from assistant.claims.enumeration import strayed
from assistant.claims.free import free
from assistant.claims.held import Disagreement, Held, hold, same
from assistant.claims.joints import loosened, lost, misattributed
from assistant.claims.levels import LEVEL_WORD, levels_in, without_grades
from assistant.claims.marks import Mark, unit_kind
from assistant.claims.model import Claim
from assistant.claims.ordinals import strange
from assistant.claims.polarity import turned
from assistant.claims.quoted import turned_round
from assistant.claims.read import claims
from assistant.claims.roles import exchanged
from assistant.claims.stretches import ASKED
from assistant.claims.sufficiency import ENOUGH, enough
from assistant.claims.tokens import tokens
from assistant.claims.turning import turns
from assistant.claims.words import folded, words

__all__ = ["Disagreement", "Held", "compare", "hold"]

_PAYS: Final = re.compile(
    r"(?:奖励?|补助|补贴|资助|给予|配套|发放|拿到?|领取?|可得|获得|申领|支持|经费)[^，。；〇]{0,4}$"
)
_TOTAL: Final = re.compile(rf"{SUM}[^，。；〇]{{0,6}}$")
_CLASS_WORDS: Final = {"每年": "频次", "每季": "频次", "每月": "频次", "每天": "频次", "一次": "频次", "逐年": "频次"}


_LOOKS: Final = (
    ("对象", exchanged),
    ("条件", lost),
    ("条件", loosened),
    ("对象", misattributed),
    ("列举", strayed),
    ("内容", turned_round),
    ("次序", strange),
)


def compare(said: str, held: Held) -> Disagreement | None:
    """The first claim of `said` that no clause bears out, neither as it stands nor as what it comes to."""
    found = _compared(said, held)
    if found and any(_compared(turned_round, held) is None for turned_round in turns(said, held.texts)):
        return None
    return found


def _compared(said: str, held: Held) -> Disagreement | None:
    own = _own_words(said, held.texts)
    for slot, look in _LOOKS:
        if why := look(own, held.texts):
            return Disagreement(slot, why)
    places: set[str] = set()  # the sentences that bear out what has been said so far
    for claim in claims(said):
        judged = _judged(claim, held, places)
        if isinstance(judged, Disagreement):
            return judged
        places |= judged
    if why := turned(own, held.texts):
        return Disagreement("肯定否定", why)
    return None


def _own_words(said: str, texts: Sequence[str]) -> str:
    """The stretches of a sentence that no clause has word for word."""
    printed = {part for text in texts for part in re.split("[，；。：]", folded(text))}
    parts = re.split("(?<=[，；。：])", folded(said))
    return "".join(part for part in parts if part.rstrip("，；。：") not in printed)


def _judged(said: Claim, held: Held, places: set[str]) -> Disagreement | set[str]:
    if said.result is None:
        return free(said.own, held) or set()
    options = [(i, claim, place) for i, claim in held.claims for place in _places(said.result, claim)]
    options += _together(said.result, held)
    if not options:
        return Disagreement("数字", f"“{said.result.figure.text}”不在所引条款里")
    failed: list[tuple[list[Disagreement], Claim, int]] = []
    fitting: set[str] = set()
    for i, claim, place in options:
        found = list(_against(said, claim, place, held, i))
        if not found:
            found = list(_unsaid(said, claim, held, i))
        if said.cap and places and not places & {claim.sentence, *_sentences_of(claim, held, i)}:
            found.append(Disagreement("上限的范围", f"“{said.result.figure.text}”在原文里是另一项的上限"))
        if found:
            failed.append((found, claim, i))
        else:
            fitting.add(claim.sentence)
    if not fitting:  # the nearest is told: the one with the fewest disagreements, words counted
        return min(failed, key=lambda each: len({*each[0], *_unsaid(said, each[1], held, each[2])}))[0][0]
    rest = free(said.tail, held) if said.tail.strip("。；，！？ \n") else None
    return rest or fitting


def _sentences_of(cap: Claim, held: Held, clause: int) -> set[str]:
    words = set(_limited(cap, held, clause))
    return {claim.sentence for i, claim in held.claims if i == clause and claim.words in words}


def _together(mark: Mark, held: Held) -> list[tuple[int, Claim, Mark]]:
    """Items of one list that get the same: a sentence may name them together."""
    found: dict[tuple[int, str, int], list[Claim]] = {}
    for i, claim in held.claims:
        if claim.result is not None and claim.result.count > 1 and same(mark, claim.result):
            found.setdefault((i, claim.sentence, claim.result.lead_start), []).append(claim)
    return [(i, _joined(several), several[0].result) for (i, _, _), several in found.items() if len(several) > 1]  # type: ignore[misc]


def _joined(several: Sequence[Claim]) -> Claim:
    return replace(
        several[0],
        own="，".join(each.own for each in several),
        inherited="，".join(each.inherited for each in several),
        tail="，".join(each.tail for each in several),
        conditions=tuple(mark for each in several for mark in each.conditions),
    )


def _places(mark: Mark, claim: Claim) -> Iterable[Mark]:
    """Where the claim has the figure: as its result or as a condition."""
    for each in (claim.result, *claim.conditions):
        if each is not None and same(mark, each):
            yield each


def _against(said: Claim, claim: Claim, place: Mark, held: Held, clause: int) -> Iterable[Disagreement]:
    assert said.result is not None
    as_result = place is claim.result
    if claim.needs and not enough(said.words, claim.needs):
        yield Disagreement("条件", f"“{said.result.figure.text}”是另有条件时才有的")
    if _out_of_order(said, place):
        yield Disagreement("次序", "几个数的次序与原文不一致")
    if said.result.figure.about and not place.figure.about:
        yield Disagreement("数字", f"原文是{place.figure.text}，句中说成约数")
    yield from bounds(said.result, place, paid=as_result and claim.paid)
    if not as_result and said.paid and _PAYS.search(_before(said)) and not place.figure.per:
        yield Disagreement("金额", f"“{said.result.figure.text}”在原文里是条件，不是奖补金额")
    if as_result and claim.paid and not said.paid and ASKED.search(_before(said)):
        yield Disagreement("金额", f"“{said.result.figure.text}”在原文里是奖补金额，不是条件")
    if as_result and claim.paid and _TOTAL.search(_before(claim)) and not _TOTAL.search(_before(said)):
        yield Disagreement("金额", f"“{said.result.figure.text}”在原文里是合计")
    yield from conditions(said, claim, held, clause)
    yield from levels(said, claim)
    yield from rivals(said, claim, held, clause)
    yield from slots(said, claim, given=as_result)


def _unsaid(said: Claim, claim: Claim, held: Held, clause: int) -> Iterable[Disagreement]:
    """Words that neither the claim nor what speaks for it has."""
    leans = said.elided and not said.cap and not _names(said.own)
    own = f"{LEVEL_WORD.sub('', said.inherited)}。{said.own}" if leans else said.own
    own = _MOREOVER.sub("", own) if _another(said, claim) else own
    texts = _texts(claim, held, clause)
    for left in held.leftover(without_grades(own), texts, _licences(said, claim)):
        yield Disagreement(_CLASS_WORDS.get(left.kind, "内容"), f"原文这一项没有“{left.word}”的意思")


_MOREOVER: Final = re.compile("(?:^|(?<=[，；]))(?:另外|此外)(?:还要?|，)?")


def _another(said: Claim, claim: Claim) -> bool:
    """Whether the figure is one of several of its sentence and of its clause's: then 另外 adds nothing to it."""
    figures = [mark for mark in figures_of(said.sentence) if said.result and same(mark, said.result)]
    others = [mark for mark in figures_of(claim.sentence) if claim.result and not same(mark, claim.result)]
    return len(figures) == 1 and len(figures_of(said.sentence)) > 1 and bool(others)


def _names(own: str) -> bool:
    """Whether a stretch names what it is about: 国家级“领航企业”则是200万元."""
    text = without_grades(LEVEL_WORD.sub("", own))
    if not LEVEL_WORD.search(own):
        return False
    content = (each.word for each in tokens(text) if len(each.word) > 1 and not each.joins)
    return any(not words().member.fullmatch(each) and not words().glue.fullmatch(each) for each in content)


def _out_of_order(said: Claim, place: Mark) -> bool:
    """A list that does not say what each of its figures is for keeps the clause's order."""
    mark = said.result
    assert mark is not None
    return mark.count > 1 and not said.listed and mark.count == place.count and mark.index != place.index


def _texts(claim: Claim, held: Held, clause: int) -> list[str]:
    texts = [claim.words, claim.topic, *held.known, _lead(claim.sentence)]
    if claim.cap:
        texts += _limited(claim, held, clause)
    return texts


def _limited(cap: Claim, held: Held, clause: int) -> list[str]:
    """What a limit speaks of: its sentence so far; where it stands by itself, the sentences back to another limit."""
    own = [claim for i, claim in held.claims if i == clause]
    before = own[: next(i for i, each in enumerate(own) if each.own == cap.own and each.sentence == cap.sentence)]
    found: list[str] = []
    alone = all(each.cap for each in own if each.sentence == cap.sentence and each.result)
    for each in reversed(before):
        same = each.sentence == cap.sentence
        if not same and (
            not alone or (each.result and each.result.bound == "max" and unit_kind(each.result.figure) == "money")
        ):
            break
        found.append(each.words)
    return found


_ALSO: Final = re.compile(rf"(?:同样|一样|也)(?:是|为|奖励?|补助?|给予|可?拿|每.|各|[，、的]){{0,3}}{MASK}")


_SOME: Final = re.compile("有一[年项个家次]|任[一意]|其中一|之一")


def _licences(said: Claim, claim: Claim) -> tuple[str, ...]:
    """同样奖50万元: the figure is compared, whether it is the same needs no clause.

    合计: the clause gives one number for several levels together.
    """
    found = ["相等"] if _ALSO.search(said.own) else []
    if said.result is None or claim.result is None:
        return tuple(found)
    capped = said.result.bound == "max" and claim.cap  # a limit is on what comes together
    if claim.result.count == 1 and (capped or len(levels_in(said.own)) > 1):
        found.append("合计")
    asked = all(any(same(each, other) for other in said.conditions) for each in claim.conditions)
    if asked and not _SOME.search(said.own) and enough(said.own, f"{claim.inherited}，{claim.own}"):
        found.append(ENOUGH)
    return tuple(found)


_HEADS: Final = re.compile(
    "支持|鼓励|推[进动]|加快|加大|打造|培育|大力|深化|做[大强]|扶持|营造|完善|促进|充分|开展|实施|根据|引导|优化"
)


def _lead(sentence: str) -> str:
    """支持“链主”企业发展，…: the first stretch of a sentence, where it only says what the sentence is about."""
    first = re.split("[，；]", re.sub(r"^[\W\d]*", "", sentence))[0]
    return first if _HEADS.match(first) and not figures_of(first) else ""


def _before(claim: Claim) -> str:
    return claim.own[: claim.own.rfind(MASK)] if MASK in claim.own else claim.own
