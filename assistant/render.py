"""Sentences → what people see: markdown with [n], the read-aloud script.

Rendering is incremental: `Markdown.add` gives the fragment to append, and the fragments joined are the
answer. That is why streamed and unstreamed answers cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.drafting.draft import DraftSentence

# 30 seconds at the pace of a hotline operator, about 4.5 characters a second.
SCRIPT_CHARACTERS = 135

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def escape(text: str) -> str:
    """Text as markdown that shows exactly these characters: no emphasis, link, HTML or table is born of it."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)


def marks(cites: Iterable[int]) -> str:
    return "".join(f"[{n}]" for n in cites)


class Markdown:
    """Builds the answer's markdown sentence by sentence, a paragraph each."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def add(self, sentence: DraftSentence) -> str:
        """The fragment this sentence appends to the answer."""
        body = escape(sentence.text) + marks(sentence.cites)
        fragment = ("\n\n" if self._parts else "") + (f"> {body}" if sentence.kind == "status" else body)
        self._parts.append(fragment)
        return fragment

    def text(self) -> str:
        return "".join(self._parts)


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
    told = list(sentences)
    # The result has said what the clause says of it; read after it, the clause would be the same thing again.
    summed = any(sentence.calculation for sentence in told)
    heard = [item for item in enumerate(told) if not (summed and item[1].kind == "claim")]
    ranked = sorted(heard, key=lambda item: (order[item[1].kind], item[0]))
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
