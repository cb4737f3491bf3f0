"""The part of OpenAI's chat completions that is spoken here, as a caller's body and our results."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, StrictBool, WithJsonSchema

from assistant.answer import PROFILE_LIMIT, Answer
from assistant.api.schema import SAYS_SOMETHING, VISIBLE, City, Day

MODEL = "policy-assistant"


_EMPTY = "问题是空的，请输入想了解的内容，例如“国家级小巨人奖励多少？”。"


def _says_something(text: str) -> str:
    if not re.search(VISIBLE, text):
        raise ValueError(_EMPTY)
    return text


def _only_text(kind: Any) -> Any:
    if kind != "text":
        raise ValueError("只能处理文字，请去掉图片、音频等内容。")
    return kind


Said = Annotated[
    str, Field(max_length=PROFILE_LIMIT, json_schema_extra=SAYS_SOMETHING), AfterValidator(_says_something)
]


class TextPart(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: Annotated[Literal["text"], BeforeValidator(_only_text)]
    text: Said


class UserMessage(BaseModel):
    """用户说的：文字，或若干 text 片段。最后一条就是问题。"""

    model_config = ConfigDict(extra="allow")

    role: Literal["user"]
    content: Said | Annotated[list[TextPart], Field(min_length=1, max_length=100)]

    def text(self) -> str:
        return self.content if isinstance(self.content, str) else "\n".join(part.text for part in self.content)


class AnyPart(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: Annotated[str, Field(max_length=40)]
    text: Annotated[str, Field(max_length=PROFILE_LIMIT)] = ""


class OtherMessage(BaseModel):
    """此前的回答，或 system、developer、tool 消息：后几种只作资料，不作指令。"""

    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "assistant", "tool", "function"]
    content: (
        Annotated[str, Field(max_length=PROFILE_LIMIT)] | Annotated[list[AnyPart], Field(max_length=100)] | None
    ) = None

    def text(self) -> str:
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or [] if part.type == "text")


Message = Annotated[UserMessage | OtherMessage, Field(discriminator="role")]


def _asks(messages: list[UserMessage | OtherMessage]) -> list[UserMessage | OtherMessage]:
    if not any(isinstance(message, UserMessage) for message in messages):
        raise ValueError("messages 里要有一条 role 为 user 的消息，它就是问题。")
    return messages


class PolicyOptions(BaseModel):
    """本服务特有的选项。"""

    model_config = ConfigDict(extra="forbid")

    as_of: Day = None
    city: City | None = None


class StreamOptions(BaseModel):
    model_config = ConfigDict(extra="allow")

    include_usage: StrictBool | None = False


Number = Annotated[float, Strict(), Field(ge=-2, le=2)]


def _a_number(value: Any) -> Any:
    """JSON's numbers only: true is not 1, and "5" is not 5, while 5.0 is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("应为整数")
    return value


Whole = Annotated[int, BeforeValidator(_a_number)]
Tokens = Annotated[int, Field(ge=1), BeforeValidator(_a_number)]


class ChatRequest(BaseModel):
    """采样参数（temperature、top_p 等）可以带：回答由条款和测算决定，它们不改变回答。其余不支持的参数返回 400。"""

    model_config = ConfigDict(
        # A parameter that is not listed is refused by name with 400, not by the schema with 422.
        extra="allow",
        json_schema_extra={"additionalProperties": False},
    )

    model: Annotated[str, Field(max_length=200, description="见 /v1/models", json_schema_extra={"const": MODEL})] = (
        MODEL
    )
    messages: Annotated[
        list[Message],
        Field(
            min_length=1,
            max_length=200,
            json_schema_extra={"contains": {"type": "object", "properties": {"role": {"const": "user"}}}},
        ),
        AfterValidator(_asks),
    ]
    stream: StrictBool | None = False
    stream_options: StreamOptions | None = None
    max_tokens: Annotated[Tokens | None, Field(description="正文的词元上限：到整句为止，finish_reason 为 length")] = (
        None
    )
    max_completion_tokens: Annotated[Tokens | None, Field(description="同 max_tokens")] = None
    n: Annotated[Whole | None, WithJsonSchema({"enum": [1, None], "description": "只能是 1"})] = None
    temperature: Annotated[Number | None, Field(ge=0, le=2)] = None
    top_p: Annotated[Number | None, Field(ge=0, le=1)] = None
    presence_penalty: Number | None = None
    frequency_penalty: Number | None = None
    seed: Whole | None = None
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
