"""Where a quote stands in a text that was cleaned for display: the places to mark."""

from __future__ import annotations

from difflib import SequenceMatcher

from eval.metrics.texts import RUN_PERCENT, bare

Span = tuple[int, int]


def place(text: str, quote: str) -> Span | None:
    """The stretch of `text` that holds the quote as `covers` understands it; None where it holds none."""
    letters, positions = _bare(text)
    wanted = bare(quote)
    start = letters.find(wanted)
    size = len(wanted)
    if start < 0:
        run = SequenceMatcher(None, letters, wanted, autojunk=False).find_longest_match()
        start, size = run.a, run.size
    if not wanted or size * 100 < RUN_PERCENT * len(wanted):
        return None
    return positions[start], positions[start + size - 1] + 1


def _bare(text: str) -> tuple[str, list[int]]:
    """`bare(text)` and, for each of its characters, where it stands in `text`."""
    letters: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for letter in bare(character):
            letters.append(letter)
            positions.append(position)
    return "".join(letters), positions


def pieces(text: str, gold: list[str], cited: Span) -> list[tuple[str, str]]:
    """`text` cut into (piece, class): `gold` where a gold quote stands, `cited` where the citation does, or both."""
    marks = [set[str]() for _ in text]
    spans = [("gold", span) for quote in gold if (span := place(text, quote))] + [("cited", cited)]
    for name, (start, end) in spans:
        for mark in marks[start:end]:
            mark.add(name)
    cut: list[tuple[str, str]] = []
    for character, mark in zip(text, marks, strict=True):
        name = " ".join(sorted(mark))
        if cut and cut[-1][1] == name:
            cut[-1] = (cut[-1][0] + character, name)
        else:
            cut.append((character, name))
    return cut
