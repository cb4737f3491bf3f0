"""Conversations and notes of one client: list, read, rename, delete, export. Nobody sees another's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response, StreamingResponse

from assistant.api.schema import ConversationBody, NoteBody, TitleBody
from assistant.api.services import Client, Core, Sender
from assistant.memory.export import conversation_markdown
from assistant.memory.records import Conversation, ConversationInfo, Export, Note

router = APIRouter(prefix="/api", tags=["对话与记录"])

PACKET = 64 * 1024  # characters

ConversationId = Annotated[str, Path(max_length=64)]
NoteId = Annotated[str, Path(max_length=64)]


@router.get("/conversations", summary="我的对话")
async def conversations(core: Core, client: Client) -> list[ConversationInfo]:
    return await core.recall(lambda: core.memory.conversations(client))


@router.post("/conversations", summary="新建对话", status_code=201)
async def start(body: ConversationBody, core: Core, client: Client) -> ConversationInfo:
    """没有标题的对话，以第一个问题为标题。"""
    return await core.recall(lambda: core.memory.start(client, body.title))


@router.get("/conversations/{conversation_id}", summary="一段对话的全部问答")
async def conversation(conversation_id: ConversationId, core: Core, client: Client) -> Conversation:
    return await core.recall(lambda: core.memory.conversation(client, conversation_id))


@router.patch("/conversations/{conversation_id}", summary="改对话标题")
async def rename(conversation_id: ConversationId, body: TitleBody, core: Core, client: Client) -> ConversationInfo:
    return await core.recall(lambda: core.memory.rename(client, conversation_id, body.title))


@router.delete("/conversations/{conversation_id}", summary="删除对话及其问答", status_code=204)
async def forget(conversation_id: ConversationId, core: Core, client: Client) -> None:
    await core.recall(lambda: core.memory.forget(client, conversation_id))


@router.get(
    "/conversations/{conversation_id}/export",
    summary="导出一段对话",
    response_class=Response,
    responses={200: {"description": "文件", "content": {"application/json": {}, "text/markdown": {}}}},
)
async def export_one(
    conversation_id: ConversationId,
    core: Core,
    client: Client,
    form: Annotated[Literal["json", "markdown"], Query(alias="format")] = "json",
) -> Response:
    found = await core.recall(lambda: core.memory.conversation(client, conversation_id))
    if form == "markdown":
        return _file(conversation_markdown(found), "text/markdown; charset=utf-8", "conversation.md")
    return _file(found.model_dump_json(indent=1), "application/json", "conversation.json")


@router.get(
    "/export",
    summary="导出我的全部对话、回答、反馈与记录",
    response_class=StreamingResponse,
    responses={200: {"description": "JSON 文件，边读边传", "model": Export}},
)
async def export_all(core: Core, client: Client, caller: Sender) -> StreamingResponse:
    pieces = core.memory.export(client)
    first = await core.recall(lambda: _some(pieces))  # a database that cannot be read is a problem, no broken file
    await core.record(caller.actor, "export")

    async def body() -> AsyncIterator[str]:
        piece = first
        while piece:
            yield piece
            piece = await core.recall(lambda: _some(pieces))

    headers = {"Content-Disposition": 'attachment; filename="export.json"'}
    return StreamingResponse(body(), media_type="application/json", headers=headers)


def _some(pieces: Iterator[str]) -> str:
    """The next piece worth a packet; empty at the end."""
    taken, length = [], 0
    for piece in pieces:
        taken.append(piece)
        length += len(piece)
        if length >= PACKET:
            break
    return "".join(taken)


@router.get("/notes", summary="我的通话记录")
async def notes(core: Core, client: Client) -> list[Note]:
    return await core.recall(lambda: core.memory.notes(client))


@router.post("/notes", summary="新建记录", status_code=201)
async def add_note(body: NoteBody, core: Core, client: Client) -> Note:
    return await core.recall(lambda: core.memory.add_note(client, body.text, body.title, body.answer_id))


@router.put("/notes/{note_id}", summary="修改记录")
async def edit_note(note_id: NoteId, body: NoteBody, core: Core, client: Client) -> Note:
    return await core.recall(lambda: core.memory.edit_note(client, note_id, body.text, body.title))


@router.delete("/notes/{note_id}", summary="删除记录", status_code=204)
async def delete_note(note_id: NoteId, core: Core, client: Client) -> None:
    await core.recall(lambda: core.memory.delete_note(client, note_id))


def _file(content: str, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
