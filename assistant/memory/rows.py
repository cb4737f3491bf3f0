"""Rows as the records that are told."""

from __future__ import annotations

from typing import cast

from assistant.memory.records import Feedback, Note, Reason, Verdict
from assistant.memory.tables import FeedbackRow, NoteRow


def feedback_of(row: FeedbackRow) -> Feedback:
    return Feedback(
        id=row.id,
        answer_id=row.answer_id,
        verdict=cast(Verdict, row.verdict),
        reasons=cast(list[Reason], [reason for reason in row.reasons.split("、") if reason]),
        comment=row.comment,
        created_at=row.created_at,
    )


def note_of(row: NoteRow) -> Note:
    return Note(
        id=row.id,
        answer_id=row.answer_id,
        title=row.title,
        text=row.text,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
