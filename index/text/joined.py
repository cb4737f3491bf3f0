"""Lines that were cut in mid-sentence, joined: a hard line break is no break where the sentence goes on."""

from __future__ import annotations

import re
from typing import Final

_ENDED: Final = re.compile(r"[。！？；：:;.…”）)]$")
_INSIDE: Final = re.compile(r"[。，；,;、]")


def joined(text: str) -> tuple[str, list[int]]:
    """The text without the breaks that cut a sentence, and of each of its characters the place in `text`.

    A line that holds a pause and does not end is cut, a heading holds none. What stands at the break (blanks of an
    indent) goes with it.
    """
    if "\n" not in text:
        return text, list(range(len(text)))
    kept: list[int] = []
    position, cut = 0, False
    for line in text.split("\n"):
        begin = position
        position += len(line) + 1
        stripped = line.strip()
        if cut:
            begin += len(line) - len(line.lstrip())
        going_on = bool(stripped) and not _ENDED.search(stripped)
        cut = going_on and (cut or _INSIDE.search(stripped[:-1]) is not None)
        end = begin + len(text[begin : position - 1].rstrip()) if cut else position
        kept.extend(range(begin, min(end, len(text))))
    return "".join(text[at] for at in kept), kept
