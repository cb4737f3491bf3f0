"""The web application in one process: the API, the pages, and the gradio application beside them."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

# Before gradio is imported: it reads this once. No request leaves the machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Mount

from assistant.api.app import create_api
from assistant.api.chat_door import ChatDoor
from assistant.api.logs import configure_logging
from assistant.api.relay import Relay
from assistant.api.serving import run
from assistant.errors import SettingsInvalid
from assistant.memory.store import Memory
from assistant.pages.gradio_chat import CSS, PATH, THEME, gradio_chat
from assistant.pages.router import add_pages
from assistant.pipeline import Assistant
from assistant.refresh import Serving
from assistant.settings import Settings, refuse_open_doors

log = logging.getLogger(__name__)


def create_app(
    assistant: Assistant, settings: Settings, memory: Memory, *, chat: Path | None = None, behind: bool = False
) -> FastAPI:
    """Everything that is served, for an opened assistant.

    `chat`: the socket of the process that serves the gradio application, where it is another; `behind`: it is this one.

    Raises:
        SettingsInvalid
    """
    app = create_api(assistant, settings, memory, behind=behind)
    add_pages(app)
    if chat is None:
        mount_gradio(app)
    else:
        app.mount(PATH, Relay(chat))
    return app


def mount_gradio(app: FastAPI) -> None:
    """The gradio application under its own path."""
    page = gradio_chat(app.state.services)
    gr.mount_gradio_app(
        app,
        page,
        path=PATH,
        footer_links=[],
        run_history=False,  # the browser of a shared desk keeps nothing
        css=CSS,
        theme=THEME,
        show_error=True,
    )
    mounted = next(route for route in reversed(app.routes) if isinstance(route, Mount))
    mounted.app = ChatDoor(mounted.app, lambda: _waiting(page))


def _waiting(page: gr.Blocks) -> Iterator[Request | None]:
    """The requests whose questions wait in the page's queue."""
    for queue in page._queue.event_queue_per_concurrency_id.values():
        yield from (event.request for event in queue.queue)


def serve(settings: Settings, workers: int = 1) -> int:
    """Serve until interrupted, by so many processes.

    Raises:
        SettingsInvalid: it would be open to anybody, or the port is taken.
        IndexMissing: there is nothing to answer from.
    """
    refuse_open_doors(settings)
    configure_logging(settings)
    _claim(settings)
    if workers > 1:
        from assistant.pages.workers import serve_by

        return serve_by(settings, workers)
    with closing(Serving(settings)) as serving, closing(_memory(settings)) as memory:
        serving.warm_up()
        app = create_app(cast(Assistant, serving), settings, memory)
        print(f"政策问答助手已启动：http://{settings.host}:{settings.port}", flush=True)
        run(app, host=settings.host, port=settings.port)
    return 0


def _memory(settings: Settings) -> Memory:
    return Memory(settings.memory_place, settings.retention_days)


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
