"""Conversations of the chat page in the memory. What cannot be kept is said and never stops the answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Answer
from assistant.api.services import Services
from assistant.errors import AssistantFailure
from assistant.memory.records import Reason, Title, Verdict
from assistant.pages.turns import Talk

log = logging.getLogger(__name__)

LISTED = 50  # conversations in the list, newest first
NOTHING_CHOSEN = "请先在“历次对话”里选一段对话。"
NOTHING_TO_RATE = "还没有可以反馈的回答。"
NOTHING_SAID = "请先选一项，再提交。"
_TITLE: TypeAdapter[str] = TypeAdapter(Title)


class Talks:
    """The page's view of `Services.memory`; a client without a cookie keeps nothing."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._memory = services.memory
        self._metrics = services.metrics

    def choices(self, client: str | None) -> list[tuple[str, str]]:
        """(title, id) of the client's conversations; empty where the memory cannot be read."""
        if client is None:
            return []
        try:
            return [(each.title, each.id) for each in self._memory.conversations(client)[:LISTED]]
        except AssistantFailure as error:
            log.error("conversations could not be listed: %s", error.log)
            return []

    def keep(self, client: str | None, talk: Talk, answer: Answer) -> Talk:
        """The conversation with one answer more; kept in the memory where that can be done."""
        self._metrics.answered(answer)
        kept = talk.id
        if client is not None:
            try:
                kept = kept or self._memory.start(client).id
                self._memory.remember(client, answer, kept)
            except AssistantFailure as error:
                answer = self._services.unsaved(answer, error)
        return replace(talk, id=kept, answers=[*talk.answers, answer])

    def open(self, client: str | None, conversation: str) -> Talk:
        """A kept conversation; an empty one where it is gone."""
        try:
            return Talk(conversation, self._memory.conversation(client or "", conversation).answers)
        except AssistantFailure as error:
            log.error("conversation could not be opened: %s", error.log)
            return Talk()

    def rename(self, client: str | None, conversation: str | None, name: str) -> str:
        """Returns what to tell the person."""
        if not conversation:
            return NOTHING_CHOSEN
        try:
            self._memory.rename(client or "", conversation, _TITLE.validate_python(name))
        except ValidationError:
            return "名称要有 1 至 80 个字。"
        except AssistantFailure as error:
            return error.message
        return "名称已保存。"

    def forget(self, client: str | None, conversation: str) -> str:
        """Returns what to tell the person."""
        try:
            self._memory.forget(client or "", conversation)
        except AssistantFailure as error:
            return error.message
        return "对话已删除。"

    def rate(self, client: str | None, talk: Talk, *, good: bool, reasons: Sequence[str], comment: str) -> str:
        """Feedback on the last answer. Returns what to tell the person."""
        if not talk.answers:
            return NOTHING_TO_RATE
        if not (good or reasons or comment.strip()):
            return NOTHING_SAID
        verdict: Verdict = "good" if good and not reasons else "bad"
        try:
            self._memory.add_feedback(
                client or "", talk.answers[-1].id, verdict, cast(Sequence[Reason], reasons), comment.strip()
            )
        except AssistantFailure as error:
            return error.message
        return "反馈已记录，谢谢。"
