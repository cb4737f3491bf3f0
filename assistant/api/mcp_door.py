"""The MCP server: the clauses, the awards and the calculator as tools for anybody's agent.

The same functions as the API's; an agent gets data with its source, never a sentence that a model wrote. Over HTTP it
stands behind the same guard as every other door; over stdio it speaks to whoever started it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypeVar

import anyio.to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field
from starlette.routing import BaseRoute

from assistant.answer import PROFILE_LIMIT, QUESTION_LIMIT, Calculation
from assistant.api.lookup import award_hits, clause_detail, clause_hits
from assistant.api.schema import ClauseDetail, FoundAward, FoundClause, InputValue, RuleInput
from assistant.clock import today
from assistant.errors import AssistantFailure
from assistant.gates.verify import Verifier, VerifyRequest, VerifyResult
from assistant.pipeline import Assistant
from assistant.rulebook.commands import listed
from index.errors import IndexFailure

PATH = "/mcp"
ABOUT = (
    "政策条款与奖补测算。金额一律用 calculate_award 计算，不要自己算；引用条款用 search_clauses、get_clause 的原文；"
    "写好的回答交给 verify_text 逐句核对。文件可能是征求意见稿或已到期，看 status。"
)
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)

Day = Annotated[date | None, Field(description="按哪一天的政策状态，如 2026-11-22；不填为今天")]
Query = Annotated[str, Field(min_length=1, max_length=QUESTION_LIMIT, description="关键词、名称、条款号或一句话")]
Regions = Annotated[list[str] | None, Field(description="只看这些地区；不填为全部", max_length=10)]
Limit = Annotated[int, Field(ge=1, le=50, description="最多返回几条")]

T = TypeVar("T")
# How a piece of the core is run: in the server's fair turns, or in a thread.
Runner = Callable[[Callable[[], Any]], Awaitable[Any]]


class Clauses(BaseModel):
    """检索到的条款，最相符的在前。"""

    clauses: list[FoundClause]


class Award(FoundAward):
    """一项奖补，连同测算要用的输入项。"""

    inputs: list[RuleInput]


class Awards(BaseModel):
    """名称或内容相符的奖补，最相符的在前。"""

    awards: list[Award]


async def in_a_thread(call: Callable[[], T]) -> T:
    return await anyio.to_thread.run_sync(call)


def mcp_server(assistant: Assistant, verifier: Callable[[], Verifier], run: Runner = in_a_thread) -> MCPServer:
    """The server with its tools over an opened assistant."""
    server = MCPServer("policy-assistant", title="政策问答助手", instructions=ABOUT, log_level="WARNING")

    async def answered(call: Callable[[], T]) -> T:
        try:
            found: T = await run(call)
        except (AssistantFailure, IndexFailure) as error:
            raise ToolError(error.message) from error
        return found

    @server.tool(title="检索条款", annotations=_READS)
    async def search_clauses(query: Query, regions: Regions = None, as_of: Day = None, limit: Limit = 10) -> Clauses:
        """按关键词或一句话检索政策条款，返回整条原文、命中的语句、所属文件及其状态。"""
        found = await answered(lambda: clause_hits(assistant, query, limit, regions or [], [], as_of))
        return Clauses(clauses=found)

    @server.tool(title="查看一条条款", annotations=_READS)
    async def get_clause(
        clause_id: Annotated[str, Field(max_length=200, description="如 shaoxing-2025/(十二)，半角、全角括号都认")],
        as_of: Day = None,
    ) -> ClauseDetail:
        """一条条款的原文、位置、上下级、由它产生的奖补。"""
        return await answered(lambda: clause_detail(assistant, clause_id, as_of or today()))

    @server.tool(title="查找奖补", annotations=_READS)
    async def find_awards(query: Query, regions: Regions = None, as_of: Day = None, limit: Limit = 10) -> Awards:
        """按名称或内容查找奖补，返回规则编号、依据、测算要用的输入项。"""
        found = await answered(lambda: award_hits(assistant, query, limit, regions or [], [], as_of))
        return Awards(awards=[_with_inputs(assistant, each) for each in found])

    @server.tool(title="测算金额", annotations=_READS)
    async def calculate_award(
        rule_id: Annotated[str, Field(max_length=200, description="find_awards 给出的 rule_id")],
        inputs: Annotated[
            dict[str, InputValue], Field(max_length=60, description='按人的写法，如 {"revenue": "1.2亿元"}')
        ],
        as_of: Day = None,
        event_date: Annotated[
            str | None, Field(max_length=40, description="事项发生的日期：2024-05-01、2024-05 或 2024")
        ] = None,
    ) -> Calculation:
        """按一条规则测算金额。缺少的输入列在 missing 里；不知道就是不知道，不按零计算。金额以元计，是十进制字符串。"""
        book = assistant.rulebook
        return await answered(lambda: book.calculate(rule_id, inputs, as_of or today(), event_date))

    @server.tool(title="逐句核对", annotations=_READS)
    async def verify_text(
        text: Annotated[str, Field(min_length=1, max_length=PROFILE_LIMIT, description="带 [1]、[2] 标记的回答")],
        cites: Annotated[
            dict[str, str], Field(max_length=100, description='标记指哪一条，如 {"1": "shaoxing-2025/(十二)"}')
        ],
        question: Annotated[str, Field(max_length=PROFILE_LIMIT)] = "",
        as_of: Day = None,
    ) -> VerifyResult:
        """逐句核对一段回答：没有条款支持的句子给出哪一道没过、为什么。"""
        request = VerifyRequest(answer=text, cites=cites, question=question, as_of=as_of)
        return await answered(lambda: verifier().verify(request, today()))

    return server


def mcp_routes(server: MCPServer) -> list[BaseRoute]:
    """The server's one address over HTTP, without sessions: any worker can answer any call.

    `server.session_manager.run()` must be entered while they are served.
    """
    application = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        # Hosts and origins are the guard's matter, as at every door.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return list(application.routes)


def _with_inputs(assistant: Assistant, found: FoundAward) -> Award:
    book = assistant.rulebook
    return Award.model_validate({**found.model_dump(), "inputs": listed(book, book.rule(found.rule_id))["inputs"]})
