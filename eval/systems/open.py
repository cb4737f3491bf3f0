"""Which system a name means."""

from __future__ import annotations

from assistant.settings import Settings
from eval.systems import System


def open_system(name: str, settings: Settings, url: str | None = None) -> System:
    """The system called `name`; `url` asks ours behind a server instead of in this process.

    Raises:
        IndexMissing, EmbeddingUnavailable, RuleInvalid: see the assistant.
    """
    from eval.systems.chunks import Chunks
    from eval.systems.ours import InProcess, Server

    match name:
        case "naive":
            return Chunks.naive(settings)
        case "bm25":
            return Chunks.bm25(settings)
        case _:
            return Server(url) if url else InProcess.open(settings)
