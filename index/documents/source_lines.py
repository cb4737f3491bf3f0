"""A source's lines: what stands on them, and what is no text (blank lines, bookmark tags, heading marks)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.documents.model import Residue, Span
from index.documents.nodes import SourceLine

_RESIDUE = re.compile(r"\[bookmark:[^\]\n]*\]|\ufeff|(?m:^[ \t]*#{1,6}[ \t]+)")
_REASONS = {"[": "书签标记", "\ufeff": "字节序标记"}


def read_lines(source: str, residue: list[Residue]) -> Iterator[SourceLine]:
    """Non-blank lines with their spans; what is no text goes to `residue`."""
    position = 0
    for raw in source.splitlines(keepends=True):
        start, end = position, position + len(raw)
        position = end
        spans: list[Span] = []
        begin, level = start, 0
        for tag in _RESIDUE.finditer(source, start, end):
            if tag.start() > begin:
                spans.append((begin, tag.start()))
            residue.append(Residue(tag.start(), tag.end(), _REASONS.get(tag[0][0], "标题标记")))
            level = level or tag[0].count("#")
            begin = tag.end()
        if begin < end:
            spans.append((begin, end))
        text = "".join(source[a:b] for a, b in spans)
        if text.strip():
            yield SourceLine(tuple(spans), text, level)
        else:
            residue.extend(Residue(a, b, "空行") for a, b in spans)
