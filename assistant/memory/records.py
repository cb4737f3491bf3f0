"""What memory gives and takes. Every text has a limit, so that nobody fills the disk by accident."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.answer import Answer, AskRequest

Verdict = Literal["good", "bad"]
Reason = Literal["条款引用有误", "金额有误", "政策已失效", "没答到点"]

TITLE_LIMIT = 80
COMMENT_LIMIT = 2_000
NOTE_LIMIT = 10_000

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=TITLE_LIMIT),
    Field(json_schema_extra={"pattern": r"\S"}),
]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConversationInfo(_Record):
    """One line of the list of conversations."""

    id: str
    title: str
    turns: int
    created_at: datetime
    updated_at: datetime


class Conversation(ConversationInfo):
    """A conversation with everything said in it, oldest first."""

    answers: list[Answer]


class Feedback(_Record):
    id: str
    answer_id: str
    verdict: Verdict
    reasons: list[Reason] = []
    comment: Annotated[str, Field(max_length=COMMENT_LIMIT)] = ""
    created_at: datetime


class Note(_Record):
    """What an operator wrote down during a call; `answer_id` names the answer it belongs to, if any."""

    id: str
    answer_id: str | None
    title: str
    text: str
    created_at: datetime
    updated_at: datetime


class Asked(_Record):
    """A kept answer with the request it answered; `recorded` is False where the request was put together again."""

    answer: Answer
    request: AskRequest
    recorded: bool


class Export(_Record):
    """Everything kept of one client."""

    exported_at: datetime
    conversations: list[Conversation]
    answers: list[Answer]
    feedback: list[Feedback]
    notes: list[Note]
