"""Every figure of a sentence stands in a clause it cites with the same bound, the same label and in the same place.

The clause's figures are slots (`gates.sources`). A figure of the sentence may be any slot of its value; what rules a
slot out is that another slot of the clause, with another value, fits the words around the figure better: that is
what a swapped level, a sibling award or a 分别 list out of order comes down to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product, takewhile
from typing import Final

from assistant.gates.labels import all_said, figure_of, places
from assistant.gates.model import Checked, Context, Failure
from assistant.gates.reading import Mark, Reading, same_value, unit_kind
from assistant.gates.sources import Slot, Source
from assistant.gates.words import LEVELS, WINDOWS, bigrams, plain
from index.text.figures import Figure

_PAYS: Final = re.compile(r"奖励?|补助|补贴|资助|给予|配套|补偿|发放|拿到?|领取?|可得|获得|申领|支持|经费")
_DENIED: Final = re.compile(r"(?:[拿领达到得]不到|到不了|不止|不是|并非|而非|不等于|不会是|并不是|没有)[^，。；]{0,6}$")
_PAID: Final = re.compile(r"的?(?:奖励|补助|补贴|资助|奖金)(?![^，。；]{0,3}\d)")
_TOGETHER: Final = re.compile(r"(?:合计|共计|总计|一共|总共|累计)[^，。；]{0,6}$")
_COMBINATIONS: Final = 2_000
# Words in front of a figure are another slot's when that slot's sentence holds most of them and its own far fewer.
LEADING: Final = 6  # characters in common that make a setting
TELLING: Final = 4  # characters of a label word that names an object by itself
_SURROUNDED, _APART = 0.75, 0.4


@dataclass(frozen=True, slots=True)
class Run:
    """A list of figures; `lead` reaches back to the last figure that is paid, thresholds in between included."""

    marks: tuple[Mark, ...]
    candidates: tuple[tuple[Slot, ...], ...]
    lead: str


def award(checked: Checked, context: Context) -> Failure | None:
    if checked.verbatim:
        return None
    for run in _runs(checked, context):
        if not all(run.candidates):
            continue  # the number gate's business
        for mark, slots in zip(run.marks, run.candidates, strict=True):
            if not denied(mark) and (failure := _bounded(mark, slots) or _placed(mark, slots)):
                return failure
        if not denied(run.marks[0]) and (failure := _labelled(run, checked)):
            return failure
    return None


def _runs(checked: Checked, context: Context) -> list[Run]:
    """The lists of figures to be judged; in a derivation what the calculator gives is its own."""
    runs: list[Run] = []
    begin = 0
    for marks in lists(checked.marks):
        if checked.kind == "derivation" and all(context.gives(mark.figure, checked.calculation) for mark in marks):
            continue
        candidates = tuple(
            tuple(slot for source in checked.sources for slot in source.find(mark.figure)) for mark in marks
        )
        start = marks[0].figure.start
        begin = max(begin, start - len(marks[0].whole))
        runs.append(Run(tuple(marks), candidates, checked.text[begin:start]))
        if any(slot.paid is not False for slots in candidates for slot in slots):
            begin = marks[-1].figure.end
    return runs


def lists(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks grouped into the lists they stand in."""
    found: list[list[Mark]] = []
    for mark in marks:
        if mark.index == 0:
            found.append([])
        found[-1].append(mark)
    return found


def denied(mark: Mark) -> bool:
    """不是50万元: the figure is given in order to be refused."""
    wrong = re.match(r"[^，。；]{0,6}(?:的说法)?(?:不对|有误|不实|不符|是错的|并不属实|没有依据)", mark.tail)
    return _DENIED.search(mark.lead) is not None or wrong is not None


def agrees(mark: Mark, slot: Slot) -> bool:
    """Whether the figure is bounded as the clause bounds it."""
    return any(_same_side(mark.bound, bound, paid=slot.paid is not False) for bound in slot.bounds)


def _same_side(said: str, printed: str, *, paid: bool) -> bool:
    if said == printed:
        return True
    if paid and said in ("over", "under"):
        return False  # what is paid is no threshold
    if {said, printed} & {"max", "under"}:
        # Of a threshold, a dropped word is a dropped condition; of money paid it is a wrong promise.
        return {said, printed} == {"max", "under"}
    if printed == "":
        return said != "floor" or not paid
    return printed in ("over", "floor")


def _bounded(mark: Mark, slots: Sequence[Slot]) -> Failure | None:
    if any(agrees(mark, slot) for slot in slots):
        return None
    text = mark.figure.text
    if mark.bound == "max":
        return Failure("award", f"“{text}”在所引条款里不是上限，不能说“最高”“不超过”。")
    if any("max" in slot.bounds for slot in slots):
        return Failure("award", f"所引条款写的是最高不超过{text}，不能说成确定的数额。")
    return Failure("award", f"“{text}”的界限（以上、以下、不低于等）与所引条款不一致。")


def _placed(mark: Mark, slots: Sequence[Slot]) -> Failure | None:
    """A threshold never becomes an amount, nor a part the total."""
    if any(in_place(mark, slot) for slot in slots):
        return None
    if any(slot.paid for slot in slots):
        return Failure("award", f"“{mark.figure.text}”是单项还是合计，与所引条款不一致。")
    return Failure("award", f"“{mark.figure.text}”在所引条款里是条件，不是奖补金额。")


def in_place(mark: Mark, slot: Slot) -> bool:
    """Only what a rule pays may follow 奖励, 补助, 给予; only a total may follow 合计."""
    if unit_kind(mark.figure) != "money" or mark.figure.per or mark.bound == "over" or slot.paid is None:
        return True
    near = re.split(r"[，。；,;：:]", mark.lead)[-1]
    if not slot.paid:
        return not _PAYS.search(near[-8:]) and not _PAID.match(mark.tail)
    totals = {atom.role == "total" for atom in slot.atoms}
    if totals == {True}:
        return _TOGETHER.search(near) is not None
    return mark.bound == "max" or totals != {False} or not _TOGETHER.search(near)


def _labelled(run: Run, checked: Checked) -> Failure | None:
    """Some choice of slots must keep the labels: no rival's label stands nearer, lists keep their order."""
    options = []
    for mark, slots in zip(run.marks, run.candidates, strict=True):
        fitting = _about(run, checked, [slot for slot in slots if agrees(mark, slot) and in_place(mark, slot)])
        kept = [slot for slot in fitting if not _outdone(mark, slot, run, checked)]
        if not kept:
            return Failure("award", f"“{mark.figure.text}”在所引条款里不属于句中所说的级别、对象或档次。")
        whole = [slot for slot in kept if any(all_said(words, run.lead) for words in slot.labels)]
        options.append(whole or kept)
    if len(run.marks) == 1:
        return None
    for number, choice in enumerate(product(*options)):
        if number >= _COMBINATIONS or _in_order(run, choice):
            return None
    shown = "、".join(mark.figure.text for mark in run.marks)
    return Failure("award", f"“{shown}”与级别或档次的对应次序和所引条款不一致。")


def _about(run: Run, checked: Checked, slots: list[Slot]) -> list[Slot]:
    """Of slots of one value those whose object the sentence names; all of them where it names none."""
    for text in (run.lead, run.marks[0].whole, checked.above):
        named = [slot for slot in slots if any(_objects(words, text) for words in slot.labels)]
        if named:
            return named
    return slots


def _objects(words: frozenset[str], text: str) -> bool:
    return any(word not in LEVELS and figure_of(word) is None and places(word, text) for word in words)


def _outdone(mark: Mark, slot: Slot, run: Run, checked: Checked) -> bool:
    """Whether another figure of the clause fits the words around `mark` better than this one."""
    rivals = [rival for source in _holding(slot, checked) for rival in source.rivals(mark.figure)]
    rivals += [
        other
        for source in _holding(slot, checked)
        for other in source.find(mark.figure)
        if not (agrees(mark, other) and in_place(mark, other))
    ]
    return (
        any(_label_beats(mark, slot, rival, run, checked) for rival in rivals)
        or _context_beats(run, slot, rivals)
        or _chain_beats(run, slot, rivals)
        or _other_level(run, slot)
        or (mark.count == 1 and any(_leads_to(run, slot, rival) for rival in rivals))
    )


def _holding(slot: Slot, checked: Checked) -> list[Source]:
    return [source for source in checked.sources if any(slot is each for each in source.slots)]


def _label_beats(mark: Mark, slot: Slot, rival: Slot, run: Run, checked: Checked) -> bool:
    if slot.paid is None and not slot.labels and rival.paid:  # a figure of no award, and an award named in full
        return any(all_said(words, mark.whole) and _objects(words, mark.whole) for words in rival.labels)
    if (slot.paid is True) != (rival.paid is True) or not slot.labels or not rival.labels:
        return False
    disputed = same_value(slot.figure, rival.figure)
    words = set(bigrams(run.lead))
    nearer = _shared(words, slot) > _shared(words, rival)
    return all(
        any(_beaten(mark, own, other, run, checked, disputed=disputed, nearer=nearer) for other in rival.labels)
        for own in slot.labels
    )


def _beaten(
    mark: Mark, own: frozenset[str], other: frozenset[str], run: Run, checked: Checked, *, disputed: bool, nearer: bool
) -> bool:
    """`other` words that `own` lacks stand with the figure, and `own`'s do not, or farther away.

    `disputed`: both are the same figure, and only `own` is bounded as the sentence has it. `nearer`: the words
    around the figure are more those of its own slot than of the other.
    """
    labels = Pair(own - other, other - own)
    if not labels.theirs:
        return False
    texts = (run.lead, mark.tail, mark.whole, checked.above)
    text = next((text for text in texts if labels.stand_in(text)), None)
    if text is None:
        return False
    if not labels.ours:
        if disputed:
            return labels.theirs_all(run.lead)
        return labels.theirs_all(mark.whole) and labels.theirs_telling(mark.whole)
    if not labels.ours_any(text):
        return labels.theirs_prevail(text) or (labels.theirs_all(mark.whole) and not labels.ours_any(mark.whole))
    if not labels.theirs_all(text):
        return False
    if not labels.ours_all(text):
        return True
    return mark.count == 1 and labels.theirs_last(text) > labels.ours_last(text) and not nearer


@dataclass(frozen=True, slots=True)
class Pair:
    """The label words that tell two slots apart, looked for in a text."""

    ours: frozenset[str]
    theirs: frozenset[str]

    def stand_in(self, text: str) -> bool:
        return self.ours_any(text) or any(self._theirs(word, text) for word in self.theirs)

    def ours_any(self, text: str) -> bool:
        return any(self._ours(word, text) for word in self.ours)

    def ours_all(self, text: str) -> bool:
        return all(
            self._ours(word, text)
            for word in self.ours
            if not any(plain(word) in plain(other) for other in self.theirs)
        )

    def theirs_all(self, text: str) -> bool:
        return all(self._theirs(word, text) for word in self.theirs)

    def theirs_telling(self, text: str) -> bool:
        return any(
            word not in LEVELS and len(word) >= TELLING and figure_of(word) is None and self._theirs(word, text)
            for word in self.theirs
        )

    def theirs_prevail(self, text: str) -> bool:
        """Enough of their words stand there while none of ours does; a level alone tells only levels apart."""
        found = [word for word in self.theirs if self._theirs(word, text)]
        if any(word in WINDOWS for word in found) and any(word in WINDOWS for word in self.ours):
            return True
        found = [word for word in found if word not in WINDOWS]
        if not found:
            return False
        telling = any(word not in LEVELS and len(word) >= TELLING and figure_of(word) is None for word in found)
        if 2 * len(found) < len(self.theirs) or (len(found) < len(self.theirs) and not telling):
            return any(word in LEVELS for word in found) and any(word in LEVELS for word in self.ours)
        return telling or any(word not in LEVELS for word in found) or any(word in LEVELS for word in self.ours)

    def ours_last(self, text: str) -> int:
        return max((place for word in self.ours for place in self._ours(word, text)), default=-1)

    def theirs_last(self, text: str) -> int:
        return max((place for word in self.theirs for place in self._theirs(word, text)), default=-1)

    def ours_outer(self, text: str) -> int:
        """The last place of the word that stands farthest in front: 省级 of 省级一、二、三等奖."""
        return min((max(found) for word in self.ours if (found := self._ours(word, text))), default=-1)

    def theirs_outer(self, text: str) -> int:
        return min((max(found) for word in self.theirs if (found := self._theirs(word, text))), default=-1)

    def _ours(self, word: str, text: str) -> tuple[int, ...]:
        return places(word, text, self.theirs)

    def _theirs(self, word: str, text: str) -> tuple[int, ...]:
        return places(word, text, self.ours)


def _context_beats(run: Run, slot: Slot, rivals: list[Slot]) -> bool:
    """The words before the figure are those before another figure of the clause, hardly those before its own."""
    words = set(bigrams(run.lead))
    if len(words) < 4:
        return False
    apart = [
        rival
        for rival in rivals
        if same_value(rival.figure, slot.figure)
        or (rival.paid is slot.paid and not _one_list(slot, rival) and not _better_named(run, slot, rival))
    ]
    best = max((_shared(words, rival) for rival in apart), default=0.0)
    return best >= _SURROUNDED and best - _shared(words, slot) >= _APART


def _leads_to(run: Run, slot: Slot, rival: Slot) -> bool:
    """The very words before the figure are those before another one: 达到产能50% where the clause has 达到产能75%."""
    said = plain(run.lead)
    return _ending(said, plain(rival.lead)) >= LEADING and _ending(said, plain(slot.lead)) <= 1


def _ending(left: str, right: str) -> int:
    """How many characters two texts end with in common."""
    pairs = zip(reversed(left), reversed(right), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _other_level(run: Run, slot: Slot) -> bool:
    """The sentence gives the figure to a level, and it is not the slot's."""
    around = run.lead + run.marks[0].tail
    if not slot.labels or not any(name in plain(around) for name in LEVELS):
        return False
    for words in slot.labels:
        levels = {word for word in words if word in LEVELS}
        if not levels or any(places(level, around) for level in levels):
            return False
    return True


def _chain_beats(run: Run, slot: Slot, rivals: list[Slot]) -> bool:
    """The conditions counted in front of what is paid are those of another amount: 50家以上…25万元."""
    conditions = [mark.figure for mark in Reading(run.lead).marks]
    if not slot.paid or not conditions:
        return False
    unmet = [each for each in conditions if not _counted(each, slot)]
    return any(
        rival.paid and any(_counted(each, rival) for each in unmet) and _one_rule(slot, rival) for rival in rivals
    )


def _counted(condition: Figure, slot: Slot) -> bool:
    return any(same_value(condition, mark.figure) for mark in Reading(slot.lead).marks)


def _one_rule(left: Slot, right: Slot) -> bool:
    return bool({atom.rule_id for atom in left.atoms} & {atom.rule_id for atom in right.atoms})


def _better_named(run: Run, slot: Slot, rival: Slot) -> bool:
    around = run.lead + run.marks[-1].tail
    own, other = (any(all_said(words, around) for words in each.labels) for each in (slot, rival))
    return own and not other


def _one_list(left: Slot, right: Slot) -> bool:
    """Amounts or thresholds of one ladder: told apart by their labels alone."""
    if left.paid is False and right.paid is False:
        return any((a.rule_id, a.role) == (b.rule_id, b.role) for a in left.atoms for b in right.atoms)
    return any(a.group and (a.rule_id, a.group) == (b.rule_id, b.group) for a in left.atoms for b in right.atoms)


def _shared(words: set[str], slot: Slot) -> float:
    return len(words & set(bigrams(slot.lead))) / max(len(words), 1)


def _in_order(run: Run, slots: Sequence[Slot]) -> bool:
    """Labels stand in the order of their figures; where none is said, the figures keep the clause's order."""
    if len({id(slot) for slot in slots}) < len(slots):
        return False  # 3级、3级、4级: two figures of a list are two of the clause's
    for left, right in pairwise(slots):
        if not left.labels or not right.labels:
            continue
        pairs = [Pair(a - b, b - a) for a in left.labels for b in right.labels]
        if not any(_ordered(pair, run.lead, left, right) for pair in pairs):
            return False
    return True


def _ordered(pair: Pair, text: str, left: Slot, right: Slot) -> bool:
    mine, other = pair.ours_outer(text), pair.theirs_outer(text)
    if mine < 0 or other < 0:
        return left.order < right.order
    return mine <= other
