"""What each door asks for: the one table of routes and scopes. What stands in no row is for administrators."""

from __future__ import annotations

import re

from assistant.api.access import SAFE_METHODS
from assistant.roles import Scope

_ANY = ""
_READING = "safe"
_CHANGING = "unsafe"

# (which methods, path, scope); the first row that fits decides.
TABLE: tuple[tuple[str, str, Scope], ...] = (
    (_ANY, r"/api/(ask|ask/stream|feedback|conversations|export)", "ask"),
    (_ANY, r"/api/(answers|conversations)/.*", "ask"),
    (_ANY, r"/v1/.*", "ask"),
    (_READING, r"/api/(search|documents|rules)", "read"),
    (_READING, r"/api/clauses/.*", "read"),
    (_ANY, r"/api/(calculate|match|verify)", "read"),
    (_ANY, r"/mcp(/.*)?", "read"),
    (_ANY, r"/api/notes(/.*)?", "notes"),
    (_ANY, r"/hotline(/.*)?", "notes"),
    (_READING, r"/api/me", "read"),
    (_ANY, r"/logout", "read"),
    (_ANY, r"/calculator(/.*)?", "read"),
    (_ANY, r"/library/desk(/.*)?", "edit"),
    (_READING, r"/library(/.*)?", "read"),
    (_CHANGING, r"/library(/.*)?", "edit"),
    (_READING, r"/(docs|docs/.*|openapi\.json)", "read"),
    (_READING, r"/site/.*", "read"),
    (_READING, r"/metrics", "admin"),
    (_ANY, r"/api/(users|keys|audit|sessions)(/.*)?", "admin"),
    (_READING, r"/|/[ac]/.*", "ask"),
    (_READING, r"/(favicon\.ico|robots\.txt)", "read"),
    # What gradio serves is closed but for a few addresses by `chat_door`.
    (_ANY, r"/gradio(/.*)?", "ask"),
    # What no router took is a problem of the API's own and tells nothing.
    (_ANY, r"/(api|v1)(/.*)?", "read"),
)
_ROWS = tuple((methods, re.compile(path), scope) for methods, path, scope in TABLE)


def needed(method: str, path: str) -> Scope:
    """The scope a request needs."""
    kind = _READING if method in SAFE_METHODS else _CHANGING
    for methods, pattern, scope in _ROWS:
        if methods in (_ANY, kind) and pattern.fullmatch(path):
            return scope
    return "admin"
