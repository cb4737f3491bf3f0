"""The planning step: a bounded, unstreamed tool loop. Nothing the model writes here is released or kept.

What comes of it are the cards and calculations of the `Toolbox`; malformed arguments, unknown tools and refused
calls are answered in words, and after three steps it is over.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, Literal

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import StructuredTool
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from assistant.calculator.inputs import InputRegistry
from assistant.drafting.model_endpoint import Endpoint
from assistant.drafting.model_tools import Toolbox
from assistant.drafting.prompts import load_prompt
from assistant.errors import ModelUnavailable
from index.errors import IndexFailure

STEPS = 3
CALLS_A_STEP = 4


class Query(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(min_length=1, max_length=200)


def plan(
    endpoint: Endpoint, toolbox: Toolbox, registry: InputRegistry, rules: str, request: str, seconds: float
) -> None:
    """Let the model use the tools, at most three times and `seconds` in all; results stay in the toolbox.

    Raises:
        ModelUnavailable: the endpoint failed or time ran out; what the toolbox holds by then is good.
    """
    until = time.monotonic() + seconds
    messages: list[BaseMessage] = [SystemMessage(rules), HumanMessage(request)]
    for _ in range(STEPS):
        left = until - time.monotonic()
        if left <= 0:
            raise ModelUnavailable("大模型补查补算超时。", log="planning timed out", code="model_timeout")
        tools = make_tools(toolbox, registry)
        reply = endpoint.exchange(messages, tools, left)
        answers = _run(reply, {tool.name: tool for tool in tools}, toolbox)
        if not answers:
            return
        messages += [reply, *answers]


def make_tools(toolbox: Toolbox, registry: InputRegistry) -> list[StructuredTool]:
    """The tools with their schemas; those of a calculation come from the input registry, money as a string."""
    tools: list[StructuredTool] = [
        _tool("search_clauses", toolbox.search_clauses, Query),
        _tool("find_awards", toolbox.find_awards, Query),
    ]
    if toolbox.asks_sum and toolbox.awards:
        tools.append(_tool("calculate_award", toolbox.calculate_award, calculation_schema(toolbox, registry)))
    return tools


def calculation_schema(toolbox: Toolbox, registry: InputRegistry) -> type[BaseModel]:
    """`{"award": one of the awards at hand, "facts": {input: value}}`."""
    facts = registry.model("Facts", toolbox.input_ids())
    awards: Any = Literal[tuple(toolbox.awards)]
    return create_model(
        "Calculation",
        __config__=ConfigDict(extra="forbid"),
        award=(awards, ...),
        facts=(facts, Field(default_factory=facts)),
    )


def _tool(name: str, work: Any, schema: type[BaseModel]) -> StructuredTool:
    return StructuredTool(name=name, description=load_prompt(f"tool_{name}").fill(), func=work, args_schema=schema)


def _run(reply: AIMessage, tools: dict[str, StructuredTool], toolbox: Toolbox) -> Sequence[ToolMessage]:
    """The reply's calls carried out, one message each; none when it called for nothing."""
    answers = [
        ToolMessage(_carry_out(call["name"], call["args"], tools, toolbox), tool_call_id=call["id"] or "")
        for call in reply.tool_calls[:CALLS_A_STEP]
    ]
    answers += [
        ToolMessage("没有执行：一次最多调用四个工具。", tool_call_id=call["id"] or "")
        for call in reply.tool_calls[CALLS_A_STEP:]
    ]
    for broken in reply.invalid_tool_calls:
        toolbox.refused += 1
        answers.append(ToolMessage("没有执行：参数不是合法的 JSON。", tool_call_id=broken["id"] or ""))
    return answers


def _carry_out(name: str, arguments: dict[str, Any], tools: dict[str, StructuredTool], toolbox: Toolbox) -> str:
    tool = tools.get(name)
    if tool is None:
        toolbox.refused += 1
        return f"没有执行：没有名为“{name[:40]}”的工具，可用的是{'、'.join(tools)}。"
    try:
        checked = _checked(tool, arguments)
        return str(tool.func(**checked)) if tool.func else ""
    except ValidationError as error:
        toolbox.refused += 1
        named = "、".join(".".join(str(part) for part in each["loc"]) for each in error.errors()[:3])
        return f"没有执行：参数不合要求（{named}）。"
    except IndexFailure as error:
        return f"没有执行：{error.message}"


def _checked(tool: StructuredTool, arguments: dict[str, Any]) -> dict[str, Any]:
    """Raises ValidationError."""
    schema = tool.args_schema
    assert isinstance(schema, type)
    assert issubclass(schema, BaseModel)
    return schema.model_validate(arguments).model_dump(exclude_none=True)
