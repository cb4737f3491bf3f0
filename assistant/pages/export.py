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
from assistant.pages.message import Line, Message, message
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
    for place in shown.compared.places if shown.compared else ():
        document.add_paragraph(place.text + _marks(place.cites) + "".join(place.more), style="List Number")
    for block in shown.blocks:
        document.add_paragraph(_marked(block))
    for line in shown.standing:
        _quiet(document, _marked(line))
    if answer.citations:
        document.add_heading("依据", level=3)
    for cited in answer.citations:
        standing = phrases.STATUS_WORDS[cited.status]
        document.add_paragraph(f"[{cited.n}] 《{cited.title}》{cited.locator}（{standing}）：{cited.quote}")
    _quiet(document, f"按{phrases.day(answer.as_of)}的政策状态回答。")


def _quiet(document: Document, text: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = _QUIET


def _marked(line: Line) -> str:
    return line.text + _marks(line.cites)


def _marks(cites: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in cites)
