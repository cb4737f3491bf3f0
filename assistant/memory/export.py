"""A client's memory to take away: one conversation as text to read, everything as JSON, written piece by piece.

What is exported is read a page at a time and passed on as it was kept, so that ten thousand answers take no more
memory than fifty.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assistant.answer import Answer
from assistant.memory.database import Database
from assistant.memory.records import Conversation, ConversationInfo
from assistant.memory.rows import feedback_of, note_of
from assistant.memory.tables import AnswerRow, ConversationRow, FeedbackRow, NoteRow
from assistant.render import escape

PAGE = 50


def conversation_markdown(conversation: Conversation) -> str:
    parts = [f"# {escape(conversation.title)}"]
    for answer in conversation.answers:
        parts += [f"## 问：{escape(' '.join(answer.question.split()))}", answer.answer, *_sources(answer)]
        parts.append(f"（按 {answer.as_of} 的政策状态回答；编号 {escape(answer.id)}）")
    return "\n\n".join(parts) + "\n"


def _sources(answer: Answer) -> list[str]:
    if not answer.citations:
        return []
    lines = [f"- [{c.n}] 《{escape(c.title)}》{escape(c.locator)}：{escape(c.quote)}" for c in answer.citations]
    return ["依据：", "\n".join(lines)]


def everything_json(database: Database, client: str, at: datetime) -> Iterator[str]:
    """All that is kept of a client: pieces of one JSON object (`records.Export`).

    Raises:
        MemoryUnavailable: at the first piece, or later where the database fails meanwhile.
    """
    yield f'{{"exported_at":{json.dumps(at.isoformat())},"conversations":['
    for number, info in enumerate(_conversations(database, client)):
        head = info.model_dump_json().removesuffix("}")
        yield f'{"," if number else ""}{head},"answers":['
        yield from _listed(_answers(database, AnswerRow.conversation == info.id))
        yield "]}"
    yield '],"answers":['
    yield from _listed(_answers(database, (AnswerRow.client == client) & AnswerRow.conversation.is_(None)))
    yield '],"feedback":['
    yield from _listed(_rows(database, FeedbackRow, client, feedback_of))
    yield '],"notes":['
    yield from _listed(_rows(database, NoteRow, client, note_of))
    yield "]}"


def _listed(pages: Iterator[list[str]]) -> Iterator[str]:
    first = True
    for page in pages:
        yield ("" if first else ",") + ",".join(page)
        first = False


def _conversations(database: Database, client: str) -> Iterator[ConversationInfo]:
    after: ConversationRow | None = None
    while True:
        with database.session() as session:
            query = select(ConversationRow).where(ConversationRow.client == client)
            if after is not None:
                later = ConversationRow.created_at > after.created_at
                same = (ConversationRow.created_at == after.created_at) & (ConversationRow.id > after.id)
                query = query.where(later | same)
            ordered = query.order_by(ConversationRow.created_at, ConversationRow.id).limit(PAGE)
            rows = list(session.scalars(ordered))
            counts = [_turns(session, row.id) for row in rows]
        for row, turns in zip(rows, counts, strict=True):
            yield ConversationInfo(
                id=row.id, title=row.title, turns=turns, created_at=row.created_at, updated_at=row.updated_at
            )
        if len(rows) < PAGE:
            return
        after = rows[-1]


def _turns(session: Session, conversation: str) -> int:
    return session.scalar(select(func.count()).where(AnswerRow.conversation == conversation)) or 0


def _answers(database: Database, which: ColumnElement[bool]) -> Iterator[list[str]]:
    after = 0
    while True:
        with database.session() as session:
            query = select(AnswerRow.number, AnswerRow.answer).where(which, AnswerRow.number > after)
            rows = session.execute(query.order_by(AnswerRow.number).limit(PAGE)).all()
        if rows:
            after = rows[-1][0]
            yield [answer for _, answer in rows]
        if len(rows) < PAGE:
            return


def _rows(database: Database, table: Any, client: str, record: Any) -> Iterator[list[str]]:
    after = None
    while True:
        with database.session() as session:
            query = select(table).where(table.client == client)
            if after is not None:
                later = table.created_at > after.created_at
                query = query.where(later | ((table.created_at == after.created_at) & (table.id > after.id)))
            rows = list(session.scalars(query.order_by(table.created_at, table.id).limit(PAGE)))
        if rows:
            after = rows[-1]
            records: list[BaseModel] = [record(row) for row in rows]
            yield [each.model_dump_json() for each in records]
        if len(rows) < PAGE:
            return
