"""The part of OpenAI's chat completions that is spoken here, as a caller's body and our results."""

from __future__ import annotations

from typing import Annotated, Any, Literal

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

    include_usage: bool | None = False


Number = Annotated[float, Field(ge=-2, le=2)]


class ChatRequest(BaseModel):
    """采样参数（temperature、top_p 等）可以带：回答由条款和测算决定，它们不改变回答。其余不支持的参数返回 400。"""

    model_config = ConfigDict(
        # A parameter that is not listed is refused by name with 400, not by the schema with 422.
        extra="allow",
        json_schema_extra={"additionalProperties": False},
    )

    model: Annotated[str, Field(max_length=200, description="policy-assistant，见 /v1/models")] = MODEL
    messages: Annotated[list[Message], Field(min_length=1, max_length=200)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    max_tokens: Annotated[
        int | None, Field(ge=1, description="正文的词元上限：到整句为止，finish_reason 为 length")
    ] = None
    max_completion_tokens: Annotated[int | None, Field(ge=1, description="同 max_tokens")] = None
    n: Annotated[int | None, Field(description="只能是 1")] = None
    temperature: Annotated[float | None, Field(ge=0, le=2)] = None
    top_p: Annotated[float | None, Field(ge=0, le=1)] = None
    presence_penalty: Number | None = None
    frequency_penalty: Number | None = None
    seed: int | None = None
    user: Annotated[str | None, Field(max_length=200)] = None
    policy: PolicyOptions = PolicyOptions()

    @property
    def wants_usage(self) -> bool:
        return self.stream_options is not None and bool(self.stream_options.include_usage)

    @property
    def limit(self) -> int | None:
        """Tokens the content may have."""
        given = [each for each in (self.max_tokens, self.max_completion_tokens) if each is not None]
        return min(given) if given else None

    def others(self) -> dict[str, Any]:
        """What was sent beside the parameters above."""
        return self.model_extra or {}


class Usage(BaseModel):
    """Tokens as tiktoken's cl100k counts them; nothing is charged for here."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


FinishReason = Literal["stop", "length"]


class AssistantMessage(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class Choice(BaseModel):
    index: int = 0
    message: AssistantMessage
    logprobs: None = None
    finish_reason: FinishReason = "stop"


class Completion(BaseModel):
    """`policy` 是完整的 Answer，不受 max_tokens 影响。"""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[Choice]
    usage: Usage
    policy: Answer


class Delta(BaseModel):
    role: Literal["assistant"] | None = None
    content: str | None = None


class ChunkChoice(BaseModel):
    index: int = 0
    delta: Delta
    logprobs: None = None
    finish_reason: FinishReason | None = None


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
