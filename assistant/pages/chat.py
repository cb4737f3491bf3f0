"""The chat page: a talk under its own address, an answer under its own, and the beginning of a new talk.

The page is written by the server and filled by `chat.js` over the API's stream; an answer that has come is put in
place as the server words it, so that reading it again, printing it or being sent it shows the very same thing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from assistant.answer import Answer
from assistant.api.services import Client
from assistant.errors import MemoryUnavailable
from assistant.memory.export import conversation_markdown
from assistant.memory.records import ConversationInfo, Reason
from assistant.memory.store import as_turns
from assistant.pages import export
from assistant.pages.examples import Examples, Intent
from assistant.pages.message import message
from assistant.pages.site import Site, page_router
from index.documents.model import PolicyDocument
from index.documents.status import DocumentStatus, document_status

log = logging.getLogger(__name__)

LISTED = 60  # conversations in the list, newest first
PREFILLED = 500  # characters of a question that another page hands over
REASONS: tuple[Reason, ...] = ("条款引用有误", "金额有误", "政策已失效", "没答到点")


@dataclass(frozen=True, slots=True)
class Talks:
    """Conversations of one stretch of time."""

    label: str
    talks: tuple[ConversationInfo, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A served document and how it stands today."""

    document: PolicyDocument
    standing: DocumentStatus


class _Beginnings:
    """What an empty talk offers; made once a day."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._day: date | None = None
        self._intents: list[Intent] = []

    def intents(self) -> list[Intent]:
        today = self._site.assistant.today
        if self._day != today:
            examples = Examples(self._site.assistant.rulebook, self._site.library, today)
            self._intents, self._day = examples.intents(), today
        return self._intents


def routes(site: Site) -> APIRouter:
    """`/`, `/c/<conversation>` and its files, `/a/<answer>`."""
    router = page_router(site)
    services = site.services
    book = site.assistant.rulebook
    cities = list(dict.fromkeys(book.region(rule) for rule in book.rules.values()))
    beginnings = _Beginnings(site)

    @router.get("/")
    async def begin(client: Client, q: str = "") -> Response:
        return await shown(client, question=q[:PREFILLED])

    @router.get("/c/{conversation_id}")
    async def talk(client: Client, conversation_id: str) -> Response:
        found = await services.recall(lambda: services.memory.conversation(client, conversation_id))
        return await shown(client, found.answers, conversation=conversation_id, title=found.title)

    @router.get("/c/{conversation_id}/export.{form}")
    async def exported(client: Client, conversation_id: str, form: Literal["md", "docx"]) -> Response:
        found = await services.recall(lambda: services.memory.conversation(client, conversation_id))
        if form == "md":
            written, kind = conversation_markdown(found).encode(), "text/markdown; charset=utf-8"
        else:
            written, kind = await site.run(lambda: export.conversation_docx(found, book)), export.MEDIA_TYPE
        disposition = f"attachment; filename*=UTF-8''{quote(f'{found.title}.{form}')}"
        return Response(
            written, media_type=kind, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
        )

    @router.get("/a/{answer_id}")
    async def one_answer(request: Request, client: Client, answer_id: str) -> Response:
        """One answer: on its own page, or as the part (`?fragment`) that the script puts into a talk."""
        found = await services.recall(lambda: services.memory.answer(client, answer_id))
        if "fragment" in request.query_params:
            return site.page("chat_turn.html", **turns([found]))
        history = [turn.model_dump() for turn in as_turns(found)]
        return await shown(client, [found], title=found.question, single=found, history=json.dumps(history))

    async def shown(client: str, answers: Sequence[Answer] = (), **values: Any) -> Response:
        try:
            listed = await services.recall(lambda: services.memory.conversations(client)[:LISTED])
        except MemoryUnavailable as error:
            log.error("conversations could not be listed: %s", error.log)
            listed = []
        today = site.assistant.today
        held = [Held(each, document_status(each, today)) for each in site.library.documents.values()]
        known = {
            "conversation": "", "title": "", "question": "", "single": None, "history": "[]",
            "shelves": grouped(listed, datetime.now(UTC)), "cities": cities, "intents": beginnings.intents(),
            "held": held,
        }  # fmt: skip
        return site.page("chat.html", **known | values, **turns(answers))

    def turns(answers: Sequence[Answer]) -> dict[str, Any]:
        """What `chat_turn.html` needs; only the newest answer asks back and suggests."""
        otherwise = [intent.question for intent in beginnings.intents()]
        messages = [message(each, book, newest=each is answers[-1], otherwise=otherwise) for each in answers]
        return {"messages": messages, "reasons": REASONS, "today": site.assistant.today}

    return router


def grouped(talks: Sequence[ConversationInfo], now: datetime) -> list[Talks]:
    """Newest first, told apart as people remember: today, the last week, before."""

    def age(talk: ConversationInfo) -> str:
        days = (now.astimezone().date() - talk.updated_at.astimezone().date()).days
        return "今天" if days <= 0 else "近七天" if days < 7 else "更早"

    labels = list(dict.fromkeys(age(talk) for talk in talks))
    return [Talks(label, tuple(talk for talk in talks if age(talk) == label)) for label in labels]
