"""Sentences → what people see: markdown with [n], tables, the read-aloud script.

Rendering is incremental: `Markdown.add` gives the fragment to append, and the fragments joined are the
answer. That is why streamed and unstreamed answers cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.drafting.draft import DraftSentence, Row

# 30 seconds at the pace of a hotline operator, about 4.5 characters a second.
SCRIPT_CHARACTERS = 135

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def escape(text: str) -> str:
    """Text as markdown that shows exactly these characters: no emphasis, link, HTML or table is born of it."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)


def marks(cites: Iterable[int]) -> str:
    return "".join(f"[{n}]" for n in cites)


class Markdown:
    """Builds the answer's markdown sentence by sentence."""

    def __init__(self) -> None:
        self._previous: DraftSentence | None = None
        self._parts: list[str] = []

    def add(self, sentence: DraftSentence) -> str:
        """The fragment this sentence appends to the answer."""
        fragment = self._gap(sentence) + self._body(sentence)
        self._previous = sentence
        self._parts.append(fragment)
        return fragment

    def text(self) -> str:
        return "".join(self._parts)

    def _gap(self, sentence: DraftSentence) -> str:
        previous = self._previous
        if previous is None:
            return ""
        if sentence.row and previous.row and sentence.row.header == previous.row.header:
            return "\n"
        return "\n\n"

    def _body(self, sentence: DraftSentence) -> str:
        if sentence.row:
            return self._table_row(sentence, sentence.row)
        body = escape(sentence.text) + marks(sentence.cites)
        return f"> {body}" if sentence.kind == "status" else body

    def _table_row(self, sentence: DraftSentence, row: Row) -> str:
        cells = [escape(cell) for cell in row.cells]
        cells[-1] += marks(sentence.cites)
        line = "| " + " | ".join(cells) + " |"
        if self._previous and self._previous.row and self._previous.row.header == row.header:
            return line
        head = "| " + " | ".join(escape(name) for name in row.header) + " |"
        return f"{head}\n|{' --- |' * len(row.header)}\n{line}"


def markdown(sentences: Iterable[DraftSentence]) -> str:
    """The whole answer at once."""
    page = Markdown()
    for sentence in sentences:
        page.add(sentence)
    return page.text()


def script(sentences: Iterable[DraftSentence], limit: int = SCRIPT_CHARACTERS) -> str:
    """What an operator reads aloud: whole sentences, most important first, at most `limit` characters.

    The first sentence is kept whole even where it alone is longer: half a condition is worse than a long one.
    """
    order = {"derivation": 0, "claim": 0, "status": 1, "question": 2, "frame": 3}
    ranked = sorted(enumerate(sentences), key=lambda item: (order[item[1].kind], item[0]))
    first, rest = ranked[:1], ranked[1:]
    # The amount, then how sure it is in law, then the rest as far as the breath reaches.
    rest.sort(key=lambda item: item[1].kind != "status")
    kept: list[tuple[int, str]] = []
    length = 0
    for position, sentence in [*first, *rest]:
        text = sentence.text.partition("；")[0] if sentence.kind == "status" else sentence.text
        spoken = _spoken(text)
        if kept and length + len(spoken) > limit:
            continue
        kept.append((position, spoken))
        length += len(spoken)
    return "".join(text for _, text in sorted(kept))


def _spoken(text: str) -> str:
    """Without what the ear cannot use; a full stop closes it."""
    text = re.sub(r"\s+|[“”《》]", "", text)
    return text if text.endswith(("。", "？", "！", "；")) else text + "。"
