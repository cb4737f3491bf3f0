"""A conversation as text to file or to print: every answer with its sources and the day it was given."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.memory.records import Conversation
from assistant.render import escape


def conversation_markdown(conversation: Conversation) -> str:
    parts = [f"# {escape(conversation.title)}"]
    for answer in conversation.answers:
        parts += [f"## 问：{escape(' '.join(answer.question.split()))}", answer.answer, *_sources(answer)]
        parts.append(f"（按 {answer.as_of} 的政策状态回答；编号 {escape(answer.id)}）")
    return "\n\n".join(parts) + "\n"


def _sources(answer: Answer) -> list[str]:
    if not answer.citations:
        return []
    lines = [f"- [{c.n}] 《{escape(c.title)}》{escape(c.locator)}：{escape(c.quote)}" for c in answer.citations]
    return ["依据：", "\n".join(lines)]
