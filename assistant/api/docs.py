"""The interface described: /openapi.json, and /docs to read and try it, from files of our own (no CDN)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse, HTMLResponse
from starlette.exceptions import HTTPException

from assistant.api.headers import DOCS
from assistant.api.problems import MEDIA_TYPE, Problem

router = APIRouter(include_in_schema=False)

_STATIC = Path(__file__).resolve().parent / "static"
_FILES = {
    "swagger-ui-bundle.js": ("swagger-ui/swagger-ui-bundle.js", "text/javascript"),
    "swagger-ui.css": ("swagger-ui/swagger-ui.css", "text/css"),
    "docs.js": ("docs.js", "text/javascript"),
}
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>接口说明 · 政策问答助手</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/docs.js"></script></body>
</html>
"""
# What any operation may answer beside its own results.
_ANYWHERE = {
    "401": "需要登录（仅在设置了访问令牌时）",
    "403": "请求来自其他网站",
    "413": "内容太大",
    "421": "访问地址不对",
    "429": "请求太频繁，Retry-After 是要等的秒数",
    "500": "服务内部错误",
    "503": "暂时不可用",
}


@router.get("/docs")
async def docs() -> HTMLResponse:
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": DOCS})


@router.get("/docs/{name}")
async def asset(name: str) -> FileResponse:
    if name not in _FILES:
        raise HTTPException(404)
    path, media_type = _FILES[name]
    return FileResponse(_STATIC / path, media_type=media_type, headers={"Cache-Control": "max-age=86400"})


def describe(app: FastAPI) -> None:
    """Make the application's OpenAPI description say what really comes: problems, not FastAPI's own errors."""

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            app.openapi_schema = _with_problems(found)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schema.pop("$defs", {})
    schemas["Problem"] = schema
    document["components"]["securitySchemes"] = {"令牌": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{}, {"令牌": []}]
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in document["paths"].values():
        for operation in operations.values():
            responses = operation["responses"]
            takes = "parameters" in operation or "requestBody" in operation
            also = {"400": "读不出来", "404": "没有找到", "409": "已经有了", "422": "内容不合要求"} if takes else {}
            for status, description in {**also, **_ANYWHERE}.items():
                responses[status] = {"description": description, "content": content}
    return document
