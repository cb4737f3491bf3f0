"""Two texts of a policy compared clause by clause: same, moved, changed words, changed figures, new, gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from index.documents.model import Clause, ClauseKind, PolicyDocument
from index.text.figures import scan
from index.text.normalize import fold

Kind = Literal["same", "moved", "words", "figures", "new", "gone"]
NAMES: dict[Kind, str] = {
    "same": "未变", "moved": "移位", "words": "改文字", "figures": "改数字", "new": "新增", "gone": "删去",
}  # fmt: skip
# Less alike than this, two clauses with other numbers are no versions of one another.
ALIKE, ALIKE_IN_PLACE = 0.6, 0.35
_COMPARED = (
    ClauseKind.PART,
    ClauseKind.CLAUSE,
    ClauseKind.ITEM,
    ClauseKind.PARAGRAPH,
    ClauseKind.ROW,
    ClauseKind.CLOSING,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one clause. `figures`: those only the old has, and those only the new has, as printed."""

    kind: Kind
    old: Clause | None
    new: Clause | None
    figures: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def compare(old: PolicyDocument, new: PolicyDocument) -> list[Change]:
    """Every clause of both, each once, in the order of the new text; what is gone stands where it stood.

    Clauses pair by equal text first, then by the same number with like text, then by the likeliest text.
    """
    before, after = _clauses(old), _clauses(new)
    pairs: dict[str, Clause] = {}  # new clause id → old clause
    left = {clause.id: clause for clause in before}
    for ways in (_equal, _in_place, _alike):
        for clause in after:
            if clause.id not in pairs and (found := ways(clause, left)):
                pairs[clause.id] = left.pop(found.id)
    changes = [_change(pairs.get(clause.id), clause) for clause in after]
    for gone in left.values():
        changes.insert(_place(gone, changes), Change("gone", gone, None))
    return changes


def _clauses(document: PolicyDocument) -> list[Clause]:
    return [clause for clause in document.clauses if clause.kind in _COMPARED and _said(clause)]


def _said(clause: Clause) -> str:
    """Its text without number and blanks."""
    return fold(clause.text.lstrip().removeprefix(clause.number)).text


def _equal(clause: Clause, left: dict[str, Clause]) -> Clause | None:
    same = [each for each in left.values() if _said(each) == _said(clause)]
    return next((each for each in same if each.path == clause.path), same[0] if same else None)


def _in_place(clause: Clause, left: dict[str, Clause]) -> Clause | None:
    return next(
        (each for each in left.values() if each.path == clause.path and _likeness(each, clause) >= ALIKE_IN_PLACE), None
    )


def _alike(clause: Clause, left: dict[str, Clause]) -> Clause | None:
    best = max(left.values(), key=lambda each: _likeness(each, clause), default=None)
    return best if best and _likeness(best, clause) >= ALIKE else None


def _likeness(a: Clause, b: Clause) -> float:
    matcher = SequenceMatcher(None, _said(a), _said(b), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE_IN_PLACE else 0.0


def _change(old: Clause | None, new: Clause) -> Change:
    if old is None:
        return Change("new", None, new)
    if _said(old) == _said(new):
        return Change("same" if old.path == new.path else "moved", old, new)
    figures = _figures(old.text), _figures(new.text)
    gone, come = figures[0] - figures[1], figures[1] - figures[0]
    if gone or come:
        return Change("figures", old, new, (tuple(gone.elements()), tuple(come.elements())))
    return Change("words", old, new)


def _figures(text: str) -> Counter[str]:
    return Counter(figure.text for figure in scan(text))


def _place(gone: Clause, changes: list[Change]) -> int:
    """Behind the last change whose old clause stands before it."""
    for n in range(len(changes) - 1, -1, -1):
        old = changes[n].old
        if old and old.start < gone.start:
            return n + 1
    return 0
