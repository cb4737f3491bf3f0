"""The gradio application mounted beside the pages, behind a door that lets only its own traffic through."""

from __future__ import annotations

import os
from collections.abc import Iterator

# Before gradio is imported: it reads this once. No request leaves the machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Mount

from assistant.api.chat_door import ChatDoor
from assistant.pages.gradio_chat import CSS, PATH, THEME, gradio_chat


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
