"""A model's stream cut into sentences, each handed over the moment its terminator has arrived.

What is no answer is taken out on the way: reasoning between `<think>` tags, list marks, headings, emphasis.
Citation marks `[n]` behind a terminator belong to the sentence they follow, so the cutter waits for the
character after the terminator before it lets the sentence go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.errors import ModelUnavailable

OUTPUT_LIMIT = 6_000  # characters; a draft is a handful of sentences, anything longer is a runaway

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+[”’）)]*(?:\s*\[\d{1,3}\])*")
_REASONING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL)
_REASONED = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL)
_OPENING = "<think>", "<thinking>", "<reasoning>"
_LIST_MARK = re.compile(r"^\s*(?:[-*•>#]+\s*|\d{1,2}[.、)]\s+)+")
_EMPHASIS = re.compile(r"\*\*|__|`")
_MARK = re.compile(r"\[(\d{1,3})\]")


class SentenceCutter:
    """Feed chunks, take sentences; `finish` gives what is left without a terminator.

    Raises:
        ModelUnavailable: from `feed`, when the text outside reasoning passes OUTPUT_LIMIT characters.
    """

    def __init__(self) -> None:
        self._raw = ""
        self._given = 0  # characters of the visible text already handed over

    def feed(self, chunk: str) -> Iterator[str]:
        """The sentences that `chunk` completes."""
        self._raw = _REASONED.sub("", self._raw + chunk)
        visible = self._visible()
        if len(visible) > OUTPUT_LIMIT:
            raise ModelUnavailable(
                "大模型输出过长，已改由抽取式起草。",
                log=f"model output over {OUTPUT_LIMIT} characters",
                code="model_runaway",
            )
        for match in _SENTENCE.finditer(visible, self._given):
            if match.end() >= len(visible.rstrip()):
                break  # a citation mark may still follow
            self._given = match.end()
            if sentence := cleaned(match.group()):
                yield sentence

    def finish(self) -> Iterator[str]:
        """The rest of the text, once the stream has ended in good order."""
        visible = self._visible()
        rest, self._given = visible[self._given :], len(visible)
        for piece in _SENTENCE.findall(rest + "\n"):
            if sentence := cleaned(piece):
                yield sentence

    def _visible(self) -> str:
        """The text outside reasoning; an opening tag that is only half there is held back."""
        text = _REASONING.sub("", self._raw)
        tail = text.rfind("<")
        if tail >= 0 and any(tag.startswith(text[tail:]) for tag in _OPENING):
            return text[:tail]
        return text


def cleaned(piece: str) -> str:
    """A sentence without list marks and emphasis; empty when nothing is said."""
    text = _EMPHASIS.sub("", _LIST_MARK.sub("", piece)).strip()
    return text if _MARK.sub("", text).strip("。！？；，、 |-=") else ""


def split_marks(sentence: str) -> tuple[str, tuple[int, ...]]:
    """`"奖励{{q1.f1}}。[1][2]"` → (`"奖励{{q1.f1}}。"`, (1, 2))."""
    return _MARK.sub("", sentence).strip(), tuple(dict.fromkeys(int(n) for n in _MARK.findall(sentence)))
