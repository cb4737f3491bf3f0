"""What is written to the log: no phone number, no identity number, no secret, whoever wrote the line."""

from __future__ import annotations

import logging
import sys

from assistant.masking import masked, without_secrets
from assistant.settings import Settings

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Masking(logging.Formatter):
    """Masks the whole line, tracebacks included."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__(_FORMAT)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return masked(without_secrets(super().format(record), self._secrets))


def configure_logging(settings: Settings) -> None:
    """One handler to stderr for everything; other libraries speak from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Masking(settings.secrets))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("assistant").setLevel(logging.INFO)
