"""What went wrong outside the pages' own routes, as a page for a browser and as a problem for a program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from assistant.pages.site import Site

_Handler = Callable[[Request, Exception], Awaitable[Response]]
_WORDS = {
    404: "没有这个页面。地址可能写错了，或内容已被删除。",
    405: "这个地址不能这样打开，请从页面上的链接进入。",
}


def install(app: FastAPI, site: Site) -> None:
    """Call after the API's own handlers are in place: what is no page's affair stays theirs."""
    problem = cast(_Handler, app.exception_handlers[HTTPException])

    async def shown(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        path = request.url.path
        is_page = "text/html" in request.headers.get("accept", "") and not path.startswith(("/api/", "/v1/"))
        if is_page and error.status_code in _WORDS:
            return site.sorry(error.status_code, _WORDS[error.status_code])
        return await problem(request, error)

    app.add_exception_handler(HTTPException, shown)
