"""The API as one application. Pages are added to it in `assistant.pages.server`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.routing import Match
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant import __version__
from assistant.api import admin, ask, awards, conversations, corpus, docs, health, login, oidc, openai_chat, problems
from assistant.api.access import Access
from assistant.api.guard import METHODS, Guard
from assistant.api.mcp_door import mcp_routes, mcp_server
from assistant.api.services import Services
from assistant.memory.retention import Housekeeper
from assistant.memory.store import Memory
from assistant.pipeline import Assistant
from assistant.settings import Settings, refuse_open_doors

_ABOUT = """就产业政策提问，得到逐句标明出处的回答；金额由程序按条款计算。

错误一律为 `application/problem+json`（RFC 9457），`detail` 是给人看的中文说明，`code` 供程序判断。"""


def create_api(assistant: Assistant, settings: Settings, memory: Memory, *, behind: bool = False) -> FastAPI:
    """The application without pages. Assistant and memory are closed by who opened them.

    `behind`: it is reached through another process of this service only, which tells whom it speaks for.

    Raises:
        SettingsInvalid: it would be open to anybody.
    """
    refuse_open_doors(settings)
    services = Services(assistant, settings, memory)
    access = Access(settings, memory.people)
    housekeeper = Housekeeper(memory.retention)

    tools = mcp_server(assistant, lambda: services.verifier, services.run)
    routes = mcp_routes(tools)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        housekeeper.start()
        try:
            async with tools.session_manager.run():
                yield
        finally:
            await anyio.to_thread.run_sync(housekeeper.close)

    app = FastAPI(
        title="政策问答助手",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=running,
    )
    app.state.services = services
    app.state.access = access
    oidc.install(app, settings)
    app.add_middleware(Guard, services=services, access=access)
    if behind or settings.proxies:  # outermost: everybody behind it sees the client's own address
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts="*" if behind else settings.proxies)
    problems.install(app)
    for module in (ask, corpus, awards, conversations, openai_chat, admin, health, login, docs):
        app.include_router(module.router)
    app.router.routes.extend(routes)
    return app


def close_api(app: FastAPI) -> None:
    """What no router of /api and /v1 took is a problem of the API's own, not a page's. Call after all routers."""

    async def nothing_here(request: Request) -> None:
        scope = dict(request.scope)
        allowed = [m for m in METHODS if any(r.matches({**scope, "method": m})[0] is Match.FULL for r in known)]
        if allowed:
            raise HTTPException(405, headers={"Allow": ", ".join(allowed)})
        raise HTTPException(404)

    docs.describe(app)
    known = list(app.router.routes)
    for prefix in ("/api", "/v1"):
        app.add_api_route(prefix + "/{rest:path}", nothing_here, methods=list(METHODS), include_in_schema=False)
