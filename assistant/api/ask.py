"""Questions: answered at once or as server-sent events; answers looked up again; feedback on them."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Path
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from assistant.answer import Answer, AskRequest, Turn
from assistant.api import problems
from assistant.api.schema import EVENT_STREAM, AskBody, FeedbackBody
from assistant.api.services import Client, Core, Services
from assistant.events import CalculationReady, Done, Event, EvidenceReady, SentenceReleased
from assistant.memory.records import Feedback

router = APIRouter(prefix="/api", tags=["问答"])

STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
_EVENTS = """依次为 `evidence`（本轮条款，已编号）、`calculation`（每项测算一个）、`sentence`（每句一个，
`markdown` 是要接在后面的片段，全部相连就是回答）、`done`（完整的 Answer）；中途出错则为 `error`（problem）。"""


@router.post("/ask", summary="提问，一次返回完整回答")
async def ask(body: AskBody, core: Core, client: Client) -> Answer:
    """与网页、命令行、流式接口给出的回答相同。"""
    request = body.request(await history(core, client, body))
    answer = await core.answered(request)
    return await core.remembered(client, answer, request, body.conversation_id, minted=body.id is None)


@router.post(
    "/ask/stream",
    summary="提问，逐句返回（SSE）",
    description=_EVENTS,
    response_class=StreamingResponse,
    responses={200: {"description": "事件流", "content": EVENT_STREAM}},
)
async def ask_stream(body: AskBody, core: Core, client: Client) -> StreamingResponse:
    request = body.request(await history(core, client, body))
    stream = _sse(core, client, body, request, await core.started(request))
    return StreamingResponse(stream, media_type="text/event-stream", headers=STREAM_HEADERS)


@router.get("/answers/{answer_id}", summary="查看一次回答")
async def answer_by_id(core: Core, client: Client, answer_id: str = Path(max_length=64)) -> Answer:
    """自动生成的编号可凭编号查看；自己指定的编号只有提问的一方能看到。"""
    return await core.recall(lambda: core.memory.answer(client, answer_id))


@router.post("/feedback", summary="评价一次回答", status_code=201)
async def feedback(body: FeedbackBody, core: Core, client: Client) -> Feedback:
    return await core.recall(
        lambda: core.memory.add_feedback(client, body.answer_id, body.verdict, body.reasons, body.comment)
    )


async def history(core: Services, client: str, body: AskBody) -> list[Turn]:
    """What was said before: as told, else as remembered.

    Raises:
        UnknownRecord: the conversation is not this client's.
        MemoryUnavailable
    """
    conversation = body.conversation_id
    remembered = await core.recall(lambda: core.memory.history(client, conversation)) if conversation else []
    told = [Turn(role=turn.role, content=turn.content) for turn in body.history]
    return told or remembered


async def _sse(
    core: Services, client: str, body: AskBody, request: AskRequest, events: AsyncGenerator[Event, None]
) -> AsyncIterator[bytes]:
    async with aclosing(events):
        try:
            async for event in events:
                if isinstance(event, Done):
                    minted = body.id is None
                    answer = await core.remembered(client, event.answer, request, body.conversation_id, minted=minted)
                    event = Done(answer)
                yield _event(event)
        except Exception as error:
            yield format_sse_event(event="error", data_str=problems.problem_of(error).model_dump_json())


def _event(event: Event) -> bytes:
    name, data = wire(event)
    return format_sse_event(event=name, data_str=data)


def wire(event: Event) -> tuple[str, str]:
    """An event's name and its data as JSON."""
    match event:
        case EvidenceReady():
            return "evidence", _json({"citations": [each.model_dump(mode="json") for each in event.citations]})
        case CalculationReady():
            return "calculation", event.calculation.model_dump_json()
        case SentenceReleased():
            sentence = event.sentence.model_dump(mode="json")
            return "sentence", _json({"index": event.index, "markdown": event.markdown, **sentence})
        case Done():
            return "done", event.answer.model_dump_json()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
