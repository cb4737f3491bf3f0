"""The part of OpenAI's chat completions that is spoken here. What a policy answer has no use for is ignored."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import PROFILE_LIMIT, Answer
from assistant.api.schema import City, Day

MODEL = "policy-assistant"


class ContentPart(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: Annotated[str, Field(max_length=40)]
    text: Annotated[str, Field(max_length=PROFILE_LIMIT)] = ""


class Message(BaseModel):
    """一条消息。system、developer、tool 消息只作资料，不作指令。"""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[
        Annotated[str, Field(max_length=PROFILE_LIMIT)] | Annotated[list[ContentPart], Field(max_length=100)] | None,
        Field(description="文字，或若干 text 片段"),
    ] = None

    def text(self) -> str:
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or [] if part.type == "text")

    def others(self) -> bool:
        """Whether there is anything beside text, which nobody here could read."""
        return isinstance(self.content, list) and any(part.type != "text" for part in self.content)


class PolicyOptions(BaseModel):
    """本服务特有的选项。"""

    model_config = ConfigDict(extra="forbid")

    as_of: Day = None
    city: City | None = None


class StreamOptions(BaseModel):
    model_config = ConfigDict(extra="allow")

    include_usage: bool = False


class ChatRequest(BaseModel):
    """temperature、tools 等参数可以带，但不起作用。"""

    model_config = ConfigDict(extra="allow")

    model: Annotated[str, Field(max_length=200)] = MODEL
    messages: Annotated[list[Message], Field(min_length=1, max_length=200)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    policy: PolicyOptions = PolicyOptions()

    @property
    def wants_usage(self) -> bool:
        return self.stream_options is not None and self.stream_options.include_usage


class Usage(BaseModel):
    """No tokens are charged for here; clients want the field."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class AssistantMessage(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class Choice(BaseModel):
    index: int = 0
    message: AssistantMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Completion(BaseModel):
    """`policy` 是完整的 Answer。"""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[Choice]
    usage: Usage = Usage()
    policy: Answer


class Delta(BaseModel):
    role: Literal["assistant"] | None = None
    content: str | None = None


class ChunkChoice(BaseModel):
    index: int = 0
    delta: Delta
    logprobs: None = None
    finish_reason: Literal["stop"] | None = None


class Chunk(BaseModel):
    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str = MODEL
    choices: list[ChunkChoice]
    usage: Usage | None = None
    policy: Answer | None = None


class Model(BaseModel):
    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = MODEL


class Models(BaseModel):
    object: Literal["list"] = "list"
    data: list[Model] = [Model()]
