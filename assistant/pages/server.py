"""The web application in one process: the API, the pages, and the gradio application beside them."""

from __future__ import annotations

import logging
import os
import socket
from contextlib import closing

# Before gradio is imported: it reads this once. No request leaves the machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from assistant.api.app import create_api
from assistant.api.headers import GradioPolicy
from assistant.api.logs import configure_logging
from assistant.errors import SettingsInvalid
from assistant.memory.store import Memory
from assistant.pages.gradio_chat import CSS, PATH, THEME, gradio_chat
from assistant.pages.router import add_pages
from assistant.pipeline import Assistant
from assistant.settings import Settings, refuse_open_doors

log = logging.getLogger(__name__)


def create_app(assistant: Assistant, settings: Settings, memory: Memory) -> FastAPI:
    """Everything that is served, for an opened assistant. Raises SettingsInvalid."""
    app = create_api(assistant, settings, memory)
    add_pages(app)
    mount_gradio(app)
    return app


def mount_gradio(app: FastAPI) -> None:
    gr.mount_gradio_app(
        app,
        gradio_chat(app.state.services),
        path=PATH,
        footer_links=[],
        run_history=False,  # the browser of a shared desk keeps nothing
        css=CSS,
        theme=THEME,
        show_error=True,
    )
    mounted = next(route for route in reversed(app.routes) if isinstance(route, Mount))
    mounted.app = GradioPolicy(mounted.app)


def serve(settings: Settings) -> int:
    """Serve until interrupted.

    Raises:
        SettingsInvalid: it would be open to anybody, or the port is taken.
        IndexMissing: there is nothing to answer from.
    """
    refuse_open_doors(settings)
    configure_logging(settings)
    _claim(settings)
    with closing(Assistant.open(settings)) as assistant, closing(_memory(settings)) as memory:
        assistant.warm_up()
        app = create_app(assistant, settings, memory)
        print(f"政策问答助手已启动：http://{settings.host}:{settings.port}", flush=True)
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,  # open pages hold a heartbeat connection that never ends by itself
        )
    return 0


def _memory(settings: Settings) -> Memory:
    return Memory(settings.memory_file, settings.retention_days)


def _claim(settings: Settings) -> None:
    """Refuse early and in Chinese when the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsInvalid(
                f"无法监听 {settings.host}:{settings.port}：地址不是本机的，或端口已被占用。"
                "请关闭占用它的程序，或用 POLICY_HOST、POLICY_PORT 另选。",
                log=str(error),
            ) from error
