"""For administrators: people and their sessions, keys of integrations, the audit record. And who one is oneself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from assistant.api.schema import KeyBody, KeyOut, Me, UserBody, UserChange
from assistant.api.services import Core, Sender
from assistant.memory.audit import Entry, Verdict
from assistant.memory.people import ApiKey, User
from assistant.roles import SCOPES

router = APIRouter(prefix="/api", tags=["用户与审计"])

RecordId = Annotated[str, Path(max_length=320)]
After = Annotated[int, Query(ge=0, le=2**31 - 1, description="从这一条之后")]
Limit = Annotated[int, Query(ge=1, le=1_000)]


@router.get("/me", summary="我是谁，能做什么")
async def me(caller: Sender) -> Me:
    scopes = [scope for scope in SCOPES if scope in caller.scopes]
    return Me(actor=caller.actor, role=caller.role, scopes=scopes)


@router.get("/users", summary="用户")
async def users(core: Core) -> list[User]:
    return await core.recall(core.memory.people.users)


@router.post("/users", summary="登记一个可以登录的人", status_code=201)
async def add_user(body: UserBody, core: Core, caller: Sender) -> User:
    user = await core.recall(lambda: core.memory.people.add_user(body.email, body.name, body.role))
    await core.record(caller.actor, "user.add", user.id, {"role": user.role})
    return user


@router.patch("/users/{user_id}", summary="改角色、停用或启用")
async def change_user(user_id: RecordId, body: UserChange, core: Core, caller: Sender) -> User:
    """停用的人随即退出登录。"""
    user = await core.recall(lambda: core.memory.people.change_user(user_id, role=body.role, active=body.active))
    await core.record(caller.actor, "user.change", user.id, body.model_dump(exclude_none=True))
    return user


@router.delete("/users/{user_id}/sessions", summary="结束一个人的全部登录", status_code=204)
async def end_sessions(user_id: RecordId, core: Core, caller: Sender) -> None:
    user = await core.recall(lambda: core.memory.people.change_user(user_id))
    await core.recall(lambda: core.memory.people.end_sessions(user.id))
    await core.record(caller.actor, "user.logout", user.id)


@router.get("/keys", summary="接入程序的密钥")
async def keys(core: Core) -> list[ApiKey]:
    return await core.recall(core.memory.people.keys)


@router.post("/keys", summary="新建密钥；密钥本身只在这里给出一次", status_code=201)
async def add_key(body: KeyBody, core: Core, caller: Sender) -> KeyOut:
    key, secret = await core.recall(lambda: core.memory.people.add_key(body.name, body.scopes, body.days))
    await core.record(caller.actor, "key.add", key.id, {"scopes": key.scopes})
    return KeyOut(**key.model_dump(), secret=secret)


@router.delete("/keys/{key_id}", summary="停用密钥")
async def revoke_key(key_id: RecordId, core: Core, caller: Sender) -> ApiKey:
    key = await core.recall(lambda: core.memory.people.revoke_key(key_id))
    await core.record(caller.actor, "key.revoke", key.id)
    return key


@router.get("/audit", summary="审计记录")
async def audit(core: Core, after: After = 0, limit: Limit = 100) -> list[Entry]:
    """一条一行，按先后；记录的是谁对哪个编号做了什么，不含任何人说的话。"""
    return await core.recall(lambda: core.memory.audit.entries(after, limit))


@router.get("/audit/verify", summary="逐条校验审计记录")
async def verify_audit(core: Core) -> Verdict:
    return await core.recall(core.memory.audit.verify)
