"""Serving until interrupted: refuses what would be unsafe or impossible, then one process or several."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import cast

from assistant.api.logs import configure_logging
from assistant.api.serving import run
from assistant.errors import SettingsInvalid
from assistant.memory.store import Memory
from assistant.pages.server import create_app
from assistant.pages.workers import serve_by
from assistant.pipeline import Assistant
from assistant.refresh import Serving
from assistant.settings import Settings, refuse_open_doors


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
