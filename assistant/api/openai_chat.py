"""The OpenAI-compatible door: for agents, portals and chat clients that speak nothing else.

The messages are the history, the last user message is the question; what a system message says is data. The
marks [n] stay in the content; the whole Answer rides along as `policy`.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from assistant.answer import Answer, AskRequest, Turn
from assistant.api import problems
from assistant.api.ask import STREAM_HEADERS
from assistant.api.openai_parameters import refuse_unsupported
from assistant.api.openai_schema import (
    MODEL,
    AssistantMessage,
    ChatRequest,
    Choice,
    Chunk,
    ChunkChoice,
    Completion,
    Delta,
    FinishReason,
    Model,
    Models,
    Usage,
)
from assistant.api.schema import EVENT_STREAM
from assistant.api.services import Client, Core, Services
from assistant.drafting.model_prompt import tokens
from assistant.errors import UnknownModel
from assistant.events import Done, Event, SentenceReleased

router = APIRouter(prefix="/v1", tags=["OpenAI 兼容接口"])


@router.get("/models", summary="模型列表")
async def models() -> Models:
    return Models()


@router.get("/models/{model}", summary="一个模型")
async def model(model: str) -> Model:
    if model != MODEL:
        raise UnknownModel(f"没有名为“{model[:80]}”的模型，可用的是 {MODEL}。")
    return Model()


@router.post(
    "/chat/completions",
    summary="对话（stream 为 true 时逐句返回）",
    response_model=Completion,
    responses={200: {"description": "回答", "content": EVENT_STREAM}},
)
async def chat(body: ChatRequest, core: Core, client: Client) -> Completion | StreamingResponse:
    refuse_unsupported(body)
    request = as_request(body)
    if body.stream:
        chunks = _chunks(core, client, body, request, await core.started(request))
        return StreamingResponse(chunks, media_type="text/event-stream", headers=STREAM_HEADERS)
    content = _Content(body)
    answer = None
    async with aclosing(core.events(request)) as events:
        async for event in events:
            if isinstance(event, SentenceReleased):
                content.add(event.markdown)
            elif isinstance(event, Done):
                answer = event.answer
    assert answer is not None
    answer = await core.remembered(client, answer, request)
    return Completion(
        id=_completion_id(answer.id),
        created=int(time.time()),
        choices=[Choice(message=AssistantMessage(content=content.text), finish_reason=content.finish_reason)],
        usage=content.usage(),
        policy=answer,
    )


class _Content:
    """The content, as far as the limit lets it grow: whole sentences, since half of one may say the contrary."""

    def __init__(self, body: ChatRequest) -> None:
        self._body = body
        self._full = False
        self.text = ""

    def add(self, markdown: str) -> str:
        """The next sentence; returns what of it belongs to the content."""
        limit = self._body.limit
        self._full = self._full or (limit is not None and tokens(self.text + markdown) > limit)
        if self._full:
            return ""
        self.text += markdown
        return markdown

    @property
    def finish_reason(self) -> FinishReason:
        return "length" if self._full else "stop"

    def usage(self) -> Usage:
        prompt = sum(tokens(message.text()) for message in self._body.messages)
        completion = tokens(self.text)
        return Usage(prompt_tokens=prompt, completion_tokens=completion, total_tokens=prompt + completion)


def as_request(body: ChatRequest) -> AskRequest:
    """The last user message as the question, what stands before it as the history."""
    last = max(n for n, message in enumerate(body.messages) if message.role == "user")
    history = [
        Turn(role=message.role, content=message.text())
        for message in body.messages[:last]
        if message.role in ("user", "assistant") and message.text()
    ]
    return AskRequest(
        question=body.messages[last].text(),
        id=uuid.uuid4().hex,
        history=history,
        as_of=body.policy.as_of,
        city=body.policy.city,
    )


async def _chunks(
    core: Services, client: str, body: ChatRequest, request: AskRequest, events: AsyncGenerator[Event, None]
) -> AsyncIterator[bytes]:
    content = _Content(body)
    chunk_id, created = _completion_id(uuid.uuid4().hex), int(time.time())

    def chunk(delta: Delta, *, last: Answer | None = None) -> bytes:
        choice = ChunkChoice(delta=delta, finish_reason=content.finish_reason if last else None)
        return _data(Chunk(id=chunk_id, created=created, choices=[choice], policy=last))

    async with aclosing(events):
        try:
            yield chunk(Delta(role="assistant", content=""))
            async for event in events:
                if isinstance(event, SentenceReleased):
                    if more := content.add(event.markdown):
                        yield chunk(Delta(content=more))
                elif isinstance(event, Done):
                    yield chunk(Delta(), last=await core.remembered(client, event.answer, request))
            if body.wants_usage:
                yield _data(Chunk(id=chunk_id, created=created, choices=[], usage=content.usage()))
            yield format_sse_event(data_str="[DONE]")
        except Exception as error:
            found = problems.problem_of(error)
            yield format_sse_event(data_str=problems.openai_error(found))


def _data(chunk: Chunk) -> bytes:
    unset = {"policy"} if chunk.policy is None else set()
    return format_sse_event(data_str=chunk.model_dump_json(exclude=unset))


def _completion_id(answer_id: str) -> str:
    return f"chatcmpl-{answer_id}"
