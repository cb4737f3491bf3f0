"""A page set in two columns: its lines in the order they are read, the left column before the right.

The gutter is where most lines break: a gap wider than a blank, at the same place from line to line. A line that runs
over it (a title) parts what stands above it from what stands below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

_GAP: Final = 1.2  # of a character's size: what parts two columns and no two words of one line
_LEAST: Final = 6  # lines
_SHARE: Final = 0.5  # of the lines, that stand on one side of the gutter or break at it
_OVER: Final = 0.3  # of the lines, that may run over it


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of characters of one line without a gap; `shift` is how far right of the first column it is set."""

    chars: tuple[dict[str, Any], ...]
    shift: float = 0.0

    @property
    def left(self) -> float:
        return float(self.chars[0]["x0"])

    @property
    def right(self) -> float:
        return float(self.chars[-1]["x1"])

    @property
    def top(self) -> float:
        return float(min(c["top"] for c in self.chars))

    @property
    def bottom(self) -> float:
        return float(max(c["bottom"] for c in self.chars))

    @property
    def text(self) -> str:
        return "".join(c["text"] for c in self.chars)


def in_columns(lines: Sequence[dict[str, Any]], width: float) -> list[Stretch] | None:
    """The lines of a page in two columns, as they are read; None where the page is not set so.

    Args:
        lines: pdfplumber's text lines with their characters.
        width: of the page.
    """
    rows = [list(_stretches(line["chars"])) for line in lines]
    gutter = _gutter(rows, width)
    if gutter is None:
        return None
    starts = [s.left for row in rows for s in row if s.left > gutter]
    first = min(s.left for row in rows for s in row)
    shift = min(starts) - first
    ordered: list[Stretch] = []
    left: list[Stretch] = []
    right: list[Stretch] = []
    for row in rows:
        if any(s.left < gutter < s.right for s in row):
            ordered += [*left, *right, Stretch(tuple(c for s in row for c in s.chars))]
            left, right = [], []
            continue
        left += _joined([s for s in row if s.right <= gutter])
        right += _joined([s for s in row if s.left >= gutter], shift)
    return [*ordered, *left, *right]


def _stretches(chars: Sequence[dict[str, Any]]) -> Iterator[Stretch]:
    run = [chars[0]]
    for before, char in pairwise(chars):
        if char["x0"] - before["x1"] > _GAP * max(char["size"], before["size"]):
            yield Stretch(tuple(run))
            run = []
        run.append(char)
    yield Stretch(tuple(run))


def _joined(parts: list[Stretch], shift: float = 0.0) -> list[Stretch]:
    return [Stretch(tuple(c for part in parts for c in part.chars), shift)] if parts else []


def _gutter(rows: Sequence[Sequence[Stretch]], width: float) -> float | None:
    """Where most lines break, near the middle of the page; None where they do not."""
    gaps: Counter[int] = Counter()
    for row in rows:
        for before, after in pairwise(row):
            middle = range(max(int(before.right), int(width * 0.35)), min(int(after.left), int(width * 0.65)) + 1)
            gaps.update(middle)
    if not gaps:
        return None
    most = max(gaps.values())
    places = [place for place, times in gaps.items() if times == most]
    gutter = sum(places) / len(places)
    over = sum(any(s.left < gutter < s.right for s in row) for row in rows)
    if most < _LEAST or most < _SHARE * (len(rows) - over) or over > _OVER * len(rows):
        return None
    return gutter
