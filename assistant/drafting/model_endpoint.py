"""The border to LangChain: one chat model behind an OpenAI-compatible address, called from plain threads.

All calls run in one event loop of their own (asynchronous streaming is the only kind LangChain can time out between
chunks); chunks come over a queue. No call is repeated: what fails is drafted without the model.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Coroutine, Generator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from typing import Any, TypeVar

import openai
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.tools import BaseTool
from langchain_openai import ChatOpenAI
from langsmith import tracing_context
from pydantic import BaseModel

from assistant.errors import ModelUnavailable, SettingsInvalid
from assistant.settings import Settings

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

RECEIVED_LIMIT = 200_000  # characters of one answer, reasoning included; whoever sends more is cut off
SLOWEST = 2  # characters a second: at this rate no draft is finished in time, and nobody reads along

log = logging.getLogger(__name__)

_INSTEAD = "已改用抽取式起草。"


class Endpoint:
    """Open once, call from any thread; `close` cancels what is under way."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsInvalid: the address is set and the model's name is not."""
        if not settings.llm_model:
            raise SettingsInvalid("设置了 POLICY_LLM_BASE_URL，请同时设置 POLICY_LLM_MODEL（模型名称）。")
        self.name = settings.llm_model
        self._draft_seconds = settings.llm_draft_seconds
        self._window = settings.llm_chunk_seconds
        self._chat = ChatOpenAI(
            model=settings.llm_model,
            base_url=settings.llm_base_url,
            api_key=settings.llm_api_key or (lambda: "none"),  # a local server wants none, the client insists on one
            temperature=0,
            max_retries=0,
            request_timeout=settings.llm_request_seconds,
            stream_chunk_timeout=settings.llm_chunk_seconds,
            use_responses_api=False,
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="model-endpoint", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Cancel all calls and stop the loop. Calling it twice is harmless."""
        if self._loop.is_closed():
            return
        self._submit(self._wind_up()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def stream(self, rules: str, request: str) -> Generator[str, None, None]:
        """The model's text as it arrives, for a system's and a user's message. Closing the generator cancels the call.

        Raises:
            ModelUnavailable: refused, timed out, too slow, broken off, or not ended in good order; after the chunks
                so far.
        """
        chunks: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        future = self._submit(self._pump([SystemMessage(rules), HumanMessage(request)], chunks.put))
        future.add_done_callback(lambda _: chunks.put(None))
        try:
            while (chunk := chunks.get()) is not None:
                yield chunk
            _result(future)
        finally:
            future.cancel()

    def exchange(self, messages: Sequence[BaseMessage], tools: Sequence[BaseTool], seconds: float) -> AIMessage:
        """One unstreamed turn with tools, within `seconds`.

        Raises:
            ModelUnavailable: as `stream`.
        """
        return _result(self._submit(self._exchange(messages, tools, seconds)))

    def structured(self, rules: str, request: str, schema: type[M], seconds: float) -> M | None:
        """An answer in the shape of `schema`, within `seconds`; None where the model gave another.

        Raises:
            ModelUnavailable: as `stream`.
        """
        return _result(self._submit(self._structured([SystemMessage(rules), HumanMessage(request)], schema, seconds)))

    # ---- inside the loop -----------------------------------------------------------------------------------------

    async def _pump(self, messages: Sequence[BaseMessage], hand_over: Callable[[str], None]) -> None:
        finish, received = "", 0
        pace = _Pace(self._window, asyncio.get_running_loop().time)
        with tracing_context(enabled=False):  # no copy of a question leaves for anywhere else
            async with asyncio.timeout(self._draft_seconds), aclosing(self._open(messages)) as stream:
                async for chunk in stream:
                    finish = chunk.response_metadata.get("finish_reason") or finish
                    if text := _text(chunk):
                        received += len(text)
                        hand_over(text)
                    if received > RECEIVED_LIMIT:
                        raise runaway(received)
                    pace.check(len(text))
        if finish != "stop":
            raise ModelUnavailable(
                f"大模型的输出没有正常结束，其余{_INSTEAD}",
                log=f"stream ended with {finish!r}",
                code="model_broken_off",
            )

    def _open(self, messages: Sequence[BaseMessage]) -> Any:
        return self._chat.astream(list(messages))

    async def _exchange(self, messages: Sequence[BaseMessage], tools: Sequence[BaseTool], seconds: float) -> AIMessage:
        with tracing_context(enabled=False):
            async with asyncio.timeout(seconds):
                reply = await self._chat.bind_tools(tools).ainvoke(list(messages))
        if not isinstance(reply, AIMessage):
            raise TypeError(f"a {type(reply).__name__} is no answer")
        return reply

    async def _structured(self, messages: Sequence[BaseMessage], schema: type[M], seconds: float) -> M | None:
        asked = self._chat.with_structured_output(schema, method="function_calling", include_raw=True)
        with tracing_context(enabled=False):
            async with asyncio.timeout(seconds):
                reply: Any = await asked.ainvoke(list(messages))
        parsed = reply.get("parsed")
        return parsed if isinstance(parsed, schema) else None

    async def _wind_up(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._loop.shutdown_asyncgens()

    def _submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


class _Pace:
    """Empty or dripping streams: chunks keep coming, and nothing comes of them."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._since = clock()
        self._got: int | None = None  # characters in this window; None before the first chunk

    def check(self, characters: int) -> None:
        """Raises ModelUnavailable: fewer than SLOWEST characters a second in a window."""
        now = self._clock()
        if self._got is None:
            self._since, self._got = now, 0
        self._got += characters
        passed = now - self._since
        if passed < self._seconds:
            return
        if self._got < SLOWEST * passed:
            raise ModelUnavailable(
                f"大模型输出过慢，其余{_INSTEAD}", log=f"{self._got} characters in {passed:.1f} s", code="model_slow"
            )
        self._since, self._got = now, 0


def _text(chunk: Any) -> str:
    text = chunk.text
    return text if isinstance(text, str) else ""


def runaway(characters: int) -> ModelUnavailable:
    return ModelUnavailable(
        f"大模型输出过长，其余{_INSTEAD}", log=f"model output over {characters} characters", code="model_runaway"
    )


def _result(future: Future[T]) -> T:
    """The future's result; any failure as ModelUnavailable with its reason."""
    try:
        return future.result()
    except ModelUnavailable:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise _unavailable(error) from error


def _unavailable(error: BaseException) -> ModelUnavailable:
    """What happened, for the person and for the log. The order matters: openai's timeout is a connection error."""
    reasons: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str], ...] = (
        ((TimeoutError, openai.APITimeoutError), "model_timeout", "大模型没有在规定时间内答复"),
        (openai.RateLimitError, "model_rate_limited", "大模型接口正忙（请求过多）"),
        ((openai.AuthenticationError, openai.PermissionDeniedError), "model_refused", "大模型接口拒绝了密钥"),
        (openai.NotFoundError, "model_refused", "大模型接口没有这个模型或地址"),
        (openai.BadRequestError, "model_bad_request", "大模型接口不接受这次请求"),
        (openai.APIStatusError, "model_failed", "大模型接口出错"),
        (openai.APIConnectionError, "model_unreachable", "连不上大模型接口"),
        (asyncio.CancelledError, "model_cancelled", "大模型调用已取消"),
    )
    kind = f"{type(error).__name__}: {error}"[:300]
    for types, code, words in reasons:
        if isinstance(error, types):
            return ModelUnavailable(f"{words}，{_INSTEAD}", log=kind, code=code)
    return ModelUnavailable(f"大模型的答复中断或不合格式，{_INSTEAD}", log=kind, code="model_broken_off")
