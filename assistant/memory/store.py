"""The memory of the service. Everything belongs to a client (a random id in a cookie) and is shown to that one only."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.answer import Answer, Turn
from assistant.errors import UnknownRecord
from assistant.memory.audit import Audit
from assistant.memory.database import Database, Place
from assistant.memory.export import everything_json
from assistant.memory.people import People
from assistant.memory.records import (
    TITLE_LIMIT,
    Conversation,
    ConversationInfo,
    Feedback,
    Note,
    Reason,
    Verdict,
)
from assistant.memory.retention import Retention
from assistant.memory.rows import note_of
from assistant.memory.tables import AnswerRow, ConversationRow, FeedbackRow, NoteRow

UNTITLED = "新对话"
REMEMBERED_TURNS = 8  # of a conversation that a follow-up may build on


def utc_now() -> datetime:
    return datetime.now(UTC)


class Memory:
    """Open once, use from any thread. Every method raises MemoryUnavailable when the database cannot be used."""

    def __init__(self, place: Place, retention_days: int = 0, now: Callable[[], datetime] = utc_now) -> None:
        """`place`: a file or a server's address; `retention_days`: what is older may go, 0 keeps everything."""
        self.database = Database(place)
        self.now = now
        self.retention = Retention(self.database, retention_days, now)
        self.people = People(self.database, now)
        self.audit = Audit(self.database, now)

    def close(self) -> None:
        self.database.close()

    # ---- answers

    def remember(self, client: str, answer: Answer, conversation: str | None = None, *, minted: bool = True) -> None:
        """Keep an answer, as a turn of a conversation where one is named.

        Raises:
            UnknownRecord: the conversation is not this client's.
        """
        now = self.now()
        with self.database.session(writing=True) as session:
            if conversation is not None:
                row = _conversation(session, client, conversation)
                row.updated_at = now
                if row.title == UNTITLED:
                    row.title = _shortened(answer.question)
            session.add(
                AnswerRow(
                    id=answer.id,
                    client=client,
                    minted=minted,
                    conversation=conversation,
                    answer=answer.model_dump_json(),
                    created_at=now,
                )
            )
            self._record(session, client, "ask", answer.id, {"status": answer.status, "conversation": conversation})

    def answer(self, client: str, answer_id: str) -> Answer:
        """The answer as it was given: one's own, or any whose id was made here and told.

        Raises:
            UnknownRecord
        """
        with self.database.session() as session:
            return _read(_answer(session, client, answer_id))

    # ---- conversations

    def start(self, client: str, title: str | None = None) -> ConversationInfo:
        """A new conversation; untitled ones take their first question for a title."""
        now = self.now()
        row = ConversationRow(
            id=uuid.uuid4().hex, client=client, title=title or UNTITLED, created_at=now, updated_at=now
        )
        with self.database.session(writing=True) as session:
            session.add(row)
        return _info(row, 0)

    def conversations(self, client: str) -> list[ConversationInfo]:
        """Newest first."""
        with self.database.session() as session:
            turns = func.count(AnswerRow.number)
            found = session.execute(
                select(ConversationRow, turns)
                .outerjoin(AnswerRow, AnswerRow.conversation == ConversationRow.id)
                .where(ConversationRow.client == client)
                .group_by(ConversationRow.id)
                .order_by(ConversationRow.updated_at.desc(), ConversationRow.id)
            ).all()
            return [_info(row, count) for row, count in found]

    def conversation(self, client: str, conversation_id: str) -> Conversation:
        """Raises UnknownRecord."""
        with self.database.session() as session:
            return _whole(session, _conversation(session, client, conversation_id))

    def history(self, client: str, conversation_id: str, turns: int = REMEMBERED_TURNS) -> list[Turn]:
        """The last turns as the core takes them. Raises UnknownRecord."""
        with self.database.session() as session:
            _conversation(session, client, conversation_id)
            rows = session.scalars(
                select(AnswerRow)
                .where(AnswerRow.conversation == conversation_id)
                .order_by(AnswerRow.number.desc())
                .limit(turns // 2)
            ).all()
            return [turn for row in reversed(rows) for turn in as_turns(_read(row))]

    def rename(self, client: str, conversation_id: str, title: str) -> ConversationInfo:
        """Raises UnknownRecord."""
        with self.database.session(writing=True) as session:
            row = _conversation(session, client, conversation_id)
            row.title = title
            return _info(row, _turns(session, row.id))

    def forget(self, client: str, conversation_id: str) -> None:
        """Delete a conversation with its answers and what was said of them. Raises UnknownRecord."""
        with self.database.session(writing=True) as session:
            session.delete(_conversation(session, client, conversation_id))
            self._record(session, client, "conversation.delete", conversation_id)

    # ---- feedback and notes

    def add_feedback(
        self, client: str, answer_id: str, verdict: Verdict, reasons: Sequence[Reason] = (), comment: str = ""
    ) -> Feedback:
        """Raises UnknownRecord where the answer is not kept or not this client's to see."""
        feedback = Feedback(
            id=uuid.uuid4().hex,
            answer_id=answer_id,
            verdict=verdict,
            reasons=list(dict.fromkeys(reasons)),
            comment=comment,
            created_at=self.now(),
        )
        with self.database.session(writing=True) as session:
            answered = _answer(session, client, answer_id)
            fields = feedback.model_dump(exclude={"reasons"})
            joined = "、".join(feedback.reasons)
            session.add(FeedbackRow(client=client, reasons=joined, answer_number=answered.number, **fields))
            self._record(session, client, "feedback", answer_id, {"verdict": verdict})
        return feedback

    def add_note(self, client: str, text: str, title: str = "", answer_id: str | None = None) -> Note:
        now = self.now()
        note = Note(
            id=uuid.uuid4().hex,
            answer_id=answer_id,
            title=title or _shortened(text),
            text=text,
            created_at=now,
            updated_at=now,
        )
        with self.database.session(writing=True) as session:
            session.add(NoteRow(client=client, **note.model_dump()))
        return note

    def notes(self, client: str) -> list[Note]:
        """Newest first."""
        with self.database.session() as session:
            rows = session.scalars(
                select(NoteRow).where(NoteRow.client == client).order_by(NoteRow.updated_at.desc(), NoteRow.id)
            ).all()
            return [note_of(row) for row in rows]

    def edit_note(self, client: str, note_id: str, text: str, title: str = "") -> Note:
        """Raises UnknownRecord."""
        with self.database.session(writing=True) as session:
            row = _note_row(session, client, note_id)
            row.text, row.title, row.updated_at = text, title or _shortened(text), self.now()
            return note_of(row)

    def delete_note(self, client: str, note_id: str) -> None:
        """Raises UnknownRecord."""
        with self.database.session(writing=True) as session:
            session.delete(_note_row(session, client, note_id))

    # ---- all of it

    def export(self, client: str) -> Iterator[str]:
        """Everything kept of this client, as pieces of one JSON object (`records.Export`)."""
        return everything_json(self.database, client, self.now())

    def _record(
        self, session: Session, client: str, action: str, subject: str, detail: dict[str, object] | None = None
    ) -> None:
        self.audit.append(session, self.audit.of_client(session, client), action, subject, detail)


def as_turns(answer: Answer) -> list[Turn]:
    """An answered question as two turns of a history."""
    said = "".join(sentence.text for sentence in answer.sentences)
    return [Turn(role="user", content=answer.question), Turn(role="assistant", content=said)]


def _answer(session: Session, client: str, answer_id: str) -> AnswerRow:
    own = AnswerRow.client == client
    row = session.scalars(
        select(AnswerRow)
        .where(AnswerRow.id == answer_id, own | AnswerRow.minted)
        .order_by(own.desc(), AnswerRow.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise UnknownRecord(f"没有编号为“{answer_id}”的回答，或已超过保存期限。")
    return row


def _conversation(session: Session, client: str, conversation_id: str) -> ConversationRow:
    row = session.get(ConversationRow, conversation_id)
    if row is None or row.client != client:
        raise UnknownRecord(f"没有编号为“{conversation_id}”的对话，或已超过保存期限。")
    return row


def _note_row(session: Session, client: str, note_id: str) -> NoteRow:
    row = session.get(NoteRow, note_id)
    if row is None or row.client != client:
        raise UnknownRecord(f"没有编号为“{note_id}”的记录。")
    return row


def _turns(session: Session, conversation_id: str) -> int:
    return session.scalar(select(func.count()).where(AnswerRow.conversation == conversation_id)) or 0


def _info(row: ConversationRow, turns: int) -> ConversationInfo:
    return ConversationInfo(
        id=row.id, title=row.title, turns=turns, created_at=row.created_at, updated_at=row.updated_at
    )


def _whole(session: Session, row: ConversationRow) -> Conversation:
    answers = session.scalars(
        select(AnswerRow).where(AnswerRow.conversation == row.id).order_by(AnswerRow.number)
    ).all()
    return Conversation(**_info(row, len(answers)).model_dump(), answers=[_read(each) for each in answers])


def _read(row: AnswerRow) -> Answer:
    return Answer.model_validate_json(row.answer)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LIMIT // 2 else line[: TITLE_LIMIT // 2 - 1] + "…"
