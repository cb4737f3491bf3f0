"""The web application: the API, the pages, and the gradio application beside them where gradio is installed."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI

from assistant.api.app import create_api
from assistant.api.relay import Relay
from assistant.memory.store import Memory
from assistant.pages.router import add_pages
from assistant.pipeline import Assistant
from assistant.settings import Settings

log = logging.getLogger(__name__)

GRADIO = "/gradio"


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
    if chat is not None:
        app.mount(GRADIO, Relay(chat))
    elif find_spec("gradio"):
        from assistant.pages.gradio_mount import mount_gradio

        mount_gradio(app)
    else:
        log.info("gradio is not installed (extra `pages`): /gradio is not served")
    return app
