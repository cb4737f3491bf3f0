"""What is written to the log: no phone number, no identity number, no secret, whoever wrote the line."""

from __future__ import annotations

import logging
import re
import sys

from assistant.settings import Settings

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
# 18 digits of an identity number (the last may be X), 11 of a mobile phone, landlines with their area code.
_PERSONAL = (
    (re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?![\dXx])"), r"\1********\2"),
    (re.compile(r"(?<!\d)(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)"), r"\1****\2"),
    (re.compile(r"(?<!\d)(0\d{2,3})[- ]\d{3,4}(\d{4})(?!\d)"), r"\1-****\2"),
    (re.compile(r"(?i)(bearer\s+|token[\"'=:\s]+|api[_-]?key[\"'=:\s]+)[^\s\"',;&]{6,}"), r"\1******"),
)


def masked(text: str, secrets: tuple[str, ...] = ()) -> str:
    """`text` without the personal numbers and the secrets in it."""
    for secret in secrets:
        text = text.replace(secret, "******")
    for pattern, shown in _PERSONAL:
        text = pattern.sub(shown, text)
    return text


class Masking(logging.Formatter):
    """Masks the whole line, tracebacks included."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__(_FORMAT)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record), self._secrets)


def configure_logging(settings: Settings) -> None:
    """One handler to stderr for everything; other libraries speak from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    secrets = [secret.get_secret_value() for secret in (settings.token, settings.llm_api_key) if secret]
    handler.setFormatter(Masking(tuple(secret for secret in secrets if secret)))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("assistant").setLevel(logging.INFO)
