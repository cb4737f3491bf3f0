"""The web application: health checks and the chat page, mounted last, on the loopback address."""

from __future__ import annotations

import os
import socket
from contextlib import asynccontextmanager

# Before gradio is imported: it reads this once. No request leaves the machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from assistant.errors import SettingsInvalid
from assistant.pages.chat import CSS, HEAD, THEME, chat_page
from assistant.pipeline import Assistant
from assistant.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def build(assistant: Assistant) -> FastAPI:
    """The application for an opened assistant."""

    @asynccontextmanager
    async def lifespan(_: FastAPI):  # type: ignore[no-untyped-def]
        yield
        assistant.close()

    app = FastAPI(title="政策问答助手", docs_url=None, redoc_url=None, lifespan=lifespan)

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz")
    def readyz() -> JSONResponse:
        return JSONResponse({"status": "ok", "index": assistant.searcher.version, "rules": assistant.rulebook.version})

    gr.mount_gradio_app(
        app, chat_page(assistant), path="/", footer_links=[], css=CSS, head=HEAD, theme=THEME, show_error=True
    )
    return app


def serve(configured: Settings) -> int:
    """Serve until interrupted.

    Raises:
        SettingsInvalid: the address is not this machine's own, or the port is taken.
        IndexMissing: there is nothing to answer from.
    """
    if configured.host not in LOOPBACK:
        raise SettingsInvalid(
            f"POLICY_HOST={configured.host} 会让其他机器访问，本服务没有登录功能，只能监听 127.0.0.1。"
            "如需对外提供，请在前面加带认证的反向代理。"
        )
    _claim(configured)
    assistant = Assistant.open(configured)
    assistant.warm_up()
    app = build(assistant)
    print(f"政策问答助手已启动：http://{configured.host}:{configured.port}", flush=True)
    uvicorn.run(app, host=configured.host, port=configured.port, log_level="warning")
    return 0


def _claim(configured: Settings) -> None:
    """Refuse early and in Chinese when the port is taken."""
    with socket.socket(socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((configured.host, configured.port))
        except OSError as error:
            raise SettingsInvalid(
                f"端口 {configured.port} 已被占用。请关闭占用它的程序，或用 POLICY_PORT 换一个端口。", log=str(error)
            ) from error
