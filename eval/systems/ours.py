"""The assistant, in this process or behind a server's URL. Both give the same answers."""

from __future__ import annotations

import time
from datetime import date

import httpx
from pydantic import ValidationError

from assistant.answer import Answer, AskRequest
from assistant.clock import fixed
from assistant.errors import AssistantFailure
from assistant.pipeline import Assistant, code_version
from assistant.settings import Settings
from eval.dataset import AS_OF
from eval.errors import SystemUnavailable

TIMEOUT_SECONDS = 60.0
BUSY_TRIES = 5
BUSY_SECONDS = 60.0  # the longest wait a busy server may ask for


class InProcess:
    """The core itself; `assistant` may be one that was prepared otherwise, for example to be broken on purpose."""

    name = "ours"

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.version = f"{code_version()}-{assistant.rulebook.version}-{assistant.searcher.version}"

    @classmethod
    def open(cls, settings: Settings, day: date = AS_OF) -> InProcess:
        return cls(Assistant.open(settings, fixed(day)))

    def answer(self, request: AskRequest) -> Answer:
        return self.assistant.answer(request)

    def close(self) -> None:
        self.assistant.close()


class Server:
    """`POST <url>/api/ask` of a running server."""

    name = "ours"

    def __init__(self, url: str) -> None:
        self.url = self.version = url.rstrip("/")
        self._client = httpx.Client(base_url=self.url, timeout=TIMEOUT_SECONDS, trust_env=False)

    def answer(self, request: AskRequest) -> Answer:
        try:
            response = self._ask(request)
        except httpx.HTTPError as error:
            raise SystemUnavailable(
                f"服务 {self.url} 没有应答。请确认服务已启动、地址无误；再次运行同一命令会接着做。", log=repr(error)
            ) from error
        if response.status_code in (400, 413, 422):
            raise AssistantFailure(_detail(response))
        if response.status_code != 200:
            raise SystemUnavailable(
                f"服务 {self.url} 返回 {response.status_code}：{_detail(response)}", log=response.text[:500]
            )
        try:
            return Answer.model_validate_json(response.content)
        except ValidationError as error:
            raise SystemUnavailable(
                f"服务 {self.url} 的回答不符合本版本的格式，请使用同一版本的服务。", log=str(error)
            ) from error

    def _ask(self, request: AskRequest) -> httpx.Response:
        """One question; a server that is busy is asked again when it says so, some times."""
        for _ in range(BUSY_TRIES):
            response = self._client.post("/api/ask", json=request.model_dump(mode="json", exclude_none=True))
            if response.status_code not in (429, 503):
                break
            wait = response.headers.get("Retry-After", "1")
            time.sleep(min(float(wait) if wait.isdecimal() else 1.0, BUSY_SECONDS))
        return response

    def close(self) -> None:
        self._client.close()


def _detail(response: httpx.Response) -> str:
    """The Chinese message of an RFC 9457 problem."""
    try:
        problem = response.json()
    except ValueError:
        return "请查看服务日志。"
    return str(problem.get("detail") or problem.get("title") or "请查看服务日志。") if isinstance(problem, dict) else ""
