"""A model's stream cut into sentences, each handed over once nothing that may still arrive can belong to it.

Three machines in a row, each reading one character at a time: what comes out depends on the characters alone and
never on how they were cut into chunks. `Repair` mends line ends and surrogates, `Visible` takes out reasoning between
`<think>` tags, `SentenceCutter` ends a sentence behind its terminator, the closing quotes and its citation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.errors import ModelUnavailable

OUTPUT_LIMIT = 6_000  # characters; a draft is a handful of sentences, anything longer is a runaway

_SENTENCE: Final = re.compile(r"[^。！？；\n]*+[。！？；\n]+[”’」』》）)]*(?:\s*\[\d{1,3}\])*")
_OPEN_END: Final = re.compile(r"\s*(?:\[\d{0,3})?")  # what may yet become a mark of the sentence before it
_CLOSING: Final = {f"<{name}>": f"</{name}>" for name in ("think", "thinking", "reasoning")}
_LIST_MARK: Final = re.compile(r"^\s*(?:[-*•>#]+\s*|\d{1,2}[.、)]\s+)+")
_EMPHASIS: Final = re.compile(r"\*\*|__|`")
_MARK: Final = re.compile(r"\[(\d{1,3})\]")
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


class Repair:
    """CR LF and CR become line feeds, surrogate pairs their character, a lone surrogate U+FFFD."""

    def __init__(self) -> None:
        self._held = ""  # a CR or a high surrogate whose follower is not known yet

    def feed(self, text: str) -> str:
        out = []
        for character in text:
            held, self._held = self._held, ""
            if held == "\r":
                out.append("\n")
                if character == "\n":
                    continue
            elif held:
                if "\udc00" <= character <= "\udfff":
                    out.append((held + character).encode("utf-16", "surrogatepass").decode("utf-16"))
                    continue
                out.append(_REPLACEMENT)
            if character == "\r" or "\ud800" <= character <= "\udbff":
                self._held = character
            else:
                out.append(_REPLACEMENT if "\udc00" <= character <= "\udfff" else character)
        return "".join(out)

    def finish(self) -> str:
        held, self._held = self._held, ""
        return "\n" if held == "\r" else _REPLACEMENT if held else ""


class Visible:
    """The text outside reasoning; what may be the beginning of a tag is held back."""

    def __init__(self) -> None:
        self._held = ""
        self._until = ""  # the tag that ends the reasoning we are in

    def feed(self, text: str) -> str:
        out = []
        for character in text:
            self._held += character
            if self._until:
                self._held = self._held[-len(self._until) :]
                if self._held.lower() == self._until:
                    self._held = self._until = ""
                continue
            while self._held and not any(tag.startswith(self._held.lower()) for tag in _CLOSING):
                out.append(self._held[0])
                self._held = self._held[1:]
            if closing := _CLOSING.get(self._held.lower()):
                self._held, self._until = "", closing
        return "".join(out)

    def finish(self) -> str:
        held, self._held = self._held, ""
        return "" if self._until else held


class SentenceCutter:
    """Feed chunks, take sentences; `finish` gives what is left without a terminator.

    Raises:
        ModelUnavailable: from `feed`, when the text outside reasoning passes OUTPUT_LIMIT characters; the sentences
            that end before the limit have been given by then.
    """

    def __init__(self) -> None:
        self._repair = Repair()
        self._visible = Visible()
        self._rest = ""  # not handed over yet
        self._length = 0

    def feed(self, chunk: str) -> Iterator[str]:
        """The sentences that are complete with `chunk`."""
        text = self._visible.feed(self._repair.feed(chunk))
        room = OUTPUT_LIMIT - self._length
        self._rest += text[:room]
        self._length += len(text)
        given = 0
        while match := _SENTENCE.match(self._rest, given):
            if _OPEN_END.fullmatch(self._rest, match.end()):
                break
            given = match.end()
            if sentence := cleaned(match.group()):
                yield sentence
        self._rest = self._rest[given:]
        if self._length > OUTPUT_LIMIT:
            raise ModelUnavailable(
                "大模型输出过长，已改由抽取式起草。",
                log=f"model output over {OUTPUT_LIMIT} characters",
                code="model_runaway",
            )

    def finish(self) -> Iterator[str]:
        """The rest of the text, once the stream has ended in good order."""
        tail = self._repair.finish()
        rest = self._rest + self._visible.feed(tail) + self._visible.finish()
        self._rest = ""
        for piece in _SENTENCE.findall(rest + "\n"):
            if sentence := cleaned(piece):
                yield sentence


def cleaned(piece: str) -> str:
    """A sentence without list marks and emphasis; empty when nothing is said."""
    text = _EMPHASIS.sub("", _LIST_MARK.sub("", piece)).strip()
    return text if _MARK.sub("", text).strip("。！？；，、 |-=") else ""


def split_marks(sentence: str) -> tuple[str, tuple[int, ...]]:
    """`"奖励{{q1.f1}}。[1][2]"` → (`"奖励{{q1.f1}}。"`, (1, 2))."""
    return _MARK.sub("", sentence).strip(), tuple(dict.fromkeys(int(n) for n in _MARK.findall(sentence)))
