"""What every door is handed: the opened core, the settings, the memory, and the threads the core runs in.

The core is synchronous and bound to the processor, so it never runs in the event loop.
"""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from typing import Annotated, TypeVar

import anyio
import anyio.to_thread
from fastapi import Depends, Request

from assistant.answer import Answer, AskRequest, Warning_
from assistant.api.access import Caller
from assistant.api.metrics import Metrics
from assistant.api.seats import WAITING, FairThreads, Seats, overloaded
from assistant.errors import AssistantFailure, MemoryUnavailable
from assistant.events import Done, Event
from assistant.gates.verify import Verifier
from assistant.memory.store import Memory
from assistant.pipeline import Assistant
from assistant.rulebook.load import Rulebook
from assistant.settings import Settings

log = logging.getLogger(__name__)

NOT_SAVED = "not_saved"
CLIENT_COOKIE = "policy_client"

T = TypeVar("T")


class Services:
    """Made once for an application."""

    def __init__(self, assistant: Assistant, settings: Settings, memory: Memory) -> None:
        self.assistant = assistant
        self.settings = settings
        self.memory = memory
        self.metrics = Metrics()
        self._verifier: tuple[Rulebook, Verifier] | None = None
        self.seats = Seats()
        self._threads = FairThreads(2 * (os.cpu_count() or 1))

    @property
    def verifier(self) -> Verifier:
        """Of the rules served now: a document published meanwhile counts at once."""
        book = self.assistant.rulebook
        if self._verifier is None or self._verifier[0] is not book:
            self._verifier = book, Verifier(book)
        return self._verifier[1]

    async def run(self, call: Callable[[], T]) -> T:
        """Run a piece of the core in one of its threads.

        Raises:
            Overloaded: too many wait already.
        """
        if self._threads.waiting >= WAITING:
            raise overloaded(self._threads.waiting / 20)
        return await self._threads.run(call)

    async def recall(self, call: Callable[[], T]) -> T:
        """Run a piece of the memory in a thread; it waits for a disk, not for the processor."""
        return await anyio.to_thread.run_sync(call)

    async def events(self, request: AskRequest) -> AsyncGenerator[Event, None]:
        """The core's stream, in a seat of its own. Leaving it early stops the work. Close it (`aclosing`).

        Raises:
            Overloaded: before the first event, never after it.
        """
        with self.seats.seat():
            stream = self.assistant.stream(request)
            try:
                while (event := await self._threads.run(lambda: next(stream, None))) is not None:
                    yield event
            finally:
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(getattr(stream, "close", _nothing))

    async def started(self, request: AskRequest) -> AsyncGenerator[Event, None]:
        """As `events`, the first of them at hand: what cannot be asked is refused here, before a stream begins."""
        events = self.events(request)
        return _rest(await anext(events), events)

    async def remembered(
        self,
        client: str,
        answer: Answer,
        request: AskRequest,
        conversation: str | None = None,
        *,
        minted: bool = True,
    ) -> Answer:
        """The answer, kept; where it cannot be kept it is given all the same, with a warning that says so."""
        self.metrics.answered(answer)
        try:
            dated = request.model_copy(update={"as_of": answer.as_of})
            await self.recall(lambda: self.memory.remember(client, answer, conversation, minted=minted, request=dated))
        except AssistantFailure as error:
            return self.unsaved(answer, error)
        return answer

    def unsaved(self, answer: Answer, error: AssistantFailure) -> Answer:
        """The answer with the warning that it could not be kept, and why."""
        log.error("answer %s was not kept: %s", answer.id, error.log)
        self.metrics.not_kept()
        reason = error.message if isinstance(error, MemoryUnavailable) else "这段对话已被删除。"
        warning = Warning_(code=NOT_SAVED, message=f"回答未能保存，刷新后将看不到：{reason}")
        return answer.model_copy(update={"warnings": [*answer.warnings, warning]})

    async def answered(self, request: AskRequest) -> Answer:
        """The whole answer at once; the very events that are streamed, run to their end."""
        done = [event.answer async for event in self.events(request) if isinstance(event, Done)]
        return done[0]

    async def record(
        self, actor: str, action: str, subject: str = "", detail: Mapping[str, object] | None = None
    ) -> None:
        """Write into the audit record; where that cannot be done the log says so and nothing stops."""
        try:
            await self.recall(lambda: self.memory.audit.add(actor, action, subject, detail))
        except MemoryUnavailable as error:
            log.error("audit of %s by %s was not kept: %s", action, actor, error.log)


async def _rest(first: Event, events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
    async with aclosing(events):
        yield first
        async for event in events:
            yield event


def _nothing() -> None:
    return None


def services_of(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def client_of(cookies: Mapping[str, str]) -> str | None:
    """The client's id in its cookies, if it has one that could be ours (32 hex digits)."""
    value = cookies.get(CLIENT_COOKIE, "")
    return value if len(value) == 32 and all(c in "0123456789abcdef" for c in value) else None


def client_id(request: Request) -> str:
    """The client of this request; the guard has given it an id where it had none."""
    client: str = request.state.client
    return client


def caller_of(request: Request) -> Caller:
    """Who sent this request, as the guard found out."""
    caller: Caller = request.state.caller
    return caller


Core = Annotated[Services, Depends(services_of)]
Sender = Annotated[Caller, Depends(caller_of)]
Client = Annotated[str, Depends(client_id)]
