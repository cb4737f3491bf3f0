"""Markdown cut into what can be judged: sentences, list items and table rows, each with its marks and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from index.text.sentences import sentence_spans

_HEADING: Final = re.compile(r"^\s{0,3}#{1,6}\s+")
_LEADING: Final = re.compile(r"^\s*(?:>\s*)*(?:[-*+•·]\s+|(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）])\s*(?!\d))?")
_RULE: Final = re.compile(r"^[\s|:\-+*_—=]*$")
_MARK: Final = re.compile(r"\s*[\[【［]\s*(\d{1,3}(?:\s*[,，、\-–]\s*\d{1,3})*)\s*[\]】］]")
_MARKUP: Final = re.compile(r"\*\*|__|~~|`|<br\s*/?>|\\(?=[\\`*_\[\]<>#|~])")
_BRACKETED: Final = re.compile(r"\s*[（(][^（()）]*[)）]\s*")
_SAYS_NOTHING: Final = re.compile(r"^[\s\W_]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be judged.

    Attributes:
        text: without marks and markup; of a table row its cells with their columns' names.
        shown: as the reader of a verdict recognises it.
        headings: what stands above: headings, the list's opening line, the table's column names.
    """

    text: str
    shown: str
    marks: tuple[int, ...]
    headings: tuple[str, ...] = ()


def pieces(markdown: str) -> Iterator[Piece]:
    """In reading order."""
    heading: list[str] = []
    lead = ""
    columns: list[str] | None = None
    lines = markdown.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines):
        if "|" in line and line.strip().startswith("|"):
            cells = [_clean(cell) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
            following = lines[number + 1] if number + 1 < len(lines) else ""
            if _RULE.match(line):
                continue
            if columns is None and "|" in following and _RULE.match(following):
                columns = [_unmarked(cell)[0] for cell in cells]
                continue
            above = (*heading, lead, *([columns[0]] if columns else []))
            yield _row(cells, columns, tuple(each for each in above if each))
            continue
        columns = None
        if _HEADING.match(line):
            heading, lead = [_unmarked(_clean(_HEADING.sub("", line)))[0]], ""
            continue
        is_item = re.match(r"^\s*(?:[-*+•]\s|\d{1,2}[.、)）]\s*\D)", line) is not None
        text = _clean(_LEADING.sub("", line, count=1))
        if not text.strip():
            continue
        if not is_item and _is_title(line, text):
            heading = [_unmarked(text)[0]]
            continue
        found = list(_sentences(text))
        for piece_text, marks in found:
            if not _SAYS_NOTHING.match(piece_text):
                above = tuple(each for each in (*heading, lead if is_item else "") if each)
                yield Piece(piece_text, piece_text, marks, above)
        if not is_item:
            lead = found[-1][0] if found and found[-1][0].endswith(("：", ":")) else ""


def _row(cells: list[str], columns: list[str] | None, headings: tuple[str, ...]) -> Piece:
    texts, marks = [], []
    for cell in cells:
        text, found = _unmarked(cell)
        texts.append(text)
        marks += found
    named = texts
    if columns and len(columns) == len(texts):
        named = [
            texts[0],
            *(f"{column}：{text}" if text else "" for column, text in zip(columns[1:], texts[1:], strict=True)),
        ]
    shown = " | ".join(texts)
    return Piece("，".join(text for text in named if text), shown, tuple(dict.fromkeys(marks)), headings)


def _sentences(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Sentences with their marks; a mark behind the full stop belongs to the sentence before it."""
    found: list[tuple[str, tuple[int, ...]]] = []
    for start, end in sentence_spans(text, semicolons=False):
        sentence = text[start:end]
        leading = re.match(rf"(?:{_MARK.pattern})+", sentence)
        if leading and found:
            behind = _unmarked(leading.group())[1]
            found[-1] = (found[-1][0], tuple(dict.fromkeys([*found[-1][1], *behind])))
            sentence = sentence[leading.end() :]
        plain, marks = _unmarked(sentence)
        if found and _BRACKETED.fullmatch(plain):  # （牵头单位：市经信局） behind the full stop
            found[-1] = (found[-1][0] + plain, tuple(dict.fromkeys([*found[-1][1], *marks])))
            continue
        if plain.strip() or marks:
            found.append((plain, tuple(dict.fromkeys(marks))))
    return found


def _unmarked(text: str) -> tuple[str, list[int]]:
    marks: list[int] = []
    for match in _MARK.finditer(text):
        for part in re.split(r"\s*[,，、]\s*", match[1]):
            ends = [int(end) for end in re.split(r"\s*[-–]\s*", part)]
            marks += range(ends[0], ends[-1] + 1)
    return _MARK.sub("", text).strip(), marks


def _clean(text: str) -> str:
    return _MARKUP.sub("", text).strip()


def _is_title(line: str, text: str) -> bool:
    """A line that is bold from end to end and says no sentence, 绍兴： alone on its line included."""
    bold = re.fullmatch(r"\s*(?:\*\*|__)[^*_]+(?:\*\*|__)[：:]?\s*", line) is not None
    return (bold or re.fullmatch(r"[^。，；？！\d]{1,20}[：:]", text) is not None) and not re.search(
        r"[。；？！]", text
    )
