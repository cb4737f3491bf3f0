"""An answer as plain text to paste elsewhere."""

from __future__ import annotations

from assistant.answer import Answer


def with_sources(answer: Answer) -> str:
    """The answer, its sources under it, and the day it speaks of."""
    text = "\n".join(sentence.text + "".join(f"[{n}]" for n in sentence.cites) for sentence in answer.sentences)
    sources = [f"[{c.n}] 《{c.title}》{c.locator}：{c.quote}" for c in answer.citations]
    return "\n".join([text, *(["", "依据：", *sources] if sources else []), f"（按 {answer.as_of} 的政策状态回答）"])
