"""Who may do what: a role is a set of scopes, a key of an integration carries scopes of its own."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["viewer", "operator", "editor", "admin"]
Scope = Literal["read", "ask", "notes", "edit", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
SCOPES: tuple[Scope, ...] = get_args(Scope)

ROLE_WORDS: dict[Role, str] = {"viewer": "查询", "operator": "坐席", "editor": "编辑", "admin": "管理"}
SCOPE_WORDS: dict[Scope, str] = {
    "read": "检索条款、规则、测算、核对",
    "ask": "提问、对话、反馈",
    "notes": "热线页与通话记录",
    "edit": "增改政策文件与规则",
    "admin": "管理用户、密钥、审计与运行指标",
}
# Each role may what the one before it may, and more.
OF_ROLE: dict[Role, frozenset[Scope]] = {
    "viewer": frozenset({"read", "ask"}),
    "operator": frozenset({"read", "ask", "notes"}),
    "editor": frozenset({"read", "ask", "notes", "edit"}),
    "admin": frozenset(SCOPES),
}
