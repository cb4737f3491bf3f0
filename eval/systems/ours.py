"""The assistant, in this process or behind a server's URL. Both give the same answers."""

from __future__ import annotations

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
            response = self._client.post("/api/ask", json=request.model_dump(mode="json", exclude_none=True))
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

    def close(self) -> None:
        self._client.close()


def _detail(response: httpx.Response) -> str:
    """The Chinese message of an RFC 9457 problem."""
    try:
        problem = response.json()
    except ValueError:
        return "请查看服务日志。"
    return str(problem.get("detail") or problem.get("title") or "请查看服务日志。") if isinstance(problem, dict) else ""
