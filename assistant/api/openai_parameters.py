"""What a caller asks of the OpenAI-compatible door beyond this service's abilities is refused, never ignored.

A parameter with the value that changes nothing (`n=1`, `tool_choice="none"`, `stop=null`) is what it says: nothing.
"""

from __future__ import annotations

from typing import Any

from assistant.api.openai_schema import MODEL, ChatRequest
from assistant.errors import UnknownModel, UnsupportedParameter

_NOTHING: tuple[Any, ...] = (None, False, [], {}, "")
# Where something else than nothing asks for what is done anyway.
_ALREADY_SO: dict[str, tuple[Any, ...]] = {
    "response_format": ({"type": "text"},),
    "tool_choice": ("none", "auto"),  # "auto" over no tools: tools themselves are refused
    "function_call": ("none", "auto"),
    "modalities": (["text"],),
    "service_tier": ("auto", "default"),
    "parallel_tool_calls": (True,),  # over no tools
}
# Remarks of the caller for the caller: they ask for nothing.
_REMARKS = frozenset({"metadata", "safety_identifier", "prompt_cache_key"})


def refuse_unsupported(body: ChatRequest) -> None:
    """Raises UnsupportedParameter, UnknownModel."""
    if body.model != MODEL:
        raise UnknownModel(f"没有名为“{body.model[:80]}”的模型，可用的是 {MODEL}。", log="unknown model")
    if body.n not in (None, 1):
        raise _unsupported("n", "每次只给一个回答，n 只能是 1。")
    for name, value in body.others().items():
        if name not in _REMARKS and not _asks_nothing(name, value):
            raise _unsupported(name, f"不支持参数 {name[:80]}，请去掉后重试。")


def _asks_nothing(name: str, value: Any) -> bool:
    # Compared with their types: 0 and False, 1 and True are not the same here.
    return any(type(value) is type(each) and value == each for each in (*_NOTHING, *_ALREADY_SO.get(name, ())))


def _unsupported(name: str, message: str) -> UnsupportedParameter:
    return UnsupportedParameter(message, name)
