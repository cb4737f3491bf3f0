"""Commands for who runs the service: backup, people, keys of integrations, the audit record, the tools for agents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.roles import ROLE_WORDS, ROLES, SCOPE_WORDS, SCOPES, Role
from index.command_line import CommandLine, Json

if TYPE_CHECKING:
    from assistant.memory.people import ApiKey, User
    from assistant.memory.store import Memory

_PARTS = {
    "status": "结论",
    "document": "文件",
    "sentence": "语句",
    "citation": "依据",
    "calculation": "测算",
    "total": "合计",
}
BY = "command line"  # whoever can run it owns the machine


User_ = Annotated[str, typer.Argument(metavar="用户", help="邮箱或编号")]
_ROLES = "、".join(f"{role}（{ROLE_WORDS[role]}）" for role in ROLES)
_SCOPES = "、".join(f"{scope}（{SCOPE_WORDS[scope]}）" for scope in SCOPES)


def _role(written: str) -> Role:
    for role in ROLES:
        if role == written:
            return role
    raise typer.BadParameter(f"没有“{written}”这个角色。可选：{_ROLES}")


users = CommandLine("用户：登记、改角色、停用")
keys = CommandLine("接入程序的密钥：新建、停用")
audit = CommandLine("审计记录：查看、校验")


def add_to(app: CommandLine) -> None:
    """Add this module's commands to a command line."""
    app.command("backup")(_backup)
    app.command("replay")(_replay)
    app.command("mcp")(_mcp)
    app.add_typer(users, name="users")
    app.add_typer(keys, name="keys")
    app.add_typer(audit, name="audit")


@contextmanager
def _memory() -> Iterator[Memory]:
    from assistant.memory.store import Memory
    from assistant.settings import settings

    configured = settings()
    memory = Memory(configured.memory_place, configured.retention_days)
    try:
        yield memory
    finally:
        memory.close()


def _backup(
    target: Annotated[Path, typer.Argument(metavar="文件", help="备份成哪个文件；已有的文件不会被覆盖")],
) -> int:
    """不停服务，备份对话、用户与审计记录"""
    from assistant.memory.backup import back_up
    from assistant.settings import settings

    size = back_up(settings().memory_place, target)
    print(f"已备份到 {target}（{size / 1024**2:.1f} MB）")
    return 0


def _replay(answer_id: Annotated[str, typer.Argument(metavar="编号", help="回答的编号")], as_json: Json = False) -> int:
    """重做一个旧回答：今天还一样吗，为什么不一样"""
    from assistant.clock import today
    from assistant.errors import UnknownRecord
    from assistant.pipeline import Assistant
    from assistant.replay import replay
    from assistant.settings import settings

    with _memory() as memory:
        found = memory.asked(answer_id)
    if not found:
        raise UnknownRecord(f"没有编号为“{answer_id}”的回答，或已超过保存期限。")
    assistant = Assistant.open(settings().model_copy(update={"llm_base_url": None}))
    try:
        asked = found[0]
        result = replay(assistant, asked.answer, asked.request, today(), recorded=asked.recorded)
    finally:
        assistant.close()
    if as_json:
        print(result.model_dump_json(indent=1))
        return 0
    print(f"问：{result.question}")
    for made, name in ((result.then, "按当时的日期重做"), (result.today, "按今天重做")):
        print(f"{name}（{made.as_of}）：{'一样' if made.same else '不一样'}")
        for each in made.differences:
            print(f"  {_PARTS[each.part]}　原：{each.then or '（无）'}\n        今：{each.now or '（无）'}")
    for reason in result.reasons:
        print(reason)
    return 0


def _mcp() -> int:
    """以标准输入输出提供 MCP 工具：检索条款、查找奖补、测算、核对"""
    import anyio

    from assistant.api.logs import configure_logging
    from assistant.api.mcp_door import mcp_server
    from assistant.gates.verify import Verifier
    from assistant.pipeline import Assistant
    from assistant.settings import settings

    configured = settings()
    configure_logging(configured)  # to stderr: stdout is the protocol's
    assistant = Assistant.open(configured)
    verifier = Verifier(assistant.rulebook)
    try:
        anyio.run(mcp_server(assistant, lambda: verifier).run_stdio_async)
    finally:
        assistant.close()
    return 0


@users.command("list")
def _users_list(as_json: Json = False) -> int:
    """列出用户"""
    with _memory() as memory:
        return _shown(as_json, memory.people.users(), _user_line)


@users.command("add")
def _users_add(
    email: Annotated[str, typer.Argument(metavar="邮箱", help="统一身份认证里的邮箱")],
    name: Annotated[str, typer.Option("--name", metavar="姓名", show_default=False)] = "",
    role: Annotated[Role, typer.Option("--role", parser=_role, metavar="角色", help=_ROLES)] = "viewer",
    as_json: Json = False,
) -> int:
    """登记一个可以登录的人"""
    with _memory() as memory:
        user = memory.people.add_user(email, name, role)
        memory.audit.add(BY, "user.add", user.id, {"role": user.role})
        return _shown(as_json, [user], _user_line)


@users.command("role")
def _users_role(
    user_id: User_,
    role: Annotated[Role, typer.Argument(parser=_role, metavar="角色", help=_ROLES)],
    as_json: Json = False,
) -> int:
    """改角色"""
    with _memory() as memory:
        user = memory.people.change_user(user_id, role=role)
        memory.audit.add(BY, "user.role", user.id, {"role": user.role})
        return _shown(as_json, [user], _user_line)


@users.command("disable")
def _users_disable(user_id: User_, as_json: Json = False) -> int:
    """停用，随即退出登录"""
    return _set_active(user_id, False, as_json)


@users.command("enable")
def _users_enable(user_id: User_, as_json: Json = False) -> int:
    """重新启用"""
    return _set_active(user_id, True, as_json)


def _set_active(user_id: str, active: bool, as_json: bool) -> int:
    with _memory() as memory:
        user = memory.people.change_user(user_id, active=active)
        memory.audit.add(BY, "user.enable" if user.active else "user.disable", user.id)
        return _shown(as_json, [user], _user_line)


@users.command("logout")
def _users_logout(user_id: User_) -> int:
    """结束一个人的全部登录"""
    with _memory() as memory:
        user = memory.people.change_user(user_id)
        ended = memory.people.end_sessions(user.id)
        memory.audit.add(BY, "user.logout", user.id)
        print(f"已结束 {ended} 个登录")
    return 0


def _user_line(user: User) -> str:
    state = "" if user.active else "　已停用"
    return f"{user.id}　{user.email or '（无邮箱）'}　{user.name}　{ROLE_WORDS[user.role]}{state}"


@keys.command("list")
def _keys_list(as_json: Json = False) -> int:
    """列出密钥"""
    with _memory() as memory:
        return _shown(as_json, memory.people.keys(), _key_line)


@keys.command("add")
def _keys_add(
    name: Annotated[str, typer.Argument(metavar="名称", help="给哪个接入程序用")],
    scopes: Annotated[str, typer.Option("--scopes", metavar="权限", help=f"逗号分隔：{_SCOPES}")] = "ask,read",
    days: Annotated[int | None, typer.Option("--days", metavar="天数", help="多少天后失效；不填不失效")] = None,
    as_json: Json = False,
) -> int:
    """新建密钥，只显示这一次"""
    from assistant.errors import RequestInvalid

    wanted = [each.strip() for each in scopes.split(",") if each.strip()]
    if unknown := [each for each in wanted if each not in SCOPES]:
        raise RequestInvalid(f"没有“{'、'.join(unknown)}”这项权限。可选：{'、'.join(SCOPES)}。")
    if days is not None and days < 1:
        raise RequestInvalid("有效天数至少为 1。")
    with _memory() as memory:
        key, secret = memory.people.add_key(name, [each for each in SCOPES if each in wanted], days)
        memory.audit.add(BY, "key.add", key.id, {"scopes": key.scopes})
    if as_json:
        print(json.dumps({**key.model_dump(mode="json"), "secret": secret}, ensure_ascii=False))
    else:
        print(f"{_key_line(key)}\n密钥（只显示这一次）：{secret}")
    return 0


@keys.command("revoke")
def _keys_revoke(key_id: Annotated[str, typer.Argument(metavar="编号", help="密钥编号")], as_json: Json = False) -> int:
    """停用密钥"""
    with _memory() as memory:
        key = memory.people.revoke_key(key_id)
        memory.audit.add(BY, "key.revoke", key.id)
        return _shown(as_json, [key], _key_line)


def _key_line(key: ApiKey) -> str:
    state = "　已停用" if key.revoked_at else f"　至 {key.expires_at:%Y-%m-%d}" if key.expires_at else ""
    return f"{key.id}　{key.name}　{','.join(key.scopes)}{state}"


@audit.command("list")
def _audit_list(
    after: Annotated[int, typer.Option("--after", metavar="序号", help="从第几条之后")] = 0,
    limit: Annotated[int, typer.Option("--limit", metavar="条数", help="至多几条")] = 100,
    as_json: Json = False,
) -> int:
    """从第几条之后列出"""
    with _memory() as memory:
        entries = memory.audit.entries(after, limit)
        return _shown(as_json, entries, lambda e: f"{e.number}　{e.at}　{e.actor}　{e.action}　{e.subject}　{e.detail}")


@audit.command("verify")
def _audit_verify(
    last: Annotated[
        str | None, typer.Option("--last", metavar="摘要", help="上次记下的最后一条的摘要：连末尾被截掉也能发现")
    ] = None,
    as_json: Json = False,
) -> int:
    """逐条校验，看有没有被改动"""
    with _memory() as memory:
        found = memory.audit.verify()
        cut = last is not None and found.broken_at is None and not memory.audit.holds(last)
    if as_json:
        print(json.dumps({**found.model_dump(), "cut_off": cut}, ensure_ascii=False))
    elif found.broken_at is not None:
        print(f"第 {found.broken_at} 条不对：{found.reason}。它之前的 {found.entries} 条完好。")
    elif cut:
        print("找不到上次记下的最后一条：末尾的记录被截掉了。")
    else:
        print(f"{found.entries} 条全部完好。最后一条的摘要（请另行记下）：{found.last}")
    return 1 if cut or found.broken_at is not None else 0


def _shown(as_json: bool, records: Any, line: Callable[[Any], str]) -> int:
    if as_json:
        print(json.dumps([record.model_dump(mode="json") for record in records], ensure_ascii=False, indent=1))
    else:
        for record in records:
            print(line(record))
    return 0
