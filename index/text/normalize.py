"""Folding text for matching, with a way back to the original offsets."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_KEPT_CONTROLS = "\n\t"


def strip_controls(text: str) -> str:
    """Without control and format characters (NUL, zero-width space, direction marks); newline and tab stay."""
    return "".join(c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def for_matching(text: str) -> str:
    """NFKC, controls removed, whitespace folded to single spaces, lower case: what search and embedding see."""
    return " ".join(nfkc(strip_controls(text)).split()).lower()


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text whose every character knows where it came from.

    Attributes:
        text: NFKC, lower case, no whitespace, no control characters.
        starts, ends: for each character of `text`, the span of its origin.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of `text[start:end]` (non-empty)."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold character by character, so that offsets survive (ligatures and width forms expand in place)."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for position, character in enumerate(text):
        for piece in unicodedata.normalize("NFKC", character).lower():
            if piece.isspace() or unicodedata.category(piece) in ("Cc", "Cf", "Cs", "Co"):
                continue
            folded.append(piece)
            starts.append(position)
            ends.append(position + 1)
    return Folded("".join(folded), tuple(starts), tuple(ends))
