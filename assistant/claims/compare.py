"""Does a sentence say more than its clauses? Its claims are held against theirs, slot by slot, and nothing may be over.

A claim passes when one claim of a clause has its figure with the same bound, its conditions with the same side, its
levels, its frequency, scope and base, and every other word it uses. Otherwise the disagreement with the claim that
comes nearest is told, in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from assistant.claims.coverage import MASK, Left, leftover
from assistant.claims.levels import LEVEL_WORD, grades_in, levels_in, misplaced, without_grades
from assistant.claims.marks import Mark, Reading, same_value, unit_kind
from assistant.claims.model import Claim
from assistant.claims.polarity import turned
from assistant.claims.read import ASKED, claims, sentences
from assistant.claims.slots import base, distributes, frequency, other_modifier, recipient, scope, scope_words
from assistant.claims.words import bigrams, folded, words

_COUNTERS: Final = frozenset("个项种次")  # 每个 stands for whatever is counted
_PER: Final = frozenset({"平方米", "千瓦时"})
_PAYS: Final = re.compile(
    r"(?:奖励?|补助|补贴|资助|给予|配套|发放|拿到?|领取?|可得|获得|申领|支持|经费)[^，。；〇]{0,4}$"
)
_TOTAL: Final = re.compile(r"(?:合计|共计|总计|一共|总共|累计)[^，。；〇]{0,6}$")
_CLASS_WORDS: Final = {"每年": "频次", "每季": "频次", "每月": "频次", "每天": "频次", "一次": "频次", "逐年": "频次"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`slot` is the Chinese name of what differs; `reason` a Chinese sentence without a full stop."""

    slot: str
    reason: str


@dataclass(frozen=True)
class Held:
    """The clauses a sentence cites, read.

    Attributes:
        claims: with the index of their clause.
        known: words that anything may say: places, titles, what the calculation shown says.
    """

    claims: tuple[tuple[int, Claim], ...]
    texts: tuple[str, ...]
    sentences: tuple[tuple[int, Claim], ...]
    known: tuple[str, ...] = ()


def hold(texts: Sequence[str], known: Sequence[str] = ()) -> Held:
    """The clauses' texts as what a sentence is held against."""
    read = [claims(text) for text in texts]
    whole = [_sentences(text) for text in texts]
    return Held(
        tuple((i, claim) for i, each in enumerate(read) for claim in each),
        tuple(texts),
        tuple((i, claim) for i, each in enumerate(whole) for claim in each),
        tuple(known),
    )


@lru_cache(maxsize=1024)
def _sentences(text: str) -> tuple[Claim, ...]:
    return tuple(sentences(text))


def compare(said: str, held: Held) -> Disagreement | None:
    """The first claim of `said` that no clause bears out."""
    places: set[str] = set()  # the sentences that bear out what has been said so far
    for claim in claims(said):
        judged = _judged(claim, held, places)
        if isinstance(judged, Disagreement):
            return judged
        places |= judged
    if why := turned(_own_words(said, held.texts), held.texts):
        return Disagreement("肯定否定", why)
    return None


def _own_words(said: str, texts: Sequence[str]) -> str:
    """The stretches of a sentence that no clause has word for word."""
    printed = {part for text in texts for part in re.split("[，；。：]", folded(text))}
    parts = re.split("(?<=[，；。：])", folded(said))
    return "".join(part for part in parts if part.rstrip("，；。：") not in printed)


def _judged(said: Claim, held: Held, places: set[str]) -> Disagreement | set[str]:
    if said.result is None:
        return _free(said.own, held) or set()
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
    rest = _free(said.tail, held) if said.tail.strip("。；，！？ \n") else None
    return rest or fitting


def _sentences_of(cap: Claim, held: Held, clause: int) -> set[str]:
    words = set(_limited(cap, held, clause))
    return {claim.sentence for i, claim in held.claims if i == clause and claim.words in words}


def _together(mark: Mark, held: Held) -> list[tuple[int, Claim, Mark]]:
    """Items of one list that get the same: a sentence may name them together."""
    found: dict[tuple[int, str, int], list[Claim]] = {}
    for i, claim in held.claims:
        if claim.result is not None and claim.result.count > 1 and _same(mark, claim.result):
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
        if each is not None and _same(mark, each):
            yield each


def _same(left: Mark, right: Mark) -> bool:
    per = left.figure.per
    return same_value(left.figure, right.figure) and (per not in _PER or right.figure.per == per)


def _against(said: Claim, claim: Claim, place: Mark, held: Held, clause: int) -> Iterable[Disagreement]:
    assert said.result is not None
    as_result = place is claim.result
    if _out_of_order(said, place):
        yield Disagreement("次序", "几个数的次序与原文不一致")
    if said.result.figure.about and not place.figure.about:
        yield Disagreement("数字", f"原文是{place.figure.text}，句中说成约数")
    yield from _bounds(said.result, place, paid=as_result and claim.paid)
    if not as_result and said.paid and _PAYS.search(_before(said)) and not place.figure.per:
        yield Disagreement("金额", f"“{said.result.figure.text}”在原文里是条件，不是奖补金额")
    if as_result and claim.paid and not said.paid and ASKED.search(_before(said)):
        yield Disagreement("金额", f"“{said.result.figure.text}”在原文里是奖补金额，不是条件")
    if as_result and claim.paid and _TOTAL.search(_before(claim)) and not _TOTAL.search(_before(said)):
        yield Disagreement("金额", f"“{said.result.figure.text}”在原文里是合计")
    yield from _conditions(said, claim, held, clause)
    yield from _levels(said, claim)
    yield from _rivals(said, claim, held, clause)
    yield from _slots(said, claim, held.texts[clause])


def _unsaid(said: Claim, claim: Claim, held: Held, clause: int) -> Iterable[Disagreement]:
    """Words that neither the claim nor what speaks for it has."""
    own = f"{LEVEL_WORD.sub('', said.inherited)}。{said.own}" if said.elided and not said.cap else said.own
    texts = _texts(claim, held, clause)
    for left in leftover(without_grades(own), texts, _licences(said)):
        yield Disagreement(_CLASS_WORDS.get(left.kind, "内容"), f"原文这一项没有“{left.word}”的意思")


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


def _licences(said: Claim) -> tuple[str, ...]:
    """同样奖50万元: the figure is compared, whether it is the same needs no clause."""
    return ("相等",) if _ALSO.search(said.own) else ()


_HEADS: Final = re.compile(
    "支持|鼓励|推[进动]|加快|加大|打造|培育|大力|深化|做[大强]|扶持|营造|完善|促进|充分|开展|实施|根据|引导|优化"
)


def _lead(sentence: str) -> str:
    """支持“链主”企业发展，…: the first stretch of a sentence, where it only says what the sentence is about."""
    first = re.split("[，；]", re.sub(r"^[\W\d]*", "", sentence))[0]
    return first if _HEADS.match(first) and not _marks(first) else ""


def _before(claim: Claim) -> str:
    return claim.own[: claim.own.rfind(MASK)] if MASK in claim.own else claim.own


def _bounds(said: Mark, printed: Mark, *, paid: bool) -> Iterable[Disagreement]:
    if _same_side(said.bound, printed.bound, paid=paid):
        return
    text = said.figure.text
    if said.bound == "max":
        yield Disagreement("界限", f"“{text}”在原文里不是上限，不能说“最高”“不超过”")
    elif printed.bound == "max":
        yield Disagreement("界限", f"原文是最高不超过{text}，不能说成确定的数额")
    else:
        yield Disagreement("界限", f"“{text}”的界限（以上、以下、不低于等）与原文不一致")


def _same_side(said: str, printed: str, *, paid: bool) -> bool:
    if said == printed:
        return True
    if paid and said in ("over", "under"):
        return False  # what is paid is no threshold
    if {said, printed} & {"max", "under"}:
        return {said, printed} == {"max", "under"}
    if printed == "":
        return said != "floor" or not paid
    return printed in ("over", "floor") and (said in ("over", "floor") or not said)


def _conditions(said: Claim, claim: Claim, held: Held, clause: int) -> Iterable[Disagreement]:
    theirs = (*claim.conditions, *((claim.result,) if claim.result else ()))
    for mark in said.conditions:
        mine = [each for each in theirs if _same(mark, each)]
        shown = mark.figure.text
        if not mine:
            kind = unit_kind(mark.figure)
            if any(unit_kind(each.figure) == kind for each in claim.conditions):
                yield Disagreement("条件", f"原文这一项的条件不是“{shown}”")
                continue
            mine = [each for each in _shared_marks(claim, held, clause) if _same(mark, each)]
            if not mine:
                anywhere = any(_same(mark, each) for each in _marks(held.texts[clause]))
                why = f"原文这一项没有“{shown}”这个条件" if anywhere else f"“{shown}”不在所引条款里"
                yield Disagreement("条件" if anywhere else "数字", why)
                continue
        if not any(_side_of_condition(mark.bound, each.bound) for each in mine):
            yield Disagreement("条件", f"条件“{shown}”的界限（以上、以下等）与原文不一致")
        elif _exchanged(mark, mine, claim):
            yield Disagreement("条件", f"“{shown}”在原文里说的是另一个条件")
    if _reordered(said, claim):
        yield Disagreement("条件", "几个数的次序与原文不一致")


def _side_of_condition(said: str, printed: str) -> bool:
    return _same_side(said, printed, paid=False) and not (said in ("over", "floor", "under") and printed == "")


def _shared_marks(claim: Claim, held: Held, clause: int) -> list[Mark]:
    """Figures that speak for the claim too: of its sentence, of sentences that pay nothing, of limits."""
    found: list[Mark] = []
    for i, other in held.claims:
        if i == clause and (other.sentence == claim.sentence or not other.paid or other.cap or claim.cap):
            found += [*other.conditions, *((other.result,) if other.result else ())]
    return found


@lru_cache(maxsize=1024)
def _marks(text: str) -> tuple[Mark, ...]:
    return Reading(text).marks


def _reordered(said: Claim, claim: Claim) -> bool:
    """A list of three figures or more, neither in the clause's order nor in the opposite one."""
    ours = [mark.figure.value for mark in said.conditions if mark.count > 2]
    theirs = [mark.figure.value for mark in claim.conditions if mark.count > 2]
    return len(ours) > 2 and set(ours) == set(theirs) and ours not in (theirs, theirs[::-1])


def _exchanged(mark: Mark, mine: Sequence[Mark], claim: Claim) -> bool:
    """The words before it are those before another condition of the same kind, and not before its own."""
    rivals = [
        each for each in claim.conditions if unit_kind(each.figure) == unit_kind(mark.figure) and not _same(mark, each)
    ]
    own = max(_shared(mark.lead, each.lead) for each in mine)
    return any(_shared(mark.lead, each.lead) >= 2 > own for each in rivals)


def _shared(left: str, right: str) -> int:
    """Bigrams in common of the last characters before two figures."""
    a, b = (folded(re.split("[，；。、]", each)[-1])[-12:] for each in (left, right))
    return len({a[i : i + 2] for i in range(len(a) - 1)} & {b[i : i + 2] for i in range(len(b) - 1)})


def _levels(said: Claim, claim: Claim) -> Iterable[Disagreement]:
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
    if told := misplaced(own, (claim.own, claim.inherited)):
        yield Disagreement("级别", told)
    families = zip(*(grades_in(each) for each in (own, claim.own, claim.inherited, claim.sentence)), strict=True)
    for ours, first, second, third in families:
        theirs = first or second or third
        if theirs and ours - theirs:
            yield Disagreement("档次", f"原文是{'、'.join(sorted(theirs))}，句中说成{'、'.join(sorted(ours - theirs))}")


def _rivals(said: Claim, claim: Claim, held: Held, clause: int) -> Iterable[Disagreement]:
    """Another amount of the clause has more of the sentence's own words in one piece: 冠军企业 is not 冠军产品."""
    if said.result is None or claim.result is None or not claim.paid or not said.paid or claim.inherited:
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


def _slots(said: Claim, claim: Claim, text: str) -> Iterable[Disagreement]:
    here = f"{claim.inherited}。{claim.own}"
    yearly = frozenset({"每年"}) if claim.cap and re.search("当年|年内", claim.own) else frozenset()
    for word in (
        () if not said.paid else frequency(said.own) - yearly - frequency(claim.own) - frequency(claim.inherited)
    ):
        yield Disagreement("频次", f"原文这一笔不是{word}给的")
    ours, theirs = scope(said.own) - _COUNTERS, scope(claim.own) or scope(claim.inherited) | scope_words(claim)
    if ours and theirs and not ours & theirs:
        a, b = sorted(theirs)[0], sorted(ours)[0]
        yield Disagreement(
            "上限的范围", f"原文是单个{a}的上限，句中说成单个{b}" if claim.cap else f"原文按{a}计，句中说成按{b}计"
        )
    elif ours and not theirs and "企业" not in ours:
        yield Disagreement("上限的范围", f"原文没有按{sorted(ours)[0]}计")
    ours_who, theirs_who = recipient(said.own), recipient(claim.own)
    if ours_who and theirs_who and not set(bigrams(ours_who)) & set(bigrams(theirs_who)):
        yield Disagreement("对象", f"原文是给{theirs_who}的，句中说成给{ours_who}")
    if changed := other_modifier(said.own, here):
        yield Disagreement("修饰", f"原文是{changed[0]}，句中说成{changed[1]}")
    if distributes(said.own) and not re.search("各|分别|每[个家项种]|/", here):
        yield Disagreement("范围", "原文是合在一起的数，句中说成各自的数")
    if _or_for_and(said, claim):
        yield Disagreement("条件", "原文的几个条件要同时满足，句中说成满足其一")
    mine, printed = base(said), f"{here}{claim.tail}"
    if mine and (strange := [char for char in mine if char not in folded(printed) and char not in words().edges]):
        yield Disagreement("基数", f"原文的基数不是“{mine}”（“{''.join(strange)}”不在其中）")


def _or_for_and(said: Claim, claim: Claim) -> bool:
    """或 between two conditions that the clause joins with 且."""
    ours, theirs = folded(said.own), folded(claim.own)
    joined = re.search(f"{MASK}[^，。；]{{0,12}}?(?:或者?)[^，。；]{{0,16}}?{MASK}", ours)
    both = re.search(f"{MASK}[^。；]{{0,12}}?(?:且|并且?|同时)[^，。；]{{0,16}}?{MASK}", theirs)
    return joined is not None and both is not None and "或" not in theirs


def _free(text: str, held: Held) -> Disagreement | None:
    """A stretch without figures: one sentence of a clause bears all of it out, or several each a part."""
    whole = _uncovered(text, held)
    if not whole:
        return None
    parts = [part for part in re.split("[，；。！？：]", text) if part.strip()]
    for part in parts if len(parts) > 1 else []:
        if left := _uncovered(part, held):
            return left
    return whole if len(parts) < 2 else None


def _uncovered(text: str, held: Held) -> Disagreement | None:
    best: Disagreement | None = None
    least = 1_000
    for claim, before in _nearest(text, held):
        texts = [claim.sentence, before] if claim else []
        found = leftover(text, [*texts, *held.known])
        if not found and claim and (changed := other_modifier(text, claim.sentence)):
            found = [Left(changed[1], "")]
        if not found and claim and _mixed(text, "。".join(texts), held.known):
            found = [Left("把并列的两项说在一起", "")]
        wrong = {each for each in levels_in(text) - levels_in(claim.sentence) if each in text} if claim else set()
        if not found and not wrong:
            return None
        if len(found) + len(wrong) < least:
            least = len(found) + len(wrong)
            told = f"所引条款没有“{found[0].word}”的意思" if found else f"所引条款说的不是{sorted(wrong)[0]}"
            best = Disagreement("内容" if found else "级别", told)
    return best


def _nearest(text: str, held: Held) -> list[tuple[Claim | None, str]]:
    """The sentences that share most with `text`, best first, each with the one before it."""
    own = set(bigrams(text))
    pairs = [(claim, before) for (_, claim), before in zip(held.sentences, ["", *_told(held)], strict=False)]
    pairs.sort(key=lambda pair: -len(own & set(bigrams(pair[0].sentence))))
    return [*pairs[:_NEAREST]] or [(None, "")]


def _told(held: Held) -> list[str]:
    return [claim.sentence for _, claim in held.sentences]


_NEAREST: Final = 6
_ALIKE: Final = 0.45  # share of bigrams in common from which two stretches of a sentence are parallel


def _mixed(text: str, sentence: str, known: Sequence[str]) -> bool:
    """It takes words from either of two parallel stretches: 省…对园区给予…，市…对企业给予…."""
    pieces = [piece for piece in re.split("[，；。]", sentence) if len(piece) > 10]
    own = set(bigrams(text))
    for i, left in enumerate(pieces):
        for right in pieces[i + 1 :]:
            a, b = set(bigrams(left)), set(bigrams(right))
            if len(a & b) < _ALIKE * min(len(a), len(b)) or not own & (a - b) or not own & (b - a):
                continue
            without = [sentence.replace(left, "，"), sentence.replace(right, "，")]
            if all(leftover(text, [each, *known]) for each in without):
                return True
    return False
