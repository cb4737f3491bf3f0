"""A conversation as a Word file: question, answer, sources, the day and the standing of what it rests on."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from assistant.drafting import phrases
from assistant.memory.records import Conversation
from assistant.pages.comparison import HEADER, Comparison
from assistant.pages.message import Line, Message, Table, message
from assistant.rulebook.load import Rulebook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Noto Sans CJK SC"
_QUIET = RGBColor(0x4B, 0x55, 0x63)


def conversation_docx(conversation: Conversation, rulebook: Rulebook) -> bytes:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = _FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.font.size = Pt(11)
    document.core_properties.title = conversation.title
    document.core_properties.author = "政策问答助手"
    document.add_heading(conversation.title, level=1)
    for answer in conversation.answers:
        _turn(document, message(answer, rulebook, newest=False))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _turn(document: Document, shown: Message) -> None:
    answer = shown.answer
    document.add_heading(f"问：{' '.join(answer.question.split())}", level=2)
    for line in shown.lead:
        document.add_paragraph().add_run(_marked(line)).bold = True
    if shown.compared:
        _table(document, _side_by_side(shown.compared))
    for block in shown.blocks:
        if isinstance(block, Table):
            _table(document, block)
        else:
            document.add_paragraph(_marked(block))
    for line in shown.standing:
        _quiet(document, _marked(line))
    if answer.citations:
        document.add_heading("依据", level=3)
    for cited in answer.citations:
        standing = phrases.STATUS_WORDS[cited.status]
        document.add_paragraph(f"[{cited.n}] 《{cited.title}》{cited.locator}（{standing}）：{cited.quote}")
    _quiet(document, f"按{phrases.day(answer.as_of)}的政策状态回答。")


def _side_by_side(compared: Comparison) -> Table:
    """The comparison as the page sets it, the standing in words."""
    rows = [
        (
            (place.region, place.cites),
            (f"{place.amount}\n{place.title}".strip(), ()),
            ("\n".join(place.conditions) or "—", ()),
            (phrases.STATUS_WORDS[place.status] if place.status else "—", ()),
        )
        for place in compared.places
    ]
    return Table(HEADER, tuple(rows))


def _table(document: Document, table: Table) -> None:
    grid = document.add_table(rows=0, cols=len(table.header), style="Table Grid")
    _row(grid.add_row().cells, [(name, ()) for name in table.header])
    for row in table.rows:
        _row(grid.add_row().cells, row)
    document.add_paragraph()


def _row(cells: Sequence[object], texts: Sequence[tuple[str, tuple[int, ...]]]) -> None:
    for cell, (text, cites) in zip(cells, texts, strict=False):
        cell.text = text + _marks(cites)  # type: ignore[attr-defined]


def _quiet(document: Document, text: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = _QUIET


def _marked(line: Line) -> str:
    return line.text + _marks(line.cites)


def _marks(cites: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in cites)
