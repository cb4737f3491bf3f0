"""Word documents. python-docx opens them; mammoth and docx2python were compared on real lists: the one drops the
automatic numbers, the other prints `--` for every Chinese one, so the counting is ours (`word_numbers`)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from index.errors import DocumentUnreadable
from index.intake.reading import Reading
from index.intake.tables import table_lines
from index.intake.word_numbers import W, WordNumbers

HEADING_LIMIT = 60
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_LEFT_OUT = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(raw: bytes, name: str) -> Reading:
    """Raises DocumentUnreadable: python-docx cannot open it."""
    import docx

    try:
        document = docx.Document(io.BytesIO(raw))
        lines = list(_Body(document).lines())
    except Exception as error:  # lxml, zipfile and python-docx each have their own for a damaged package
        raise DocumentUnreadable(f"{name} 已损坏，请用 Word 打开并另存后再收录。", log=str(error)) from error
    return Reading("\n".join(lines), ".docx")


class _Body:
    """A document's paragraphs and tables in reading order."""

    def __init__(self, document: Any) -> None:
        self._root = document.element.body
        self._numbers = WordNumbers(document)
        self._styles = {style.style_id: (style.name or "") for style in document.styles}
        self._tables = 0

    def lines(self) -> Iterator[str]:
        yield from self._blocks(self._root)

    def _blocks(self, parent: Any) -> Iterator[str]:
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag"):
                yield from self._blocks(element)  # content controls and accepted insertions are text like any other

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        for box in paragraph.iter(f"{W}txbxContent"):  # 红头 is often a text box
            if not any(True for _ in box.iterancestors(_FALLBACK)):
                yield from self._blocks(box)
        name = self._style_name(paragraph)
        if name.lower().startswith(("toc", "目录")):
            return
        number = self._numbers.of(paragraph)
        text = "".join(_texts(paragraph))
        first, *rest = [line for line in (" ".join(each.split(" ")).strip() for each in text.split("\n")) if line] or [
            ""
        ]
        if not first:
            return
        yield self._mark(paragraph, name, number + first) + number + first
        yield from rest

    def _style_name(self, paragraph: Any) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self._styles.get(style.get(f"{W}val"), "") if style is not None else ""

    def _mark(self, paragraph: Any, style: str, text: str) -> str:
        """`# ` for the title, `## ` and deeper for headings; a whole sentence set as a heading is none."""
        if len(text) > HEADING_LIMIT or "。" in text.rstrip("。"):
            return "# " if style in ("Title", "标题") and len(text) <= 2 * HEADING_LIMIT else ""
        if style in ("Title", "标题"):
            return "# "
        named = _HEADING.match(style)
        outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
        level = int(named[1]) if named else int(outline.get(f"{W}val")) + 1 if outline is not None else 0
        return "#" * min(level + 1, 6) + " " if 1 <= level <= 6 else ""

    def _table(self, table: Any) -> Iterator[str]:
        rows = [list(self._cells(row)) for row in table.findall(f"{W}tr")]
        grid: list[list[str]] = []
        for row in rows:
            filled: list[str] = []
            for text, across, continues in row:
                if continues and grid and len(filled) < len(grid[-1]):
                    text = grid[-1][len(filled)]
                filled += [text] * across
            grid.append(filled)
        lines = table_lines(grid, self._tables + 1)
        self._tables += any(line.startswith("表") for line in lines)
        yield from lines

    def _cells(self, row: Any) -> Iterator[tuple[str, int, bool]]:
        """(text, columns it spans, whether it continues the cell above) of each cell."""
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            text = "\n".join(self._blocks(cell)).replace("# ", "").replace("#", "")
            yield (
                text,
                int(span.get(f"{W}val")) if span is not None else 1,
                (merge is not None and merge.get(f"{W}val") in (None, "continue")),
            )


def _texts(element: Any) -> Iterator[str]:
    """The printed text of a paragraph: no deleted or hidden runs, no field codes, no text boxes."""
    for child in element:
        tag = child.tag
        if tag in _LEFT_OUT or tag in (f"{W}txbxContent", _FALLBACK):
            continue
        if tag == f"{W}t":
            yield child.text or ""
        elif tag == f"{W}tab":
            yield " "
        elif tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None:
            continue
        elif tag != f"{W}pPr":
            yield from _texts(child)
