"""Every route of the whole application against every role: the table is complete, and the guard keeps to it."""

import re

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from assistant.api.permits import TABLE, needed
from assistant.memory.store import Memory
from assistant.pages.router import add_pages
from assistant.roles import OF_ROLE, ROLES, SCOPES, Scope
from tests.servers.provider import provider

# What each door needs, written down once more: a change of the table must be a change here.
EXPECTED: dict[tuple[str, str], Scope | None] = {
    ("GET", "/healthz"): None,
    ("GET", "/readyz"): None,
    ("GET", "/login"): None,
    ("POST", "/login"): None,
    ("GET", "/login.css"): None,
    ("GET", "/login/oidc"): None,
    ("GET", "/login/callback"): None,
    ("POST", "/logout"): "read",
    ("GET", "/metrics"): "admin",
    ("GET", "/docs"): "read",
    ("GET", "/docs/{name}"): "read",
    ("GET", "/openapi.json"): "read",
    ("POST", "/api/ask"): "ask",
    ("POST", "/api/ask/stream"): "ask",
    ("GET", "/api/answers/{answer_id}"): "ask",
    ("POST", "/api/feedback"): "ask",
    ("GET", "/api/conversations"): "ask",
    ("POST", "/api/conversations"): "ask",
    ("GET", "/api/conversations/{conversation_id}"): "ask",
    ("PATCH", "/api/conversations/{conversation_id}"): "ask",
    ("DELETE", "/api/conversations/{conversation_id}"): "ask",
    ("GET", "/api/conversations/{conversation_id}/export"): "ask",
    ("GET", "/api/export"): "ask",
    ("GET", "/v1/models"): "ask",
    ("GET", "/v1/models/{model}"): "ask",
    ("POST", "/v1/chat/completions"): "ask",
    ("GET", "/api/search"): "read",
    ("GET", "/api/clauses/{clause_id:path}"): "read",
    ("GET", "/api/documents"): "read",
    ("GET", "/api/rules"): "read",
    ("POST", "/api/calculate"): "read",
    ("POST", "/api/match"): "read",
    ("POST", "/api/verify"): "read",
    ("GET", "/api/me"): "read",
    ("GET", "/mcp"): "read",
    ("POST", "/mcp"): "read",
    ("DELETE", "/mcp"): "read",
    ("GET", "/api/notes"): "notes",
    ("POST", "/api/notes"): "notes",
    ("PUT", "/api/notes/{note_id}"): "notes",
    ("DELETE", "/api/notes/{note_id}"): "notes",
    ("GET", "/api/users"): "admin",
    ("POST", "/api/users"): "admin",
    ("PATCH", "/api/users/{user_id}"): "admin",
    ("DELETE", "/api/users/{user_id}/sessions"): "admin",
    ("GET", "/api/keys"): "admin",
    ("POST", "/api/keys"): "admin",
    ("DELETE", "/api/keys/{key_id}"): "admin",
    ("GET", "/api/audit"): "admin",
    ("GET", "/api/audit/verify"): "admin",
}
PAGES = {
    "/": "ask", "/c": "ask", "/a": "ask",
    "/hotline": "notes", "/calculator": "read", "/library": "read", "/site": "read",
}  # fmt: skip


@pytest.fixture(scope="module")
def issuer():
    people = {role: {"email": f"{role}@example.cn", "email_verified": True} for role in ROLES}
    with provider(**people) as address:
        yield address


@pytest.fixture(scope="module")
def settings(issuer):
    return {"oidc_issuer": issuer, "oidc_client_id": "policy", "oidc_client_secret": "s" * 32, "cookie_secure": False}


def routes(router):
    """(method, template) of everything that is served but gradio's own."""
    for found in iter_route_contexts(router.routes):
        path, methods = found.path, found.methods
        if path is None or "{rest" in path:
            continue
        for method in sorted((methods or {"GET", "POST", "DELETE"}) - {"HEAD"}):
            yield method, path


def test_every_route_stands_in_the_table(application, settings):
    found = set(routes(application(**settings).router))
    assert found == set(EXPECTED)


def test_every_page_stands_in_the_table(application):
    app = application()
    before = set(routes(app.router))
    add_pages(app)
    found = set(routes(app.router)) - before
    assert len(found) >= 12
    for method, path in found:
        first = "/" + path.split("/")[1]
        edits = method not in ("GET", "HEAD") or path.startswith("/library/desk")
        assert needed(method, filled(path)) == ("edit" if edits and first == "/library" else PAGES[first]), path


def test_what_stands_nowhere_is_for_administrators():
    for method, path in (
        ("GET", "/nothing"),
        ("POST", "/"),
        ("POST", "/site/x"),
        ("DELETE", "/api/documents"),
        ("GET", "/apis"),
    ):
        wanted = needed(method, path)
        assert wanted == ("read" if path.startswith("/api/") else "admin"), path
    assert {scope for _, _, scope in TABLE} == set(SCOPES)


def filled(path):
    return re.sub(r"\{[^}]*\}", "x", path)


@pytest.mark.parametrize("role", [*ROLES, None])
def test_the_guard_lets_each_role_do_what_the_table_says(application, serve_app, settings, role, tmp_path):
    path = tmp_path / "memory.db"
    address = serve_app(application(path, **settings, rate_limit=100_000))
    with httpx.Client(base_url=address, timeout=60) as browser:
        if role is not None:
            memory = Memory(path)
            memory.people.add_user(f"{role}@example.cn", "", role)
            memory.close()
            sent = browser.get("/login/oidc").headers["location"]
            browser.get(httpx.post(sent, data={"sub": role}).headers["location"])
        for (method, template), scope in EXPECTED.items():
            if template.startswith("/log"):
                continue  # would end this very session, or begin another
            status = browser.request(method, filled(template), headers={"Accept": "application/json"}).status_code
            if scope is None:
                assert status == 200, (method, template)
            elif role is None:
                assert status == 401, (method, template)
            else:
                assert (status == 403) == (scope not in OF_ROLE[role]), (method, template, status)
                assert status not in (401, 500), (method, template)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_may_do_what_its_scopes_say(application, serve_app, token, scope, tmp_path):
    path = tmp_path / "memory.db"
    address = serve_app(application(path, token=token, rate_limit=100_000))
    memory = Memory(path)
    _, secret = memory.people.add_key("x", [scope])
    memory.close()
    headers = {"Authorization": f"Bearer {secret}", "Accept": "application/json"}
    with httpx.Client(base_url=address, headers=headers, timeout=60) as client:
        for (method, template), wanted in EXPECTED.items():
            if wanted is not None and not template.startswith("/log"):
                status = client.request(method, filled(template)).status_code
                assert (status == 403) == (wanted != scope), (method, template, status)
        assert client.get("/api/me").status_code == (200 if scope == "read" else 403)


def test_an_administrator_gives_and_takes(application, serve_app, token, tmp_path):
    path = tmp_path / "memory.db"
    address = serve_app(application(path, token=token))
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=address, headers=headers, timeout=60) as admin:
        user = admin.post("/api/users", json={"email": "Li@example.cn", "role": "operator"}).json()
        assert user["email"] == "li@example.cn"
        assert admin.post("/api/users", json={"email": "li@example.cn"}).status_code == 409
        assert admin.patch(f"/api/users/{user['id']}", json={"role": "editor"}).json()["role"] == "editor"
        assert admin.patch("/api/users/nobody", json={"role": "editor"}).status_code == 404
        assert admin.delete(f"/api/users/{user['id']}/sessions").status_code == 204
        key = admin.post("/api/keys", json={"name": "门户", "scopes": ["ask"]}).json()
        own = {"Authorization": f"Bearer {key['secret']}"}
        asked = httpx.post(f"{address}/api/ask", json={"question": "绍兴小巨人奖励多少？"}, headers=own, timeout=60)
        assert asked.status_code == 200
        # A key keeps its own conversations without any cookie.
        started = httpx.post(f"{address}/api/conversations", json={}, headers=own).json()["id"]
        listed = httpx.get(f"{address}/api/conversations", headers=own).json()
        assert [each["id"] for each in listed] == [started]
        assert "secret" not in admin.get("/api/keys").text
        assert admin.delete(f"/api/keys/{key['id']}").json()["revoked_at"]
        assert httpx.get(f"{address}/api/conversations", headers=own).status_code == 401
        assert [each["role"] for each in admin.get("/api/users").json()] == ["editor"]
        entries = admin.get("/api/audit").json()
        assert [each["action"] for each in entries] == [
            "user.add", "user.change", "user.logout", "key.add", "ask", "key.revoke",
        ]  # fmt: skip
        assert {each["actor"] for each in entries} == {"token", f"key:{key['id']}"}
        verdict = admin.get("/api/audit/verify").json()
        assert (verdict["entries"], verdict["broken_at"]) == (6, None)
