"""The login page: the team's token typed once, or a person's account at the provider, opens a session for a day."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader

from assistant.api.access import SESSION_COOKIE, Access
from assistant.api.services import Core, Sender, Services
from assistant.memory.people import SESSION_SECONDS
from assistant.settings import LOOPBACK

router = APIRouter(include_in_schema=False)

_HERE = Path(__file__).resolve().parent
_templates = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
WRONG = "令牌不对，请核对后重试。"
NOT_SECURE = "本页不是 https，登录状态无法保存。请改用 https 访问，或由管理员设置 POLICY_COOKIE_SECURE=false。"


@router.get("/login")
async def page(request: Request, core: Core, next: str = "/") -> Response:
    access: Access = request.app.state.access
    if not access.locked:
        return RedirectResponse("/", 303)
    return login_page(request, core, inside(next))


@router.post("/login")
async def log_in(request: Request, core: Core) -> Response:
    access: Access = request.app.state.access
    form = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=5)
    target = inside(form.get("next", ["/"])[0])
    if not access.is_token(form.get("token", [""])[0].strip()):
        await core.record("unknown", "login.failed")
        return login_page(request, core, target, WRONG, 401)
    response = RedirectResponse(target, 303)
    keep_session(response, core, await core.recall(access.open_session))
    await core.record("token", "login")
    return response


def keep_session(response: Response, core: Services, value: str) -> None:
    """Put a session's value into the browser's cookie."""
    response.set_cookie(
        SESSION_COOKIE,
        value,
        max_age=SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        secure=core.settings.cookie_secure,
    )


@router.post("/logout")
async def log_out(request: Request, core: Core, caller: Sender) -> Response:
    """End the session itself: a copied cookie is worth nothing afterwards."""
    access: Access = request.app.state.access
    await core.recall(lambda: access.end_session(request.headers))
    await core.record(caller.actor, "logout")
    response = RedirectResponse("/login", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


@router.get("/login.css")
async def style() -> FileResponse:
    return FileResponse(_HERE / "static" / "login.css", media_type="text/css")


def inside(target: str) -> str:
    """The path to go on to; anything that leads to another host leads home."""
    parts = urlsplit(target)
    local = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return target if local and target.isprintable() else "/"


def login_page(request: Request, core: Core, target: str, problem: str = "", status: int = 200) -> HTMLResponse:
    """The page with its ways in, and what went wrong before."""
    access: Access = request.app.state.access
    plain = request.url.scheme == "http" and (request.url.hostname or "") not in LOOPBACK
    lost = plain and core.settings.cookie_secure
    html = _templates.get_template("login.html").render(
        next=target,
        problem=problem,
        warning=NOT_SECURE if lost else "",
        takes_token=access.takes_token,
        provider=core.settings.oidc_issuer is not None,
    )
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
