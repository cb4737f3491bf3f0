"""Commands over what is kept: backup, people, keys of integrations, the audit record."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.roles import ROLE_WORDS, ROLES, SCOPE_WORDS, SCOPES

if TYPE_CHECKING:
    from assistant.memory.people import ApiKey, User
    from assistant.memory.store import Memory

BY = "command line"  # whoever can run it owns the machine


def add_commands(commands: Any) -> None:
    """Add this module's commands to the command line."""
    backup = commands.add_parser("backup", help="不停服务，备份对话、用户与审计记录")
    backup.add_argument("target", type=Path, help="备份成哪个文件；已有的文件不会被覆盖")
    backup.set_defaults(command=_backup)

    roles = "、".join(f"{role}（{ROLE_WORDS[role]}）" for role in ROLES)
    users = commands.add_parser("users", help="用户：登记、改角色、停用")
    acts = users.add_subparsers(required=True, metavar="动作")
    _act(acts, "list", _users_list, "列出用户")
    add = _act(acts, "add", _users_add, "登记一个可以登录的人")
    add.add_argument("email", help="统一身份认证里的邮箱")
    add.add_argument("--name", default="", help="姓名")
    add.add_argument("--role", choices=ROLES, default="viewer", help=roles)
    role = _act(acts, "role", _users_role, "改角色")
    role.add_argument("user", help="邮箱或编号")
    role.add_argument("role", choices=ROLES, help=roles)
    for name, active, said in (("disable", False, "停用，随即退出登录"), ("enable", True, "重新启用")):
        act = _act(acts, name, _users_active, said)
        act.add_argument("user", help="邮箱或编号")
        act.set_defaults(active=active)
    out = _act(acts, "logout", _users_logout, "结束一个人的全部登录")
    out.add_argument("user", help="邮箱或编号")

    scopes = "、".join(f"{scope}（{SCOPE_WORDS[scope]}）" for scope in SCOPES)
    keys = commands.add_parser("keys", help="接入程序的密钥：新建、停用")
    acts = keys.add_subparsers(required=True, metavar="动作")
    _act(acts, "list", _keys_list, "列出密钥")
    add = _act(acts, "add", _keys_add, "新建密钥，只显示这一次")
    add.add_argument("name", help="给哪个接入程序用")
    add.add_argument("--scopes", default="ask,read", help=f"权限，逗号分隔：{scopes}")
    add.add_argument("--days", type=int, help="多少天后失效；不填不失效")
    revoke = _act(acts, "revoke", _keys_revoke, "停用密钥")
    revoke.add_argument("key", help="密钥编号")

    audit = commands.add_parser("audit", help="审计记录：查看、校验")
    acts = audit.add_subparsers(required=True, metavar="动作")
    listing = _act(acts, "list", _audit_list, "从第几条之后列出")
    listing.add_argument("--after", type=int, default=0)
    listing.add_argument("--limit", type=int, default=100)
    verify = _act(acts, "verify", _audit_verify, "逐条校验，看有没有被改动")
    verify.add_argument("--last", help="上次记下的最后一条的摘要：连末尾被截掉也能发现")


def _act(acts: Any, name: str, command: Callable[[argparse.Namespace], int], said: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(name, help=said)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(command=command)
    return parser


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


def _backup(arguments: argparse.Namespace) -> int:
    from assistant.memory.backup import back_up
    from assistant.settings import settings

    size = back_up(settings().memory_place, arguments.target)
    print(f"已备份到 {arguments.target}（{size / 1024**2:.1f} MB）")
    return 0


def _users_list(arguments: argparse.Namespace) -> int:
    with _memory() as memory:
        return _shown(arguments, memory.people.users(), _user_line)


def _users_add(arguments: argparse.Namespace) -> int:
    with _memory() as memory:
        user = memory.people.add_user(arguments.email, arguments.name, arguments.role)
        memory.audit.add(BY, "user.add", user.id, {"role": user.role})
        return _shown(arguments, [user], _user_line)


def _users_role(arguments: argparse.Namespace) -> int:
    with _memory() as memory:
        user = memory.people.change_user(arguments.user, role=arguments.role)
        memory.audit.add(BY, "user.role", user.id, {"role": user.role})
        return _shown(arguments, [user], _user_line)


def _users_active(arguments: argparse.Namespace) -> int:
    with _memory() as memory:
        user = memory.people.change_user(arguments.user, active=arguments.active)
        memory.audit.add(BY, "user.enable" if user.active else "user.disable", user.id)
        return _shown(arguments, [user], _user_line)


def _users_logout(arguments: argparse.Namespace) -> int:
    with _memory() as memory:
        user = memory.people.change_user(arguments.user)
        ended = memory.people.end_sessions(user.id)
        memory.audit.add(BY, "user.logout", user.id)
        print(f"已结束 {ended} 个登录")
    return 0


def _user_line(user: User) -> str:
    state = "" if user.active else "　已停用"
    return f"{user.id}　{user.email or '（无邮箱）'}　{user.name}　{ROLE_WORDS[user.role]}{state}"


def _keys_list(arguments: argparse.Namespace) -> int:
    with _memory() as memory:
        return _shown(arguments, memory.people.keys(), _key_line)


def _keys_add(arguments: argparse.Namespace) -> int:
    from assistant.errors import RequestInvalid

    wanted = [each.strip() for each in arguments.scopes.split(",") if each.strip()]
    if unknown := [each for each in wanted if each not in SCOPES]:
        raise RequestInvalid(f"没有“{'、'.join(unknown)}”这项权限。可选：{'、'.join(SCOPES)}。")
    if arguments.days is not None and arguments.days < 1:
        raise RequestInvalid("有效天数至少为 1。")
    with _memory() as memory:
        key, secret = memory.people.add_key(arguments.name, [each for each in SCOPES if each in wanted], arguments.days)
        memory.audit.add(BY, "key.add", key.id, {"scopes": key.scopes})
    if arguments.json:
        print(json.dumps({**key.model_dump(mode="json"), "secret": secret}, ensure_ascii=False))
    else:
        print(f"{_key_line(key)}\n密钥（只显示这一次）：{secret}")
    return 0


def _keys_revoke(arguments: argparse.Namespace) -> int:
    with _memory() as memory:
        key = memory.people.revoke_key(arguments.key)
        memory.audit.add(BY, "key.revoke", key.id)
        return _shown(arguments, [key], _key_line)


def _key_line(key: ApiKey) -> str:
    state = "　已停用" if key.revoked_at else f"　至 {key.expires_at:%Y-%m-%d}" if key.expires_at else ""
    return f"{key.id}　{key.name}　{','.join(key.scopes)}{state}"


def _audit_list(arguments: argparse.Namespace) -> int:
    with _memory() as memory:
        entries = memory.audit.entries(arguments.after, arguments.limit)
        return _shown(
            arguments, entries, lambda e: f"{e.number}　{e.at}　{e.actor}　{e.action}　{e.subject}　{e.detail}"
        )


def _audit_verify(arguments: argparse.Namespace) -> int:
    with _memory() as memory:
        found = memory.audit.verify()
        cut = arguments.last is not None and found.broken_at is None and not memory.audit.holds(arguments.last)
    if arguments.json:
        print(json.dumps({**found.model_dump(), "cut_off": cut}, ensure_ascii=False))
    elif found.broken_at is not None:
        print(f"第 {found.broken_at} 条不对：{found.reason}。它之前的 {found.entries} 条完好。")
    elif cut:
        print("找不到上次记下的最后一条：末尾的记录被截掉了。")
    else:
        print(f"{found.entries} 条全部完好。最后一条的摘要（请另行记下）：{found.last}")
    return 1 if cut or found.broken_at is not None else 0


def _shown(arguments: argparse.Namespace, records: Any, line: Callable[[Any], str]) -> int:
    if arguments.json:
        print(json.dumps([record.model_dump(mode="json") for record in records], ensure_ascii=False, indent=1))
    else:
        for record in records:
            print(line(record))
    return 0
