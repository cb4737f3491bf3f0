"""The planning step: a bounded, unstreamed tool loop. Nothing the model writes here is released or kept.

What comes of it are the cards and calculations of the `Toolbox`; malformed arguments, unknown tools and refused
calls are answered in words, and after three steps it is over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Literal

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolCall, ToolMessage
from langchain_core.tools import StructuredTool
from langsmith import tracing_context
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic.v1 import ValidationError as ValidationErrorV1

from assistant.calculator.inputs import InputRegistry
from assistant.drafting.model_endpoint import Endpoint
from assistant.drafting.model_tools import Toolbox
from assistant.drafting.prompts import load_prompt
from assistant.errors import ModelUnavailable

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
        _tool(toolbox, toolbox.search_clauses, Query),
        _tool(toolbox, toolbox.find_awards, Query),
    ]
    if toolbox.asks_sum and toolbox.awards:
        tools.append(_tool(toolbox, toolbox.calculate_award, calculation_schema(toolbox, registry)))
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


def _tool(toolbox: Toolbox, work: Callable[..., str], schema: type[BaseModel]) -> StructuredTool:
    """A tool whose refusals, and the mistakes in whose arguments, come back to the model in Chinese."""

    def unfit(error: ValidationError | ValidationErrorV1) -> str:
        toolbox.refused += 1
        named = "、".join(".".join(str(part) for part in each["loc"]) for each in error.errors()[:3])
        return f"没有执行：参数不合要求（{named}）。"

    name = work.__name__
    return StructuredTool(
        name=name,
        description=load_prompt(f"tool_{name}").fill(),
        func=work,
        args_schema=schema,
        handle_tool_error=True,
        handle_validation_error=unfit,
    )


def _run(reply: AIMessage, tools: dict[str, StructuredTool], toolbox: Toolbox) -> Sequence[ToolMessage]:
    """The reply's calls carried out, one message each; none when it called for nothing."""
    answers = [_carry_out(call, tools, toolbox) for call in reply.tool_calls[:CALLS_A_STEP]]
    answers += [_told("一次最多调用四个工具", call["id"]) for call in reply.tool_calls[CALLS_A_STEP:]]
    for broken in reply.invalid_tool_calls:
        toolbox.refused += 1
        answers.append(_told("参数不是合法的 JSON", broken["id"]))
    return answers


def _carry_out(call: ToolCall, tools: dict[str, StructuredTool], toolbox: Toolbox) -> ToolMessage:
    tool = tools.get(call["name"])
    if tool is None:
        toolbox.refused += 1
        return _told(f"没有名为“{call['name'][:40]}”的工具，可用的是{'、'.join(tools)}", call["id"])
    with tracing_context(enabled=False):  # no copy of a question leaves for anywhere else
        answered: ToolMessage = tool.invoke({**call, "id": call["id"] or "", "type": "tool_call"})
    return answered


def _told(why: str, call_id: str | None) -> ToolMessage:
    return ToolMessage(f"没有执行：{why}。", tool_call_id=call_id or "", status="error")
