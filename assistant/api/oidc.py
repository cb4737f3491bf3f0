"""Login through an OpenID provider: authlib speaks the protocol, this module says who may come in.

What the browser brings along between the two steps is in a signed cookie of ten minutes, whose key all workers share.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from joserfc.errors import JoseError
from markupsafe import escape
from starlette.exceptions import HTTPException
from starlette.middleware.sessions import SessionMiddleware

from assistant.api.access import Access
from assistant.api.login import inside, keep_session, login_page
from assistant.api.services import Core
from assistant.errors import AssistantFailure
from assistant.settings import Settings

log = logging.getLogger(__name__)

router = APIRouter(include_in_schema=False)

STATE_COOKIE = "policy_login"
_STATE_SECONDS = 600
_PROVIDER_SECONDS = 10.0
_NOT_REACHED = "连不上统一身份认证服务，请稍后再试；如反复出现，请联系管理员。"
_NOT_GOOD = "登录没有完成，请从头再试一次。"
_NOT_KNOWN = "您的账号还没有开通，请联系管理员。"
# The session's cookie is for our own pages only (SameSite=Strict); a page of ours in between makes the next step ours.
_ONWARD = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>登录成功</title>
<meta http-equiv="refresh" content="0;url={}"></head><body><p>登录成功，<a href="{}">继续</a>。</p></body></html>
"""


class Provider:
    """The provider of the settings; its own description is fetched at the first login."""

    def __init__(self, settings: Settings) -> None:
        assert settings.oidc_issuer is not None
        assert settings.oidc_client_secret is not None
        self.issuer = settings.oidc_issuer
        self.client: Any = OAuth().register(
            name="provider",
            server_metadata_url=self.issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": _PROVIDER_SECONDS,
            },
        )

    async def check(self) -> None:
        """Raises AssistantFailure where the provider describes another issuer than the one that is trusted."""
        described = (await self.client.load_server_metadata()).get("issuer", "")
        if described.rstrip("/") != self.issuer.rstrip("/"):
            raise AssistantFailure(_NOT_GOOD, log=f"the provider calls itself {described}, not {self.issuer}")


def install(app: FastAPI, settings: Settings) -> None:
    """Add the login where a provider is set."""
    if settings.oidc_issuer is None:
        return
    assert settings.oidc_client_secret is not None
    secret = settings.oidc_client_secret.get_secret_value().encode()
    app.state.provider = Provider(settings)
    app.include_router(router)
    app.add_middleware(
        SessionMiddleware,
        secret_key=hmac.digest(secret, b"login state", hashlib.sha256).hex(),
        session_cookie=STATE_COOKIE,
        max_age=_STATE_SECONDS,
        path="/login",
        same_site="lax",
        https_only=settings.cookie_secure,
    )


@router.get("/login/oidc")
async def begin(request: Request, core: Core, next: str = "/") -> Response:
    provider: Provider = request.app.state.provider
    request.session["next"] = inside(next)
    try:
        await provider.check()
        back = str(request.url_for("finish"))
        response: Response = await provider.client.authorize_redirect(request, back)
    except (AuthlibBaseError, httpx2.HTTPError, AssistantFailure) as error:
        return _failed(request, core, error)
    return response


@router.get("/login/callback", name="finish")
async def finish(request: Request, core: Core) -> Response:
    provider: Provider = request.app.state.provider
    access: Access = request.app.state.access
    target = inside(str(request.session.get("next", "/")))
    try:
        await provider.check()
        token: dict[str, Any] = await provider.client.authorize_access_token(request)
    except (AuthlibBaseError, JoseError, httpx2.HTTPError, AssistantFailure, ValueError) as error:
        await core.record("unknown", "login.failed")
        return _failed(request, core, error)
    said = token.get("userinfo") or {}
    subject, email = said.get("sub"), said.get("email") if said.get("email_verified") is True else None
    if not subject:
        raise HTTPException(401, _NOT_GOOD)
    name = str(said.get("name") or said.get("preferred_username") or "")
    subject, role = f"{provider.issuer} {subject}", core.settings.oidc_new_role or None
    user = await core.recall(lambda: core.memory.people.arrived(subject, email, name, role))
    request.session.clear()
    if user is None:
        await core.record("unknown", "login.refused")
        return login_page(request, core, target, _NOT_KNOWN, 403)
    session = await core.recall(lambda: access.open_session_of(user.id))
    await core.record(f"user:{user.id}", "login")
    response = HTMLResponse(_onward(target), headers={"Cache-Control": "no-store"})
    keep_session(response, core, session)
    return response


def _onward(target: str) -> str:
    return _ONWARD.format(escape(target), escape(target))


def _failed(request: Request, core: Core, error: Exception) -> Response:
    said = getattr(error, "log", None) or f"{type(error).__name__}: {error}"
    log.warning("login through the provider failed: %s", said)
    if isinstance(error, httpx2.HTTPError):
        return login_page(request, core, "/", _NOT_REACHED, 503)
    return login_page(request, core, "/", _NOT_GOOD, 401)
