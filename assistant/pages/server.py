"""The web application: the API, the pages, and the gradio application beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

# Before gradio is imported: it reads this once. No request leaves the machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Mount

from assistant.api.app import create_api
from assistant.api.chat_door import ChatDoor
from assistant.api.relay import Relay
from assistant.memory.store import Memory
from assistant.pages.gradio_chat import CSS, PATH, THEME, gradio_chat
from assistant.pages.router import add_pages
from assistant.pipeline import Assistant
from assistant.settings import Settings


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
