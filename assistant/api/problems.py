"""Errors as RFC 9457 problem details: a Chinese sentence for the person, a stable code for the program."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from assistant.errors import AssistantFailure, Overloaded, UnsupportedParameter
from index.errors import IndexFailure

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

_STATUS = {
    "question_refused": 422,
    "query_refused": 422,
    "request_invalid": 422,
    "input_invalid": 422,
    "unsupported_parameter": 400,
    "model_not_found": 404,
    "unknown_place": 404,
    "already_there": 409,
    "unknown_rule": 404,
    "unknown_clause": 404,
    "unknown_document": 404,
    "unknown_record": 404,
    "model_unavailable": 503,
    "memory_unavailable": 503,
    "embedding_unavailable": 503,
    "index_missing": 503,
    "overloaded": 503,
}
_TITLES = {
    400: "请求有误",
    401: "需要登录",
    403: "不允许的请求",
    404: "没有找到",
    405: "方法不对",
    406: "格式不支持",
    408: "等得太久",
    409: "已经有了",
    413: "内容太大",
    415: "格式不支持",
    421: "访问地址不对",
    422: "内容不合要求",
    429: "请求太频繁",
    500: "服务内部错误",
    503: "暂时不可用",
}
_DETAILS = {
    401: "请先登录，或在请求头里带上 Authorization: Bearer 令牌。",
    404: "这个地址没有内容。接口说明见 /docs。",
    405: "这个接口不支持该请求方法，说明见 /docs。",
    400: "请求读不出来，请检查是否为合法的 JSON。",
}


class InvalidField(BaseModel):
    """One field that is wrong, and why."""

    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457, with `code` for programs and, for a wrong body, the fields that are wrong."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="给人看的中文说明，写明怎么办")
    code: str = Field(description="给程序用的稳定代码")
    errors: list[InvalidField] = []
    param: str | None = Field(None, description="不支持的参数")


def problem_of(error: Exception) -> Problem:
    """Any error as a problem; what is no failure of ours says nothing of its inside."""
    if isinstance(error, AssistantFailure | IndexFailure):
        status = _STATUS.get(error.code, 500)
        param = error.param if isinstance(error, UnsupportedParameter) else None
        return Problem(title=_TITLES[status], status=status, detail=error.message, code=error.code, param=param)
    return Problem(
        title=_TITLES[500],
        status=500,
        detail="服务出了意外，请稍后再试；如反复出现，请运行 python -m assistant doctor。",
        code="internal",
    )


def problem(status: int, detail: str = "", code: str = "", errors: list[InvalidField] | None = None) -> Problem:
    """A problem of HTTP's own."""
    return Problem(
        title=_TITLES.get(status, "请求未能完成"),
        status=status,
        detail=detail or _DETAILS.get(status, "请求未能完成。"),
        code=code or _http_code(status),
        errors=errors or [],
    )


def response(found: Problem, headers: Mapping[str, str] | None = None, path: str = "") -> JSONResponse:
    """The problem on the wire; below /v1 with the member that OpenAI's clients read."""
    body: dict[str, Any] = found.model_dump(exclude_defaults=True) | {"type": found.type}
    if path.startswith("/v1/"):
        body |= _for_openai(found)
    return JSONResponse(body, found.status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def openai_error(found: Problem) -> str:
    """A problem in the middle of a stream as OpenAI's clients read it."""
    return json.dumps(_for_openai(found), ensure_ascii=False)


def _for_openai(found: Problem) -> dict[str, Any]:
    return {"error": {"message": found.detail, "type": found.code, "param": found.param, "code": found.code}}


def install(app: FastAPI) -> None:
    """Make every error of the application a problem."""

    async def failure(request: Request, error: Exception) -> JSONResponse:
        found = problem_of(error)
        if found.status >= 500:
            log.error("%s: %s", request.url.path, getattr(error, "log", error))
        wait = error.retry_after if isinstance(error, Overloaded) else 5
        headers = {"Retry-After": str(wait)} if found.status == 503 else None
        return response(found, headers, request.url.path)

    async def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        detail = error.detail if _is_chinese(error.detail) else ""
        return response(problem(error.status_code, detail), error.headers, request.url.path)

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        fields = [_field(each) for each in error.errors()]
        named = "；".join(f"{each.field}：{each.message}" for each in fields[:3])
        return response(problem(422, f"请求内容不合要求。{named}。", "request_invalid", fields), path=request.url.path)

    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("%s failed", request.url.path, exc_info=error)
        return response(problem_of(error), path=request.url.path)

    app.add_exception_handler(AssistantFailure, failure)
    app.add_exception_handler(IndexFailure, failure)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, unexpected)


def _http_code(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "_").replace("-", "_")


def _is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


_MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查名称",
    "json_invalid": "不是合法的 JSON",
    "string_type": "应为文字",
    "string_too_short": "不能少于 {min_length} 个字",
    "string_too_long": "不能超过 {max_length} 个字",
    "string_pattern_mismatch": "写法不对",
    "string_unicode": "含有无法识别的字符",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "too_short": "不能少于 {min_length} 项",
    "too_long": "不能多于 {max_length} 项",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
    "date_from_datetime_parsing": "日期请写成 2026-11-22",
    "date_parsing": "日期请写成 2026-11-22",
    "date_type": "日期请写成 2026-11-22",
    "date_from_datetime_inexact": "日期请写成 2026-11-22",
    "value_error": "{error}",
}


def _field(error: Mapping[str, Any]) -> InvalidField:
    kind, context = error["type"], error.get("ctx", {})
    where = ".".join(str(part) for part in error["loc"] if part not in ("body", "query", "path"))
    message = _MESSAGES.get(kind, "写法不对").format_map(_Lenient(context))
    return InvalidField(field=where or "请求体", message=message)


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "规定的值"
