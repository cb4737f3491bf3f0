"""What the server-rendered pages share: templates, static files, headers, and the page for what went wrong.

Templates escape everything (`autoescape`); scripts and styles come from this server alone, none is inline, so
that text from a question, a note or a policy can never become code.
"""

from __future__ import annotations

import hashlib
import logging
import mimetypes
from collections.abc import Callable, Coroutine
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assistant.answer import Calculation, Total
from assistant.api.services import Services
from assistant.drafting import phrases
from assistant.drafting.notice import BESIDE
from assistant.drafting.result import reasons
from assistant.errors import AssistantFailure, RequestInvalid, UnknownRecord, UnknownRule
from index.documents.library import Library
from index.errors import IndexFailure, UnknownClause, UnknownDocument
from index.text.figures import scan

log = logging.getLogger(__name__)

HERE = Path(__file__).resolve().parent
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Cache-Control": "no-store",
}
NAVIGATION = [
    ("/", "对话"),
    ("/hotline", "热线"),
    ("/calculator", "计算器"),
    ("/library", "政策库"),
    ("/docs", "接口"),
]
# Two names that no input can have: ids of inputs hold no hyphen.
AS_OF, EVENT = "as-of", "event-date"

_UNSETTLED = {"not_eligible": "不能享受", "needs_info": "还需补充信息"}


class Site:
    """Renders the pages of one application."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.assistant = services.assistant
        self.run = services.run
        self.static = {path.name: path.read_bytes() for path in sorted((HERE / "static").iterdir())}
        self._version = hashlib.sha256(b"".join(self.static.values())).hexdigest()[:12]
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(navigation=NAVIGATION, static=self._static_url, as_of_name=AS_OF)
        self._templates.filters.update(
            figures=figures,
            lined=lined,
            status_word=lambda status: phrases.STATUS_WORDS[status],
            yuan=phrases.money,
            headline=headline,
            sum_words=sum_words,
            verb=lambda result: BESIDE[result.document_status] or "可得",
            reasons=reasons,
            day=lambda day: f"{day.year}年{day.month}月{day.day}日",
            clause_url=self.clause_url,
            source_url=self.source_url,
            clause_label=lambda clause_id: self.library.clause(clause_id).label,
            rule_url=rule_url,
            document_title=lambda document_id: self.library.document(document_id).title,
            region_of=self.region_of,
            document_short=lambda document_id: self.library.document(document_id).short_title,
        )

    @property
    def library(self) -> Library:
        return self.assistant.searcher.library

    def page(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A whole page, or the fragment that a script puts into one."""
        html = self._templates.get_template(template).render(**values)
        return HTMLResponse(html, status_code=status, headers=HEADERS)

    def as_of(self, request: Request) -> date:
        """The day the page speaks of: the address's, else today.

        Raises:
            RequestInvalid: it is no date.
        """
        written = request.query_params.get(AS_OF, "").strip()
        if not written:
            return self.assistant.today
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise RequestInvalid("日期要写成 2026-11-22 的样子，请改正后重试。", log="as-of is no date") from None

    def clause_url(self, clause_id: str) -> str:
        clause = self.library.clause(clause_id)
        return f"/library/{clause.document_id}#{quote(clause.locator)}"

    def source_url(self, clause_id: str) -> str:
        """Where the clause stands, or the library where an answer of earlier days cites what is no longer held."""
        return self.clause_url(clause_id) if self.library.has_clause(clause_id) else "/library"

    def region_of(self, document_id: str) -> str:
        """The place of a document; empty for one that is no longer held."""
        held = self.library.documents.get(document_id)
        return held.region if held else ""

    def sorry(self, status: int, message: str) -> HTMLResponse:
        """What went wrong, as a page."""
        titles = {404: "没有找到", 405: "无法打开", 400: "无法处理", 500: "出了意外"}
        return self.page("problem.html", status=status, title=titles[status], message=message)

    def _static_url(self, name: str) -> str:
        return f"/site/{name}?v={self._version}"


def rule_url(rule_id: str, values: dict[str, str] | None = None) -> str:
    """The calculator's form for a rule, filled in with what is known."""
    return f"/calculator/{quote(rule_id)}" + (f"?{urlencode(values)}" if values else "")


def headline(calculation: Calculation) -> str:
    """The result in a few words: the amount, or why there is none yet."""
    if calculation.semantics == "conditional":
        most = calculation.amount_max_yuan
        return "还不能确定" + (f"，最多{phrases.money(most)}" if most is not None else "")
    return phrases.amount(calculation) or _UNSETTLED.get(calculation.semantics, "原文未载明金额")


def sum_words(total: Total) -> str:
    """What several awards come to; where that is no single amount, what is sure of it."""
    words = phrases.amount(total)
    if words and total.semantics != "undetermined":
        return words
    sure = total.amount_min_yuan
    return f"至少{phrases.money(sure)}" if sure and Decimal(sure) > 0 else "金额待定"


def lined(text: str) -> Markup:
    """Policy text with its own line breaks."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def figures(text: str) -> Markup:
    """Policy text with each figure kept on one line together with its unit."""
    parts, last = [], 0
    for figure in scan(text):
        parts += [escape(text[last : figure.start]), Markup('<span class="figure">'), escape(figure.text)]
        parts.append(Markup("</span>"))
        last = figure.end
    return Markup("").join([*parts, escape(text[last:])])


def page_router(site: Site) -> APIRouter:
    """A router whose failures are pages: what happened and what to do, in Chinese."""

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                try:
                    return await handle(request)
                except (AssistantFailure, IndexFailure, RequestValidationError) as error:
                    return _problem(site, request, error)
                except Exception:
                    log.exception("page %s failed", request.url.path)
                    return site.sorry(500, "页面出了意外，请稍后再试；如反复出现，请运行 python -m assistant doctor。")

            return guarded

    return APIRouter(route_class=PageRoute, include_in_schema=False)


def static_routes(site: Site) -> APIRouter:
    """`/site/<file>`: the addresses carry a content hash, so browsers may keep them."""
    router = page_router(site)

    @router.get("/site/{name}")
    async def static(name: str) -> Response:
        if name not in site.static:
            return site.sorry(404, "没有这个文件。")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = HEADERS | {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(site.static[name], media_type=kind, headers=headers)

    return router


def _problem(site: Site, request: Request, error: AssistantFailure | IndexFailure | RequestValidationError) -> Response:
    if isinstance(error, RequestValidationError):
        return site.sorry(400, "请求的参数不对，请从页面上的链接或表单进入。")
    log.info("page %s: %s", request.url.path, error.log)
    missing = isinstance(error, UnknownRule | UnknownDocument | UnknownClause | UnknownRecord)
    return site.sorry(404 if missing else 400, error.message)
