"""Nodes of a text that is being parsed, its lines, and how its numbering styles nest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.documents.model import ClauseKind, Span
from index.documents.numbering import ARTICLE, STYLES, Marker, marker_at

_RANKS = {style.name: style.rank for style in STYLES}


@dataclass(eq=False, slots=True)
class Node:
    """A node while parsing. `marker` is None for unnumbered text, whose `name` is 标题, 引言, …"""

    kind: ClauseKind
    parent: Node | None
    marker: Marker | None = None
    name: str = ""
    spans: list[Span] = field(default_factory=list)
    marker_span: Span | None = None
    rank: float = 99
    level: int = 0  # of a heading, as the file marks it


@dataclass(frozen=True, slots=True)
class SourceLine:
    spans: tuple[Span, ...]
    text: str
    level: int = 0


def texts_and_levels(lines: Sequence[SourceLine]) -> tuple[list[str], list[int]]:
    return [line.text.strip() for line in lines], [line.level for line in lines]


def ranks(lines: Sequence[SourceLine]) -> dict[str, float]:
    """第一条 lies below 一、 where the document opens with 一、 (支持措施 一、…第一条…), else above it."""
    first: dict[str, int] = {}
    for n, line in enumerate(lines):
        marker = marker_at(line.text)
        if marker and marker.number == 1:
            first.setdefault(marker.style.name, n)
    if ARTICLE not in first:
        return {}
    between = _RANKS["part"] + 0.5
    return {ARTICLE: between} if first.get("part", len(lines)) < first[ARTICLE] else {}
