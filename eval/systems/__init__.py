"""What can be asked: the assistant itself, a server that serves it, and two plain systems to compare with."""

from __future__ import annotations

from typing import Protocol

from assistant.answer import Answer, AskRequest

SYSTEMS = ("ours", "naive", "bm25")


class System(Protocol):
    """Answers requests, from several threads at once.

    Attributes:
        name: what the run's files call it.
        version: changes whenever answers might; an interrupted run is continued by the same version only.
    """

    name: str
    version: str

    def answer(self, request: AskRequest) -> Answer:
        """Raises AssistantFailure or IndexFailure for a question it refuses, SystemUnavailable when it is not there."""
        ...

    def close(self) -> None: ...
