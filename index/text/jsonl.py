"""Reading JSON Lines that people wrote: a broken line is reported in place and the rest still runs.

Every batch command keeps the same contract: output lines stand in the order of the input lines, one for
each; a line that cannot be used gives `{"id": …|null, "line": n, "error": {"code", "message"}}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

LINE_LIMIT = 1_000_000  # bytes; a longer line is a mistake, not a question


@dataclass(frozen=True, slots=True)
class Line:
    """Line `number` (from 1) of the input: either an object or the Chinese reason why it is none."""

    number: int
    record: dict[str, Any] | None
    problem: str = ""

    def error(self, message: str, code: str = "bad_line") -> dict[str, Any]:
        """The output line that stands for this one when it cannot be answered."""
        identity = self.record.get("id") if self.record else None
        return {
            "id": identity if isinstance(identity, str | int) else None,
            "line": self.number,
            "error": {"code": code, "message": message},
        }


def _reject_constant(name: str) -> None:
    raise ValueError(f"{name} 不是合法的 JSON 值")


def _parse(number: int, raw: bytes) -> Line:
    if len(raw) > LINE_LIMIT:
        return Line(number, None, f"第{number}行超过{LINE_LIMIT}字节，请拆分后重试。")
    try:
        record = json.loads(raw.decode("utf-8"), parse_constant=_reject_constant)
    except UnicodeDecodeError:
        return Line(number, None, f"第{number}行不是 UTF-8 编码，请转换编码后重试。")
    except (ValueError, RecursionError):
        return Line(number, None, f"第{number}行不是合法的 JSON，请检查引号、逗号和括号。")
    if not isinstance(record, dict):
        return Line(number, None, f'第{number}行应是一个 JSON 对象，例如 {{"id": "1", "question": "…"}}。')
    return Line(number, record)


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """The non-blank lines of `stream`, parsed one by one (a BOM is ignored); never raises for their content."""
    for number, raw in enumerate(stream, start=1):
        stripped = raw.removeprefix(b"\xef\xbb\xbf").strip()
        if stripped:
            yield _parse(number, stripped)
